import type { Client } from '../../client/client.ts';
import type { ModelVersion, TrainingProgress } from '../../core/api/wire/messages.ts';
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
  readonly secondsLeft?: number;
  /** Money so far by the seconds that the trainer counted; once settled, what is billed. */
  readonly amountMicros: number;
  readonly maxAmountMicros?: number;
}

/** A version with its state and its loss so far, oldest first. */
export interface Watched {
  readonly version: ModelVersion;
  readonly state: TrainingState;
  readonly losses: readonly number[];
}

/** Reads a training. @throws ApiError */
export async function readTraining(
  client: Client,
  modelId: string,
  versionId: string,
): Promise<Watched> {
  const at = { model_id: modelId, version_id: versionId };
  const { model_version: version } = await client.call('GetModelVersion', at);
  const progress =
    statusOf(version) === 'queued' ? [] : (await client.call('ListTrainingProgress', at)).progress;
  return {
    version,
    state: stateOf(version, progress),
    losses: progress.flatMap(({ loss }) => loss ?? []),
  };
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
    ...(loss === undefined ? {} : { loss }),
    ...(metric === undefined ? {} : { metric }),
    amountMicros: settlement?.amountMicros ?? soFar,
    ...(reservation ? { maxAmountMicros: reservation.maxAmountMicros } : {}),
  };
}

function pointOf({ stage, step, totalSteps, epoch, secondsLeft }: TrainingProgress) {
  return {
    ...{ stage, step, totalSteps },
    ...(epoch === undefined ? {} : { epoch }),
    ...(secondsLeft === undefined ? {} : { secondsLeft }),
  };
}
