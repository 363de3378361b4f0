import { DatabaseSync } from 'node:sqlite';
import type { CountQuery, Item, Key, Page, Query, Table, Write } from '../../core/ports/table.ts';
import { checkedQuery } from './checked-calls.ts';
import { SqliteItems } from './sqlite-items.ts';
import { itemOf, pageOf } from './sqlite-table.ts';
import { Turn } from './turn.ts';

/**
 * `Table` for a thread that may hold its own event loop for some milliseconds: it reads the file
 * itself, and hands its writes to the thread that makes all of them safe together.
 */
export class ReadingTable implements Table {
  readonly #database: DatabaseSync;
  readonly #items: SqliteItems;
  readonly #turn = new Turn();
  readonly write: (writes: readonly Write[]) => Promise<void>;

  /** @param path of a database file that is there */
  constructor(path: string, write: (writes: readonly Write[]) => Promise<void>) {
    this.#database = new DatabaseSync(path, { readOnly: true, timeout: 5_000 });
    this.#items = new SqliteItems(this.#database);
    this.write = write;
  }

  async get(key: Key): Promise<Item | undefined> {
    await this.#turn.mayGoOn();
    return itemOf(this.#items.get(key));
  }

  /** @throws DeeptuneError invalid-request: `limit` out of 1..1000, `after` that no page gave */
  async query(query: Query): Promise<Page> {
    await this.#turn.mayGoOn();
    return pageOf(this.#items.page(checkedQuery(query)));
  }

  async count(query: CountQuery): Promise<number> {
    await this.#turn.mayGoOn();
    return this.#items.count(query);
  }

  close(): void {
    this.#database.close();
  }
}
