import { fail } from '../errors.ts';
import type { Key, Write } from './table.ts';

/** DynamoDB's limits of a partition key and a sort key, bytes of UTF-8. */
const maxBytes = { pk: 2048, sk: 1024 } as const;

const bytesOf = (text: string) => new TextEncoder().encode(text).length;

/** True where an item can lie in such a partition. */
export function isPartition(pk: string): boolean {
  return pk !== '' && bytesOf(pk) <= maxBytes.pk;
}

/** True where an item can lie there: no part is empty or too long. */
export function isPossibleKey({ pk, sk }: Key): boolean {
  return isPartition(pk) && sk !== '' && bytesOf(sk) <= maxBytes.sk;
}

/**
 * The writes that mean something: to delete what cannot be there is nothing to do.
 * @throws DeeptuneError invalid-request for any other write on a key that no item can have
 */
export function possibleWrites(writes: readonly Write[]): Write[] {
  return writes.filter((write) => {
    if ('delete' in write && write.if === undefined) return isPossibleKey(write.delete);
    const key = 'put' in write ? write.put : 'delete' in write ? write.delete : write.check;
    if (isPossibleKey(key)) return true;
    throw fail(
      'invalidRequest',
      `A key of ${bytesOf(key.pk)} and ${bytesOf(key.sk)} bytes cannot be stored: give 1 to ${maxBytes.pk} and 1 to ${maxBytes.sk}`,
    );
  });
}
