import { DeeptuneError, isError } from '../../../errors.ts';
import { deletePrefix } from '../../../records/delete-prefix.ts';
import { objectKeys } from '../../../records/object-keys.ts';
import type { Scope } from '../../../records/keys.ts';
import type { Dependencies } from '../../../ports/host.ts';
import type { Task } from '../../../ports/tasks.ts';
import { startFreezing } from '../create-dataset-version.ts';
import { composeManifest } from './compose-manifest.ts';
import { claim, finish, markFailed, release, saveProgress } from './ownership.ts';
import type { OwnedVersion } from './ownership.ts';
import { readInputs } from './read-inputs.ts';

type Uses = Pick<
  Dependencies,
  'table' | 'objects' | 'tasks' | 'now' | 'newId' | 'sha256' | 'newSha256'
>;

/** What came of one run: `continued` was handed to another one, `nothing` was to be done. */
export type FreezeResult = 'frozen' | 'continued' | 'failed' | 'nothing';

/** Between two signs of life while the manifest is made, milliseconds. */
const aliveEvery = 30_000;

/**
 * The task `freeze-dataset-version`: freezes a pending version from where it stands. Harmless where
 * it runs twice: the second finds it taken. One that is killed leaves it to the reconciler, which
 * starts another when the lease is over; what it had read is not read again.
 * @param hasTime false: it hands over to another run
 * @throws what ended it, where another run may do better
 */
export async function freezeVersion(
  { payload }: Task,
  hasTime: () => boolean,
  deps: Uses,
): Promise<FreezeResult> {
  const ids = payload as { userId: string; appId: string } & Record<string, string>;
  const scope = { userId: ids.userId, appId: ids.appId };
  const of = { datasetId: ids['datasetId'] ?? '', id: ids['datasetVersionId'] ?? '' };
  const owned = await claim(scope, of, deps.newId(), deps);
  if (!owned) return 'nothing';
  try {
    return await freezeOwned(scope, owned, hasTime, deps);
  } catch (error) {
    return await giveUp(scope, owned, error, deps);
  }
}

async function freezeOwned(
  scope: Scope,
  claimed: OwnedVersion,
  hasTime: () => boolean,
  deps: Uses,
): Promise<FreezeResult> {
  const { owner } = claimed;
  const owned = claimed.freezing.isRead ? claimed : await readInputs(scope, claimed, hasTime, deps);
  if (!owned.freezing.isRead || !hasTime()) {
    await startFreezing(scope, await release(scope, owned.version, { owner }, deps), deps);
    return 'continued';
  }
  const content = await composeManifest(scope, owned, signsOfLife(scope, owned, deps), deps);
  await finish(scope, owned.version, { owner, content }, deps);
  const { datasetId, id } = owned.version;
  await deletePrefix(objectKeys.frozenPartsPrefix(scope, datasetId, id), Infinity, deps);
  return 'frozen';
}

/** Keeps the lease, but the count of tries too: the manifest is begun anew each time. */
function signsOfLife(scope: Scope, owned: OwnedVersion, deps: Uses): () => Promise<void> {
  let last = Date.parse(deps.now());
  return async () => {
    if (Date.parse(deps.now()) - last < aliveEvery) return;
    last = Date.parse(deps.now());
    await saveProgress(scope, owned, owned.freezing, deps);
  };
}

/**
 * What is the user's fault, and would be the same again, fails the version; anything else is left
 * to another run.
 */
async function giveUp(
  scope: Scope,
  owned: OwnedVersion,
  error: unknown,
  deps: Uses,
): Promise<FreezeResult> {
  if (isError(error, 'conflict')) return 'nothing';
  if (isError(error, 'doesNotExist')) {
    // It was deleted meanwhile: what was written since then is named by no record.
    const { datasetId, id } = owned.version;
    await deletePrefix(objectKeys.datasetVersionPrefix(scope, datasetId, id), Infinity, deps);
    return 'nothing';
  }
  if (error instanceof DeeptuneError && error.fault === 'user') {
    const { code, fault, message } = error;
    await markFailed(scope, owned, { code, fault, message }, deps);
    return 'failed';
  }
  const { version, owner } = owned;
  // A lease that cannot be given back runs out.
  await release(scope, version, { owner, error }, deps).catch(() => undefined);
  throw error;
}
