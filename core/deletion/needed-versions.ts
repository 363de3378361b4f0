import { fail } from '../errors.ts';
import type { ModelVersion } from '../model/model-version.ts';
import { isLoadable, isOpen } from '../model/model-version.ts';
import type { VersionRef } from '../model/version-store.ts';
import { getVersion } from '../model/version-store.ts';
import type { Dependencies } from '../ports/host.ts';
import { objectKeys } from '../records/object-keys.ts';
import { lineOf } from '../training/line/find-line.ts';
import { readLine, writeLine } from '../training/line/line-file.ts';
import { childrenOf, usersOf } from '../training/line/read-lineage.ts';

/**
 * Refuses to let a version go that something else reads: a child that is being trained, a point
 * that is being made of it, and a child that waits for a person, who compares it with this one.
 * Every other child has of it what it needs.
 * @throws DeeptuneError version-in-use, model-does-not-exist
 */
export async function assertUnneeded(
  ref: VersionRef,
  { table }: Pick<Dependencies, 'table'>,
): Promise<void> {
  const { value: version } = await getVersion(table, ref);
  const users = (await usersOf(version, { table })).filter(needsParent);
  if (users.length === 0) return;
  const named = users.slice(0, 5).map((child) => `'${child.id}' (${stateOf(child)})`);
  const more = users.length > 5 ? ` and ${users.length - 5} more` : '';
  throw fail(
    'versionInUse',
    `Version '${ref.versionId}' is what ${named.join(', ')}${more} of its model go on from: wait until they have ended or stop them, and approve or delete those that wait for approval; then delete it`,
  );
}

function needsParent(child: ModelVersion): boolean {
  return isOpen(child) || waits(child);
}

/** Its gate asked for a person; a later one of the same line may have been promoted since. */
function waits(child: ModelVersion): boolean {
  return isLoadable(child) && child.gate?.verdict === 'await-approval';
}

function stateOf(child: ModelVersion): string {
  return waits(child) ? 'awaits approval' : child.status;
}

/**
 * Children that an earlier release trained know what their line learnt by the records of their
 * ancestors: before one of them goes, each gets a file of its own.
 */
export async function leaveToChildren(
  ref: VersionRef,
  deps: Pick<Dependencies, 'table' | 'objects' | 'sha256'>,
): Promise<void> {
  const { value: version } = await getVersion(deps.table, ref);
  for (const child of await childrenOf(version, deps)) {
    if (!isLoadable(child)) continue;
    const folder = objectKeys.versionPrefix(child.scope, child.id);
    if (await readLine(folder, deps)) continue;
    const { line } = await lineOf(child, deps);
    await writeLine(folder, line.lines(), deps);
  }
}
