import type { DatabaseSync } from 'node:sqlite';
import type { CountQuery, Item, Key, Page, Query, Table, Write } from '../../core/ports/table.ts';
import { checkedQuery, checkedWrites } from './checked-calls.ts';
import type { Outcome, TextPage, TextWrite } from './sqlite-items.ts';
import { SqliteItems } from './sqlite-items.ts';
import { assertWritten, itemOf, pageOf } from './sqlite-table.ts';
import { errorFromMessage } from './table-messages.ts';
import { TableThread } from './table-thread.ts';
import { Turn } from './turn.ts';

/** Groups of writes that are made safe together: as many as come while the disk is busy. */
const maxGroups = 50;

interface WaitingWrite {
  readonly writes: readonly TextWrite[];
  readonly resolve: (outcome: Outcome) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * `Table` in one SQLite file for a server: single items are read in place (microseconds, and never
 * behind a writer: the log is written ahead), everything longer in a thread that reads, and writes
 * in another that waits for the disk. What waits meanwhile is made safe together, so that many
 * callers share one wait for the disk.
 */
export class ThreadedTable implements Table {
  readonly #items: SqliteItems;
  readonly #reader: TableThread;
  readonly #writer: TableThread;
  readonly #turn = new Turn();
  #waiting: WaitingWrite[] = [];
  #isWriting = false;

  /**
   * @param path of the database file
   * @param database the same file, open in this thread; it stays the caller's to close
   */
  constructor(path: string, database: DatabaseSync) {
    SqliteItems.createSchema(database);
    this.#items = new SqliteItems(database);
    this.#reader = new TableThread({ path, isReader: true });
    this.#writer = new TableThread({ path, isReader: false });
  }

  async get(key: Key): Promise<Item | undefined> {
    if (this.#turn.isOver()) await this.#turn.mayGoOn();
    return itemOf(this.#items.get(key));
  }

  /** @throws DeeptuneError invalid-request: `limit` out of 1..1000, `after` that no page gave */
  async query(query: Query): Promise<Page> {
    return pageOf(await this.#reader.ask<TextPage>({ kind: 'page', query: checkedQuery(query) }));
  }

  count(query: CountQuery): Promise<number> {
    return this.#reader.ask({ kind: 'count', query });
  }

  /** @throws DeeptuneError storage-full where the disk is */
  async write(writes: readonly Write[]): Promise<void> {
    const checked = checkedWrites(writes);
    const outcome = await new Promise<Outcome>((resolve, reject) => {
      this.#waiting.push({ writes: checked, resolve, reject });
      void this.#writeWaiting();
    });
    assertWritten(outcome, writes.length);
  }

  /** Writes that wait meanwhile come after it. */
  forgetDeleted(): Promise<void> {
    return this.#writer.ask({ kind: 'empty-log' });
  }

  /** Ends both threads when all that was asked is done. */
  async close(): Promise<void> {
    await Promise.all([this.#reader.close(), this.#writer.close()]);
  }

  async #writeWaiting(): Promise<void> {
    if (this.#isWriting) return;
    this.#isWriting = true;
    while (this.#waiting.length > 0) await this.#writeNext(this.#waiting.splice(0, maxGroups));
    this.#isWriting = false;
  }

  async #writeNext(batch: readonly WaitingWrite[]): Promise<void> {
    try {
      const groups = batch.map(({ writes }) => writes);
      const outcomes = await this.#writer.ask<Outcome[]>({ kind: 'write', groups });
      batch.forEach(({ resolve }, n) => resolve(revived(outcomes[n] ?? 'written')));
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  }
}

function revived(outcome: Outcome): Outcome {
  if (typeof outcome !== 'object' || !('error' in outcome)) return outcome;
  return { error: errorFromMessage(outcome.error) };
}
