import type { DatabaseSync } from 'node:sqlite';
import type { CountQuery, Item, Key, Page, Query, Table, Write } from '../../core/ports/table.ts';
import { WriteRefusedError } from '../../core/ports/table.ts';
import { checkedQuery, checkedWrites } from './checked-calls.ts';
import { databaseOf, emptyLog, isBusy, storageError } from './sqlite-database.ts';
import type { Outcome, TextPage } from './sqlite-items.ts';
import { SqliteItems } from './sqlite-items.ts';

/**
 * `Table` in one SQLite file, in the thread that asks: for tools and tests. Every call is a single
 * synchronous transaction, so index reads never lag here.
 */
export class SqliteTable implements Table {
  readonly #database: DatabaseSync;
  readonly #owned: boolean;
  readonly #items: SqliteItems;

  /**
   * @param source path of the database file (created), or an open database that stays the caller's
   * to close
   */
  constructor(source: string | DatabaseSync) {
    ({ database: this.#database, owned: this.#owned } = databaseOf(source));
    SqliteItems.createSchema(this.#database);
    this.#items = new SqliteItems(this.#database);
  }

  async get(key: Key): Promise<Item | undefined> {
    return itemOf(this.#items.get(key));
  }

  /** @throws DeeptuneError invalid-request: `limit` out of 1..1000, `after` that no page gave */
  async query(query: Query): Promise<Page> {
    return pageOf(this.#items.page(checkedQuery(query)));
  }

  async count(query: CountQuery): Promise<number> {
    return this.#items.count(query);
  }

  /** @throws DeeptuneError storage-full where the disk is */
  async write(writes: readonly Write[]): Promise<void> {
    const [outcome] = this.#items.write([checkedWrites(writes)]);
    if (outcome !== undefined) assertWritten(outcome, writes.length);
  }

  async forgetDeleted(): Promise<void> {
    emptyLog(this.#database);
  }

  /** Closes the database file, unless it was given open. */
  close(): void {
    if (this.#owned) this.#database.close();
  }
}

/** An item from its JSON. */
export function itemOf(text: string | undefined): Item | undefined {
  return text === undefined ? undefined : (JSON.parse(text) as Item);
}

/** A page from its JSON. */
export function pageOf({ text, next }: TextPage): Page {
  const items = JSON.parse(text) as Item[];
  return next === undefined ? { items } : { items, next };
}

/** @throws WriteRefusedError, DeeptuneError storage-full, or what SQLite threw */
export function assertWritten(outcome: Outcome, writes: number): void {
  if (outcome === 'written') return;
  if (!('error' in outcome)) throw new WriteRefusedError(outcome);
  if (isBusy(outcome.error))
    throw new WriteRefusedError(Array.from({ length: writes }, () => 'conflict'));
  throw storageError(outcome.error);
}
