import type { LineDelta } from '../../model/lineage.ts';
import type { Model } from '../../model/model.ts';
import type { ModelVersion } from '../../model/model-version.ts';
import { versionWrite } from '../../model/version-store.ts';
import type { Dependencies } from '../../ports/host.ts';
import { keys } from '../../records/keys.ts';
import type { Scope } from '../../records/keys.ts';
import { eachRecord, readAll, readRecord, withRetry } from '../../records/records.ts';

type Uses = Pick<Dependencies, 'table'>;
type Ids = ReadonlySet<string>;

/** Takes the ids of inputs out of what the versions of an app say of their data. */
export async function eraseFromLineages(scope: Scope, ids: Ids, deps: Uses): Promise<void> {
  for (const { id } of await readAll<Model>(deps.table, keys.modelsOf(scope))) {
    const named: string[] = [];
    const versions = eachRecord<ModelVersion>(deps.table, keys.versionsOf(scope, id));
    for await (const { value } of versions) if (names(value, ids)) named.push(value.id);
    for (const versionId of named)
      await withRetry(() => eraseFrom(scope, [id, versionId], ids, deps));
  }
}

async function eraseFrom(
  scope: Scope,
  [modelId, versionId]: readonly [string, string],
  ids: Ids,
  { table }: Uses,
): Promise<void> {
  const stored = await readRecord<ModelVersion>(table, keys.version(scope, modelId, versionId));
  if (!stored || !('training' in stored.value) || !stored.value.lineage) return;
  const { lineage } = stored.value;
  const delta: LineDelta = { ...lineage.delta, examples: without(lineage.delta.examples, ids) };
  const version: ModelVersion = { ...stored.value, lineage: { ...lineage, delta } };
  await table.write([versionWrite(version, stored.rev)]);
}

function without({ added, removed, relabelled }: LineDelta['examples'], ids: Ids) {
  const left = (of: readonly string[]) => of.filter((id) => !ids.has(id));
  return { added: left(added), removed: left(removed), relabelled: left(relabelled) };
}

function names(version: ModelVersion, ids: Ids): boolean {
  if (!('training' in version) || !version.lineage) return false;
  const { added, removed, relabelled } = version.lineage.delta.examples;
  return [...added, ...removed, ...relabelled].some((id) => ids.has(id));
}
