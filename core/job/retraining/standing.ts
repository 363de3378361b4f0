import { answeringVersion, awaitsApproval } from '../../model/answering-version.ts';
import type { Model } from '../../model/model.ts';
import type { LoadableVersion, ModelVersion } from '../../model/model-version.ts';
import { isOpen } from '../../model/model-version.ts';
import { getModel, listVersions } from '../../model/version-store.ts';
import type { Dependencies } from '../../ports/host.ts';
import type { RetrainingSchedule } from '../../training/schedule/retraining-schedule.ts';
import type { ContentFacts } from '../../training/schedule/decide-retraining.ts';

/** How a schedule's model stands. */
export interface Standing {
  readonly model: Model;
  /** Newest first. */
  readonly versions: readonly ModelVersion[];
  /** The version that answers its predictions: a training goes on from it. */
  readonly parent?: LoadableVersion;
}

/** @throws DeeptuneError model-does-not-exist */
export async function standingOf(
  { scope, modelId }: Pick<RetrainingSchedule, 'scope' | 'modelId'>,
  { table }: Pick<Dependencies, 'table'>,
): Promise<Standing> {
  const { value: model } = await getModel(table, scope, modelId);
  const versions = await listVersions(table, scope, modelId);
  const parent = answeringVersion(model, versions);
  return { model, versions, ...(parent ? { parent } : {}) };
}

/** What keeps a training from being started, whatever the data are. */
export function obstacles({ model, versions }: Standing): Pick<ContentFacts, 'open' | 'awaiting'> {
  const open = versions.find(isOpen);
  const awaiting = versions.find((version) => awaitsApproval(version, model));
  return {
    ...(open ? { open: { versionId: open.id, status: open.status } } : {}),
    ...(awaiting ? { awaiting: { versionId: awaiting.id } } : {}),
  };
}
