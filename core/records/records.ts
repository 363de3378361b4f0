import type { JsonObject } from '../json.ts';
import { fail } from '../errors.ts';
import type { Item, Key, Page, Query, Table, Write } from '../ports/table.ts';
import { WriteRefusedError } from '../ports/table.ts';

/** A record as read: its value and the `rev` that a change of it must still find. */
export interface Stored<T> {
  readonly value: T;
  readonly rev: number;
}

/**
 * Entities are plain readonly JSON: the table keeps them as they are, and the compiler checks who
 * writes what.
 */
export function toData(value: object): JsonObject {
  return value as JsonObject;
}

/** The entity under this key, or undefined. */
export async function readRecord<T>(table: Table, key: Key): Promise<Stored<T> | undefined> {
  const item = await table.get(key);
  return item && { value: item.data as T, rev: item.rev };
}

/** Every entity of a partition in key order, page by page. */
export async function* eachRecord<T>(table: Table, query: Query): AsyncGenerator<Stored<T>> {
  for await (const item of eachItem(table, query)) yield { value: item.data as T, rev: item.rev };
}

async function* eachItem(table: Table, query: Query): AsyncGenerator<Item> {
  let page: Page = await table.query(query);
  for (;;) {
    yield* page.items;
    if (page.next === undefined) return;
    page = await table.query({ ...query, skip: 0, after: page.next });
  }
}

/** `count` entities of a query behind the first `skip` ones: what is passed over is not read. */
export async function readSlice<T>(
  table: Table,
  query: Query,
  { skip, count }: { readonly skip: number; readonly count: number },
): Promise<T[]> {
  const slice: T[] = [];
  if (count === 0) return slice;
  for await (const { value } of eachRecord<T>(table, { ...query, skip, limit: count })) {
    slice.push(value);
    if (slice.length === count) break;
  }
  return slice;
}

/** All entities of a partition. For partitions that stay small: models, versions, concepts. */
export async function readAll<T>(table: Table, query: Query): Promise<T[]> {
  const all: T[] = [];
  for await (const { value } of eachRecord<T>(table, query)) all.push(value);
  return all;
}

/**
 * Runs a read-decide-write again while another writer gets in between, at most 10 times.
 * @throws DeeptuneError conflict when it never gets through
 */
export async function withRetry<T>(change: () => Promise<T>): Promise<T> {
  for (let attempt = 0; attempt < 10; attempt += 1) {
    try {
      return await change();
    } catch (error) {
      if (!(error instanceof WriteRefusedError)) throw error;
    }
  }
  throw fail('conflict', 'This was changed by somebody else 10 times in a row; ask again');
}

/** Writes a new entity. @throws DeeptuneError already-exists */
export async function createRecord(
  table: Table,
  write: Omit<Item, 'rev'>,
  what: string,
): Promise<void> {
  await createRecords(table, [{ put: write, if: 'absent' }], what);
}

/** Several writes at once, of which the first must be new. @throws DeeptuneError already-exists */
export async function createRecords(
  table: Table,
  writes: readonly Write[],
  what: string,
): Promise<void> {
  try {
    await table.write(writes);
  } catch (error) {
    if (error instanceof WriteRefusedError && error.reasons.includes('condition')) {
      throw fail('alreadyExists', `${what} already exists; choose another id`, error);
    }
    throw error;
  }
}
