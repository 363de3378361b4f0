import type { Model } from '../../model/model.ts';
import type { LoadableVersion, ModelVersion } from '../../model/model-version.ts';
import { isLoadable, isOpen } from '../../model/model-version.ts';
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
  const parent = answering(model, versions);
  return { model, versions, ...(parent ? { parent } : {}) };
}

function answering(model: Model, versions: readonly ModelVersion[]): LoadableVersion | undefined {
  const loadable = versions.filter(isLoadable);
  const promoted = loadable.find(({ id }) => id === model.promoted?.versionId);
  return promoted ?? loadable.find(({ gate }) => !gate || gate.verdict === 'promote');
}

/** What keeps a training from being started, whatever the data are. */
export function obstacles({ model, versions }: Standing): Pick<ContentFacts, 'open' | 'awaiting'> {
  const open = versions.find(isOpen);
  const awaiting = versions.find((version) => isAwaiting(version, model));
  return {
    ...(open ? { open: { versionId: open.id, status: open.status } } : {}),
    ...(awaiting ? { awaiting: { versionId: awaiting.id } } : {}),
  };
}

/** A candidate since which nothing was promoted. */
function isAwaiting(version: ModelVersion, { promoted }: Model): boolean {
  if (!isLoadable(version) || version.gate?.verdict !== 'await-approval') return false;
  return promoted === undefined || promoted.at < version.gate.at;
}
