import type { Dependencies } from '../ports/host.ts';
import type { Query } from '../ports/table.ts';
import { keys } from '../records/keys.ts';
import type { Scope } from '../records/keys.ts';
import { readRecord } from '../records/records.ts';
import { isOpen } from './model-version.ts';
import type { Model } from './model.ts';
import { listVersions } from './version-store.ts';

/**
 * Takes a deleted model's settled versions away, and the model itself when none is left. Does
 * nothing for any other model.
 */
export async function finishDeletion(
  scope: Scope,
  modelId: string,
  deps: Pick<Dependencies, 'table'>,
): Promise<void> {
  const stored = await readRecord<Model>(deps.table, keys.model(scope, modelId));
  if (stored?.value.deletedAt === undefined) return;
  const versions = await listVersions(deps.table, scope, modelId);
  for (const { id } of versions.filter((version) => !isOpen(version)))
    await deps.table.write([{ delete: keys.version(scope, modelId, id) }]);
  if (versions.some(isOpen)) return;
  // Its quotes name its concepts; what was billed under them stands in the usage records.
  await deleteAll(keys.quotesOfModel(scope, modelId), deps);
  // Another model of this id begins anew.
  await deleteAll(keys.promotionsOf(scope, modelId), deps);
  await deps.table.write([{ delete: keys.model(scope, modelId) }]);
}

async function deleteAll(query: Query, { table }: Pick<Dependencies, 'table'>): Promise<void> {
  const some = { ...query, limit: 100 };
  let { items } = await table.query(some);
  while (items.length > 0) {
    await table.write(items.map(({ pk, sk }) => ({ delete: { pk, sk } })));
    ({ items } = await table.query(some));
  }
}
