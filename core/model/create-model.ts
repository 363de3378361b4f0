import { keys } from '../records/keys.ts';
import type { Scope } from '../records/keys.ts';
import { createRecords, toData } from '../records/records.ts';
import type { Dependencies } from '../ports/host.ts';
import type { Model } from './model.ts';
import type { UntrainedVersion } from './model-version.ts';
import { untrainedVersion } from './untrained.ts';
import { withLatestVersion } from './version-id.ts';
import { versionWrite } from './version-store.ts';

export type NewModel = Omit<Model, 'createdAt' | 'modifiedAt' | 'latestVersionId' | 'lastSequence'>;

/**
 * A new model. It has a version from the start, as Clarifai's has: untrained.
 * @throws DeeptuneError already-exists
 */
export async function createModel(
  scope: Scope,
  asked: NewModel,
  deps: Pick<Dependencies, 'table' | 'now' | 'newId'>,
): Promise<{ readonly model: Model; readonly version: UntrainedVersion }> {
  const at = deps.now();
  const version = untrainedVersion(asked, scope, deps);
  const model = withLatestVersion({ ...asked, createdAt: at, modifiedAt: at }, version);
  const put = { ...keys.model(scope, model.id), data: toData(model) };
  const writes = [{ put, if: 'absent' as const }, versionWrite(version)];
  await createRecords(deps.table, writes, `Model '${model.id}'`);
  return { model, version };
}
