import type { Failure } from '../../errors.ts';
import type { EpochsRun } from '../../estimate/expected-epochs.ts';
import type { ProgressLine } from '../../estimate/remaining/measured-steps.ts';
import type { RemainingTime } from '../../estimate/remaining/remaining-time.ts';
import type { JsonObject } from '../../json.ts';
import type { CompletenessManifest, KeptWork } from '../../model/checkpoints.ts';
import type { Reservation, Settlement, StopReason } from '../../model/model-version.ts';
import type { VersionRef } from '../../model/version-store.ts';
import type { Dependencies, Settings } from '../../ports/host.ts';
import type { TrainingJobSpec } from '../../ports/jobs.ts';
import type { DomainEvent } from '../../ports/events.ts';
import type { Key, Write } from '../../ports/table.ts';
import type { Quotable } from '../request/quote/quoting.ts';
import type { JobState, Kind, Outcome } from '../workflow/state.ts';

/** What the work of a kind may use: the ports that every step has. */
export type JobUses = Pick<
  Dependencies,
  'table' | 'objects' | 'settings' | 'now' | 'newId' | 'sha256' | 'newSha256' | 'load'
>;

/** What a completed job left in its export. */
export interface JobArtifact {
  readonly manifest: CompletenessManifest;
  /** `metrics.json`; absent where the kind has none. */
  readonly metrics?: JsonObject;
}

/** How a job ended, worked out by Settle for every kind alike. */
export interface JobEnd {
  readonly result: 'completed' | 'stopped' | 'failed';
  /** Told where `result` is `failed`. */
  readonly failure: Failure;
  readonly settlement: Settlement;
  readonly artifact: JobArtifact | undefined;
}

/** What Settle writes of a job's own record, beside the money. */
export interface SettledJob {
  readonly write: Write;
  /** What goes with it in the same transaction: its version is promoted. */
  readonly also?: readonly Write[];
  /** Last word of the event: `model-version.trained`. */
  readonly event: 'trained' | 'completed' | 'stopped' | 'failed';
  readonly outcome: Outcome;
  readonly failure: Failure | null;
  /** What else is told of it, after its own event. */
  readonly told?: readonly DomainEvent[];
}

/** How a settled job ended: what its last event says. */
export type JobEnded = Pick<SettledJob, 'outcome' | 'failure' | 'event' | 'told'> & {
  readonly settlement: Settlement;
};

/**
 * One job as the steps of the workflow see it, whatever its kind: a view of the record that asked
 * for it (a model version, an evaluation, a batch prediction) as it was read. How each kind fills
 * it in stands in the file of the kind; `findJob` has the table.
 */
export interface Job {
  readonly kind: Kind;
  /**
   * 32 hexadecimal digits: names the execution, the training jobs, the hold and the usage record.
   */
  readonly id: string;
  /** Of its execution: its id, but of a training that a schedule's firing made. */
  readonly executionName: string;
  /** Where the record that asked for it is kept. */
  readonly record: Key;
  /** Of the record, as it was read. */
  readonly rev: number;
  /** The version that is made, evaluated or predicts. */
  readonly ref: VersionRef;
  /** `settled`: no workflow owns it any more. */
  readonly status: 'queued' | 'running' | 'stopping' | 'settled';
  readonly createdAt: string;
  readonly reservation: Reservation;
  readonly templateId: string;
  /** Undefined: the account's default (versions of the first release). */
  readonly instanceType: string | undefined;
  /** Of the newest attempt; undefined: none has begun. */
  readonly trainingJobName: string | undefined;
  /** Where its objects lie, see `jobKeys`. Ends with `/`. */
  readonly folder: string;
  /** First word of its events, and what its event names it by. */
  readonly subject: 'model-version' | 'evaluation' | 'prediction';
  readonly subjectIds: JsonObject;
  /** What a settled job ended as. */
  readonly ended?: JobEnded;
  /** Why it is stopping or was stopped, where nobody asked for it. */
  readonly stopReason?: StopReason;

  /** What it runs over. */
  readonly dataset: { readonly datasetId: string; readonly datasetVersionId: string };
  /**
   * Queued before its dataset version was ready: nothing of it is estimated, and nothing can be
   * reserved, until `plan`.
   */
  readonly awaitsDataset: boolean;
  /**
   * Prepare: this job with what its rows decide. @throws DeeptuneError of the user's fault where it
   * cannot run on them
   */
  plan(deps: JobUses): Promise<Job>;
  /**
   * Prepare: lays out below `folder` what the training job will read. Repeated, it writes the same.
   */
  layOut(attempt: number, deps: JobUses): Promise<void>;
  /**
   * Estimate: what would be reserved for it by what Prepare laid out; undefined where an earlier
   * release did that. @throws DeeptuneError of the user's fault where it cannot run any more
   */
  reestimate(deps: JobUses): Promise<Reservation | undefined>;
  /**
   * What is quoted with this reservation; undefined for a kind that is quoted when it is asked for.
   */
  quotable(reservation: Reservation, settings: Settings): Quotable | undefined;
  /** The record of a queued job with another reservation. */
  promise(reservation: Reservation): Write;
  /** What is asked of SageMaker for an attempt. */
  spec(attempt: number, settings: Settings): TrainingJobSpec;
  /** The record once an attempt has begun. @throws DeeptuneError illegal-transition */
  begin(trainingJobName: string, at: string): Write;
  /** How long it will still run, by its progress so far; undefined: it does not run. */
  remaining(lines: readonly ProgressLine[], now: string): RemainingTime | undefined;
  /** What led to what is kept of it, over all attempts: what is charged for. */
  keptWork(objects: Dependencies['objects']): Promise<KeptWork>;
  /** The export, if it is whole and this job's own. */
  artifact(deps: JobUses): Promise<JobArtifact | undefined>;
  /**
   * VerifyArtifact: looks into what Settle will read of it. @throws DeeptuneError
   * model-artifact-invalid
   */
  verify(deps: JobUses): Promise<void>;
  /** Settle: the record as it ends. @throws DeeptuneError illegal-transition */
  settle(end: JobEnd, deps: JobUses): Promise<SettledJob>;
  /**
   * Epochs of a completed training that could have ended early; undefined of any other job.
   */
  epochsRun(artifact: JobArtifact | undefined): EpochsRun | undefined;
  /** After Settle: takes away what nobody needs any more. May be repeated. */
  tidy(deps: Pick<Dependencies, 'table' | 'objects'>): Promise<void>;
}

/** What a state names of its job; what stored states leave out is a training's. */
export function recordIdOf({ recordId, versionId }: JobState): string {
  return recordId ?? versionId;
}
