import { ApiError } from '../../client/api-error.ts';
import type { Client } from '../../client/client.ts';
import type { Answers, ModelVersion, TrainingProgress } from '../../core/api/wire/messages.ts';
import { amountMicros } from '../../core/money.ts';

/** A training as it is watched: what changes while one looks. */
export interface TrainingState {
  /** `queued`, `training`, `stopping`, `trained`, `failed`, `stopped`. */
  readonly status: string;
  /** Why it waits, or how it ended; as the service says it. */
  readonly detail: string;
  readonly stage?: string;
  readonly step?: number;
  readonly totalSteps?: number;
  readonly epoch?: number;
  readonly loss?: number;
  readonly metric?: number;
  /** Median of `remaining`. */
  readonly secondsLeft?: number;
  /** How long it will still run, and where that comes from; absent: it does not run. */
  readonly remaining?: Remaining;
  /** Money so far by the seconds that the trainer counted; once settled, what is billed. */
  readonly amountMicros: number;
  readonly maxAmountMicros?: number;
}

type Progress = Answers['ListTrainingProgress'];
type Remaining = NonNullable<Progress['remaining']>;

/** A version with its state and its loss so far, oldest first. */
export interface Watched {
  readonly version: ModelVersion;
  readonly state: TrainingState;
  readonly losses: readonly number[];
  /** What its phases took, and what was forecast of it; absent: it waits. */
  readonly times?: Pick<Progress, 'phases' | 'estimate'>;
}

/** Reads a training. @throws ApiError */
export async function readTraining(
  client: Client,
  modelId: string,
  versionId: string,
): Promise<Watched> {
  const at = { model_id: modelId, version_id: versionId };
  const { model_version: version } = await client.call('GetModelVersion', at);
  const isQueued = statusOf(version) === 'queued';
  const answer = isQueued ? undefined : await client.call('ListTrainingProgress', at);
  const progress = answer?.progress ?? [];
  const why = isQueued ? await whyItWaits(client, versionId) : undefined;
  const state = stateOf(version, progress, answer?.remaining);
  return {
    version,
    state: why === undefined ? state : { ...state, detail: why },
    losses: progress.flatMap(({ loss }) => loss ?? []),
    ...(answer ? { times: answer } : {}),
  };
}

/**
 * Its place in the queue and what it waits for; undefined where the service does not say, as one
 * of an earlier release, or may not say it to this key.
 */
async function whyItWaits(client: Client, versionId: string): Promise<string | undefined> {
  try {
    const { jobs } = await client.call('ListActivity', {});
    return jobs.find(({ kind, id }) => kind === 'train' && id === versionId)?.wait?.message;
  } catch (error) {
    if (error instanceof ApiError && error.httpStatus < 500) return undefined;
    throw error;
  }
}

/** deeptune's own word for a version's status. */
export function statusOf(version: ModelVersion): string {
  return version.metadata?.deeptune.status ?? 'untrained';
}

/** True once nothing more happens to it. */
export function isEnded({ status }: Pick<TrainingState, 'status'>): boolean {
  return !['queued', 'training', 'stopping'].includes(status);
}

/** How a training stands, by its record and what the trainer has written. */
export function stateOf(
  version: ModelVersion,
  progress: readonly TrainingProgress[],
  remaining?: Remaining,
): TrainingState {
  const last = progress.at(-1);
  const { reservation, settlement } = version.metadata?.deeptune ?? {};
  const { description, details } = version.status;
  const seconds = Math.ceil(last?.seconds ?? 0);
  const soFar = reservation
    ? Math.min(amountMicros(seconds, reservation.microsPerHour), reservation.maxAmountMicros)
    : 0;
  const metric = progress.findLast((point) => point.metric !== undefined)?.metric;
  const loss = progress.findLast((point) => point.loss !== undefined)?.loss;
  return {
    status: statusOf(version),
    detail: details ?? description,
    ...(last ? pointOf(last) : {}),
    ...(remaining ? { secondsLeft: remaining.p50Seconds, remaining } : {}),
    ...(loss === undefined ? {} : { loss }),
    ...(metric === undefined ? {} : { metric }),
    amountMicros: settlement?.amountMicros ?? soFar,
    ...(reservation ? { maxAmountMicros: reservation.maxAmountMicros } : {}),
  };
}

function pointOf({ stage, step, totalSteps, epoch }: TrainingProgress) {
  return {
    ...{ stage, step, totalSteps },
    ...(epoch === undefined ? {} : { epoch }),
  };
}
