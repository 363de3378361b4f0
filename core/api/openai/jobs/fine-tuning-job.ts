import { isLoadable, isOpen } from '../../../model/model-version.ts';
import type { ModelVersion } from '../../../model/model-version.ts';

/**
 * What OpenAI calls a job is one training here, or several where it was paused and taken up again.
 */
export interface FineTuningJob {
  readonly id: string;
  readonly createdAt: string;
  /** Place among those of its project, see `newestFirst`. */
  readonly sequence?: number;
  /** As the caller named it: a template, a hub id, or a fine-tuned model. */
  readonly model: string;
  readonly templateId: string;
  readonly modelId: string;
  /** One per training, the newest last. */
  readonly versionIds: readonly string[];
  readonly trainingFile: string;
  readonly validationFile: string | null;
  readonly suffix: string | null;
  readonly metadata: Readonly<Record<string, string>>;
  /** As it was asked for; absent: the template's own rate, or a job of an earlier release. */
  readonly rateMultiplier?: number;
  /** What the last stop was for; null: nobody asked for one. */
  readonly wish: 'pause' | 'cancel' | null;
}

/** Those that OpenAI publishes, but `validating_files`: files are checked as they come. */
export type JobStatus = 'queued' | 'running' | 'succeeded' | 'failed' | 'cancelled';

/**
 * A job that is asked to end is cancelled, though its training may still be saving what it has
 * learnt. One that is paused waits to be taken up again: `queued`, since OpenAI has no word for it.
 */
export function statusOf(job: FineTuningJob, version: ModelVersion): JobStatus {
  if (version.status === 'queued') return 'queued';
  if (version.status === 'stopping' && job.wish === 'cancel') return 'cancelled';
  if (isOpen(version)) return 'running';
  if (version.status === 'trained') return 'succeeded';
  if (version.status === 'stopped') return isPaused(job, version) ? 'queued' : 'cancelled';
  return 'failed';
}

/** True for a job that can be resumed. */
export function isPaused(job: FineTuningJob, version: ModelVersion): boolean {
  return version.status === 'stopped' && job.wish === 'pause';
}

/** Name of what a job makes: `ft:<template>:<suffix>:<hex of the job>`. */
export function fineTunedModel(job: FineTuningJob): string {
  return `ft:${job.templateId}:${job.suffix ?? ''}:${job.id.slice(jobPrefix.length)}`;
}

/** The job that a fine-tuned model came from; undefined where the name is no such model's. */
export function jobIdOf(model: string): string | undefined {
  const [, hex] = /^ft:[^:]+:[^:]*:([0-9a-f]{32})$/.exec(model) ?? [];
  return hex === undefined ? undefined : jobPrefix + hex;
}

const jobPrefix = 'ftjob-';

export function newJobId(hex: string): string {
  return jobPrefix + hex;
}

/** Name of the model, once there is one to use. */
export function usableModel(job: FineTuningJob, version: ModelVersion): string | null {
  return isLoadable(version) && statusOf(job, version) === 'succeeded' ? fineTunedModel(job) : null;
}
