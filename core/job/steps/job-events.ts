import type { JsonObject } from '../../json.ts';
import { verdictOf } from '../../model/verdict.ts';
import type { DomainEvent } from '../../ports/events.ts';
import type { Job, JobArtifact, JobEnded } from '../kinds/job.ts';

/** Whose job it is, and what names it. */
function idsOf({ ref, subjectIds }: Job): JsonObject {
  const { userId, appId } = ref.scope;
  return { userId, appId, ...subjectIds };
}

/** An attempt of a job has begun. */
export function startedEvent(job: Job, trainingJobName: string, at: string): DomainEvent {
  const word = job.subject === 'model-version' ? 'training' : 'running';
  const detail = { ...idsOf(job), trainingJobName };
  return { type: `${job.subject}.${word}` as DomainEvent['type'], at, detail };
}

/**
 * A job has ended. Told again after Settle was repeated, it is the same fact: only what the
 * artifact adds may be missing then.
 */
export function endedEvent(
  job: Job,
  { event, settlement, failure }: JobEnded,
  artifact?: JobArtifact,
): DomainEvent {
  const { amountMicros, billableSeconds, completedAt } = settlement;
  return {
    type: `${job.subject}.${event}` as DomainEvent['type'],
    at: completedAt,
    detail: {
      ...idsOf(job),
      amountMicros,
      billableSeconds,
      ...(failure ? { failure: { ...failure } } : {}),
      ...(event === 'stopped' && job.stopReason ? { stopReason: { ...job.stopReason } } : {}),
      ...metricOf(artifact),
    },
  };
}

/** The held-out metric by its name, where there is one. */
function metricOf(artifact: JobArtifact | undefined): JsonObject {
  const verdict = artifact?.metrics && verdictOf(artifact.metrics);
  if (!verdict || verdict.heldOut === null) return {};
  return { metric: verdict.metric, heldOut: verdict.heldOut };
}
