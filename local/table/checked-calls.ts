import { fail } from '../../core/errors.ts';
import { possibleWrites } from '../../core/ports/table-key.ts';
import type { Query, Write } from '../../core/ports/table.ts';
import type { TextWrite } from './sqlite-items.ts';
import { keyOf, toText } from './sqlite-items.ts';
import { keyCondition } from './sqlite-query.ts';

const maxWrites = 100;

/** @throws DeeptuneError invalid-request: `limit` out of 1..1000, `after` that no page gave */
export function checkedQuery(query: Query): Query {
  const { limit = 1_000 } = query;
  if (!Number.isInteger(limit) || limit < 1 || limit > 1_000)
    throw fail('invalidRequest', `limit is ${limit}: give a whole number from 1 to 1000`);
  keyCondition(query);
  return query;
}

/**
 * The writes that mean something, as they are stored.
 * @throws DeeptuneError invalid-request: more than 100, two on one key, a key or an item that
 *   cannot be stored
 */
export function checkedWrites(writes: readonly Write[]): TextWrite[] {
  if (writes.length > maxWrites)
    throw fail(
      'invalidRequest',
      `${writes.length} writes in one transaction: at most ${maxWrites}`,
    );
  const seen = new Set<string>();
  for (const { pk, sk } of writes.map(keyOf)) {
    const name = JSON.stringify([pk, sk]);
    if (seen.has(name))
      throw fail('invalidRequest', `two writes on ${name} in one transaction: give one per key`);
    seen.add(name);
  }
  return possibleWrites(writes).map(toText);
}
