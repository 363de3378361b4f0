import type { InferenceJob } from '../../../core/model/inference-job.ts';
import type { ModelVersion, ModelVersionStatus } from '../../../core/model/model-version.ts';
import type { Change, MakeInvariant } from './invariant.ts';
import { kindOf } from './invariant.ts';

const rank: Readonly<Record<ModelVersionStatus | InferenceJob['status'], number>> = {
  untrained: 0,
  queued: 1,
  training: 2,
  running: 2,
  stopping: 3,
  trained: 4,
  completed: 4,
  stopped: 4,
  failed: 4,
};

/** I15: a job never goes back, and never ends as something else than it ended. */
export const statusForward: MakeInvariant = (violate) => ({
  name: 'I15 status moves only forward',
  onCommit(changes) {
    for (const change of changes) {
      const [before, after] = statusesOf(change);
      if (before === undefined || after === undefined || before === after) continue;
      if (rank[after] <= rank[before])
        violate(`${change.pk} ${change.sk}: ${after} after ${before}`);
    }
  },
});

/** Before and after; undefined for what is no record of a job. */
export function statusesOf({ pk, before, after }: Change) {
  const kind = kindOf(pk);
  const read =
    kind === 'versions' && pk.includes('#model#')
      ? (data: unknown) => (data as ModelVersion).status
      : kind === 'evaluations' || kind === 'predictions'
        ? (data: unknown) => (data as { job?: InferenceJob }).job?.status
        : undefined;
  return [before, after].map((item) => (read && item ? read(item.data) : undefined));
}
