import { fail } from '../../errors.ts';
import { keys } from '../../records/keys.ts';
import type { Scope } from '../../records/keys.ts';
import { eachRecord, toData } from '../../records/records.ts';
import type { Dependencies } from '../../ports/host.ts';
import type { Write } from '../../ports/table.ts';
import type { DeletedInput, Input } from './input.ts';
import { inBatches } from './store-input.ts';

/**
 * Every input of an app, by id, read while it is walked through: an app may have more of them than
 * fit into memory.
 * @param behind only those behind this id, whether there is such an input or not
 */
export async function* eachInput(
  scope: Scope,
  deps: Pick<Dependencies, 'table'>,
  behind?: string,
): AsyncGenerator<Input> {
  const query = { ...keys.inputsOf(scope), ...(behind === undefined ? {} : { behind }) };
  for await (const { value } of eachRecord<Input>(deps.table, query)) yield value;
}

/** How many inputs an app has, and how many of them could not be ingested. */
export async function countInputs(
  scope: Scope,
  { table }: Pick<Dependencies, 'table'>,
): Promise<{ all: number; invalid: number }> {
  const [all, invalid] = await Promise.all([
    table.count(keys.inputsOf(scope)),
    table.count({ pk: keys.invalidInputsOf(scope), fromIndex: true }),
  ]);
  return { all, invalid };
}

/** Deletions of one table transaction of 100 writes: each takes two. */
const deletedAtOnce = 50;

/**
 * Most inputs that one request deletes or changes: what fits well inside the 29 seconds that a
 * Lambda behind API Gateway has.
 */
export const maxChangesPerRequest = 5_000;

/**
 * Dataset versions that hold these inputs keep them: what is frozen does not change. That they were
 * deleted is recorded, so that no training learns from them again. Unknown ids are no error.
 */
export async function deleteInputs(
  scope: Scope,
  ids: readonly string[],
  deps: Pick<Dependencies, 'table' | 'now'>,
): Promise<void> {
  const found = await inBatches([...new Set(ids)], (id) => deps.table.get(keys.input(scope, id)));
  const there = found.flatMap((item) => (item ? [item.sk] : []));
  for (let at = 0; at < there.length; at += deletedAtOnce) {
    const some = there.slice(at, at + deletedAtOnce);
    await deps.table.write(some.flatMap((id) => deletion(scope, id, deps.now())));
  }
}

function deletion(scope: Scope, id: string, deletedAt: string): Write[] {
  const record: DeletedInput = { id, deletedAt };
  const put = { ...keys.deletedInput(scope, id), data: toData(record) };
  return [{ delete: keys.input(scope, id) }, { put }];
}

/**
 * Deletes every input of an app, as many as one request may.
 * @throws DeeptuneError unfinished where some are left: the same request goes on
 */
export async function deleteAllInputs(
  scope: Scope,
  deps: Pick<Dependencies, 'table' | 'now'>,
): Promise<void> {
  const ids: string[] = [];
  for await (const { id } of eachInput(scope, deps)) {
    ids.push(id);
    if (ids.length > maxChangesPerRequest) break;
  }
  await deleteInputs(scope, ids.slice(0, maxChangesPerRequest), deps);
  if (ids.length > maxChangesPerRequest)
    throw fail(
      'unfinished',
      `${maxChangesPerRequest} inputs were deleted and some are left; send the same request again`,
    );
}
