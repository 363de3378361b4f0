import { fail } from '../errors.ts';
import { keys } from '../ports/keys.ts';
import type { Scope } from '../ports/keys.ts';
import { eachRecord, readAll } from '../ports/records.ts';
import type { Dependencies } from '../training/dependencies.ts';
import type { Input } from './input.ts';

/** Every input of an app, by id. */
export function listInputs(scope: Scope, deps: Pick<Dependencies, 'table'>): Promise<Input[]> {
  return readAll<Input>(deps.table, keys.inputsOf(scope));
}

/** Deletions of one table transaction. */
const deletedAtOnce = 100;

/** Most inputs that one request deletes or changes: what fits well inside the 29 seconds that a Lambda behind API Gateway has. */
export const mostChangesPerRequest = 5_000;

/** Dataset versions that hold these inputs keep them: what is frozen does not change. Unknown ids are no error. */
export async function deleteInputs(
  scope: Scope,
  ids: readonly string[],
  deps: Pick<Dependencies, 'table'>,
): Promise<void> {
  const distinct = [...new Set(ids)];
  for (let at = 0; at < distinct.length; at += deletedAtOnce) {
    const some = distinct.slice(at, at + deletedAtOnce);
    await deps.table.write(some.map((id) => ({ delete: keys.input(scope, id) })));
  }
}

/**
 * Deletes every input of an app, as many as one request may.
 * @throws DeeptuneError unfinished where some are left: the same request goes on
 */
export async function deleteAllInputs(
  scope: Scope,
  deps: Pick<Dependencies, 'table'>,
): Promise<void> {
  const ids: string[] = [];
  for await (const { value } of eachRecord<Input>(deps.table, keys.inputsOf(scope))) {
    ids.push(value.id);
    if (ids.length > mostChangesPerRequest) break;
  }
  await deleteInputs(scope, ids.slice(0, mostChangesPerRequest), deps);
  if (ids.length > mostChangesPerRequest)
    throw fail(
      'unfinished',
      `${mostChangesPerRequest} inputs were deleted and some are left; send the same request again`,
    );
}
