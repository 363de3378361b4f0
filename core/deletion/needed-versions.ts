import { fail } from '../errors.ts';
import type { ModelVersion } from '../model/model-version.ts';
import { isLoadable, isOpen } from '../model/model-version.ts';
import { awaitsApproval } from '../model/answering-version.ts';
import type { Model } from '../model/model.ts';
import type { VersionRef } from '../model/version-store.ts';
import type { Dependencies } from '../ports/host.ts';
import { keys } from '../records/keys.ts';
import { objectKeys } from '../records/object-keys.ts';
import { readRecord } from '../records/records.ts';
import { lineOf } from '../training/line/find-line.ts';
import { readLine, writeLine } from '../training/line/line-file.ts';
import { childrenOf, usersOf } from '../training/read-lineage.ts';

/**
 * Refuses to let a version go that something else reads: a child that is being trained, a point
 * that is being made of it, and a child that waits for a person, who compares it with this one.
 * Every other child has of it what it needs.
 * @throws DeeptuneError version-in-use
 */
export async function assertUnneeded(
  ref: VersionRef,
  model: Pick<Model, 'modelTypeId' | 'promoted'>,
  deps: Pick<Dependencies, 'table'>,
): Promise<void> {
  const { scope, versionId: id } = ref;
  const users = (await usersOf({ scope, id, modelTypeId: model.modelTypeId }, deps)).filter(
    (user) => isOpen(user) || waits(user, ref, model),
  );
  if (users.length === 0) return;
  const named = users.slice(0, 5).map((child) => `'${child.id}' (${stateOf(child)})`);
  const more = users.length > 5 ? ` and ${users.length - 5} more` : '';
  throw fail(
    'versionInUse',
    `Version '${ref.versionId}' is what ${named.join(', ')}${more} of its model go on from: wait until they have ended or stop them, and approve or delete those that wait for approval; then delete it`,
  );
}

/** A child of another model is no candidate of this one. */
function waits(
  child: ModelVersion,
  { modelId }: VersionRef,
  model: Pick<Model, 'promoted'>,
): boolean {
  return child.modelId === modelId && awaitsApproval(child, model);
}

function stateOf(child: ModelVersion): string {
  return isOpen(child) ? child.status : 'awaits approval';
}

/**
 * Children that an earlier release trained know what their line learnt by the records of their
 * ancestors: before one of them goes, each gets a file of its own.
 */
export async function leaveToChildren(
  ref: VersionRef,
  deps: Pick<Dependencies, 'table' | 'objects' | 'sha256'>,
): Promise<void> {
  const key = keys.version(ref.scope, ref.modelId, ref.versionId);
  const version = (await readRecord<ModelVersion>(deps.table, key))?.value;
  for (const child of version ? await childrenOf(version, deps) : []) {
    if (!isLoadable(child)) continue;
    const folder = objectKeys.versionPrefix(child.scope, child.id);
    if (await readLine(folder, deps)) continue;
    const { line } = await lineOf(child, deps);
    await writeLine(folder, line.lines(), deps);
  }
}
