import { existsSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import type { CountQuery, Item, Key, Page, Query, Table } from '../../core/ports/table.ts';
import { checkedQuery } from './checked-calls.ts';
import { SqliteItems } from './sqlite-items.ts';
import { itemOf, pageOf } from './sqlite-table.ts';

/**
 * A database file as it is at one instant: everything is read from the same state, whatever a host
 * at work writes meanwhile, and nothing is ever written.
 */
export class SnapshotTable implements Table {
  readonly #database: DatabaseSync;
  readonly #items: SqliteItems;

  /** @throws Error where there is no such file, or it is no database */
  constructor(path: string) {
    this.#database = openedForReading(path);
    this.#items = new SqliteItems(this.#database);
  }

  async get(key: Key): Promise<Item | undefined> {
    return itemOf(this.#items.get(key));
  }

  async query(query: Query): Promise<Page> {
    return pageOf(this.#items.page(checkedQuery(query)));
  }

  async count(query: CountQuery): Promise<number> {
    return this.#items.count(query);
  }

  write(): Promise<void> {
    return Promise.reject(new Error('A snapshot is not written to'));
  }

  /** Every partition whose key begins so. */
  partitions(prefix: string): string[] {
    const sql = 'SELECT DISTINCT pk FROM items WHERE pk >= ? AND pk < ?';
    const rows = this.#database.prepare(sql).all(prefix, `${prefix}\u{10ffff}`);
    return rows.map(({ pk }) => String(pk));
  }

  close(): void {
    this.#database.close();
  }
}

function openedForReading(path: string): DatabaseSync {
  if (!existsSync(path)) throw new Error(`There is no file ${path}`);
  const options = { readOnly: true, timeout: 5_000 };
  try {
    return begun(new DatabaseSync(path, options));
  } catch (error) {
    // A folder that cannot be written, where no host is at work: nothing can change in it either.
    if (existsSync(`${path}-wal`)) throw error;
    const still = new URL(`${pathToFileURL(path).href}?immutable=1`);
    return begun(new DatabaseSync(still, options));
  }
}

/** The state of the first read is that of all. */
function begun(database: DatabaseSync): DatabaseSync {
  try {
    database.exec('BEGIN');
    database.prepare('SELECT 1 FROM items LIMIT 1').get();
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}
