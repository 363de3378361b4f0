import type { DatabaseSync, SQLInputValue, SQLOutputValue } from 'node:sqlite';
import type { JsonObject } from '../../core/json.ts';
import { fail } from '../../core/errors.ts';
import type {
  CountQuery,
  Item,
  Key,
  Page,
  Query,
  Table,
  Write,
  WriteReason,
} from '../../core/ports/table.ts';
import { WriteRefusedError } from '../../core/ports/table.ts';
import { possibleWrites } from '../../core/ports/table-key.ts';
import { databaseOf, inTransaction } from './sqlite-database.ts';
import { keyCondition, keysOnly, nextOf, positionColumns, positionToken } from './sqlite-query.ts';

const schema = `
  CREATE TABLE IF NOT EXISTS items (
    pk TEXT NOT NULL, sk TEXT NOT NULL, rev INTEGER NOT NULL,
    indexPk TEXT, indexSk TEXT, data TEXT NOT NULL,
    PRIMARY KEY (pk, sk)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS itemsByKey ON items (pk, sk);
  CREATE INDEX IF NOT EXISTS itemsByIndex ON items (indexPk, indexSk, pk, sk) WHERE indexPk IS NOT NULL;
`;

const maxWrites = 100;

/**
 * `Table` in one SQLite file. Every call is a single synchronous transaction, so index reads never
 * lag here.
 */
export class SqliteTable implements Table {
  readonly #database: DatabaseSync;
  readonly #owned: boolean;

  /**
   * @param source path of the database file (created), or an open database that stays the caller's
   * to close
   */
  constructor(source: string | DatabaseSync) {
    ({ database: this.#database, owned: this.#owned } = databaseOf(source));
    this.#database.exec(schema);
  }

  async get(key: Key): Promise<Item | undefined> {
    const row = this.#database
      .prepare('SELECT * FROM items WHERE pk = ? AND sk = ?')
      .get(key.pk, key.sk);
    return row && itemOf(row);
  }

  /** @throws DeeptuneError invalid-request: `limit` out of 1..1000, `after` that no page gave */
  async query(query: Query): Promise<Page> {
    const limit = query.limit ?? 1_000;
    if (!Number.isInteger(limit) || limit < 1 || limit > 1_000) {
      throw fail('invalidRequest', `limit is ${limit}: give a whole number from 1 to 1000`);
    }
    if (query.skip) return this.#queryBehind(query, query.skip);
    const { sql, values } = keyCondition(query);
    const rows = this.#database
      .prepare(`SELECT * FROM items WHERE ${sql} LIMIT ?`)
      .all(...values, limit + 1);
    const items = rows.slice(0, limit).map(itemOf);
    return rows.length > limit ? { items, next: nextOf(query, items) } : { items };
  }

  async count(query: CountQuery): Promise<number> {
    const { sql, values } = keyCondition(query);
    const row = this.#database
      .prepare(`SELECT COUNT(*) AS count FROM ${keysOnly(query)} WHERE ${sql}`)
      .get(...values);
    return Number(row?.['count']);
  }

  async write(writes: readonly Write[]): Promise<void> {
    refuseUnlessDistinct(writes);
    const possible = possibleWrites(writes);
    try {
      inTransaction(this.#database, () => this.#writeAll(possible));
    } catch (error) {
      if (isBusy(error)) throw new WriteRefusedError(writes.map(() => 'conflict'));
      throw error;
    }
  }

  /** What was deleted is zero in the database; the log of writes still has pages of before. */
  async forgetDeleted(): Promise<void> {
    this.#database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  }

  /** Closes the database file, unless it was given open. */
  close(): void {
    if (this.#owned) this.#database.close();
  }

  async #queryBehind({ skip: _skip, ...query }: Query, skip: number): Promise<Page> {
    const { sql, values } = keyCondition(query);
    const last = this.#database
      .prepare(
        `SELECT ${positionColumns(query)} FROM ${keysOnly(query)} WHERE ${sql} LIMIT 1 OFFSET ?`,
      )
      .get(...values, skip - 1);
    return last ? this.query({ ...query, after: positionToken(query, last) }) : { items: [] };
  }

  #writeAll(writes: readonly Write[]): void {
    const revs = writes.map((write) => this.#revOf(keyOf(write)));
    const reasons = writes.map((write, n): WriteReason =>
      conditionHolds(write.if, revs[n]) ? 'ok' : 'condition',
    );
    if (reasons.includes('condition')) throw new WriteRefusedError(reasons);
    writes.forEach((write, n) => this.#apply(write, revs[n]));
  }

  #revOf({ pk, sk }: Key): number | undefined {
    const row = this.#database.prepare('SELECT rev FROM items WHERE pk = ? AND sk = ?').get(pk, sk);
    return row && Number(row['rev']);
  }

  #apply(write: Write, rev: number | undefined): void {
    if ('put' in write) {
      const { pk, sk, index, data } = write.put;
      const row: SQLInputValue[] = [pk, sk, (rev ?? 0) + 1, index?.pk ?? null, index?.sk ?? null];
      this.#database
        .prepare('INSERT OR REPLACE INTO items VALUES (?, ?, ?, ?, ?, ?)')
        .run(...row, JSON.stringify(data));
    } else if ('delete' in write) {
      const { pk, sk } = write.delete;
      this.#database.prepare('DELETE FROM items WHERE pk = ? AND sk = ?').run(pk, sk);
    }
  }
}

function keyOf(write: Write): Key {
  if ('put' in write) return write.put;
  return 'delete' in write ? write.delete : write.check;
}

function conditionHolds(condition: Write['if'], rev: number | undefined): boolean {
  if (condition === undefined) return true;
  if (condition === 'absent') return rev === undefined;
  if (condition === 'present') return rev !== undefined;
  return rev === condition.rev;
}

function refuseUnlessDistinct(writes: readonly Write[]): void {
  if (writes.length > maxWrites) {
    throw fail(
      'invalidRequest',
      `${writes.length} writes in one transaction: at most ${maxWrites}`,
    );
  }
  const seen = new Set<string>();
  for (const { pk, sk } of writes.map(keyOf)) {
    const name = JSON.stringify([pk, sk]);
    if (seen.has(name)) {
      throw fail('invalidRequest', `two writes on ${name} in one transaction: give one per key`);
    }
    seen.add(name);
  }
}

function itemOf(row: Record<string, SQLOutputValue>): Item {
  const { pk, sk, rev, indexPk, indexSk, data } = row;
  return {
    pk: String(pk),
    sk: String(sk),
    rev: Number(rev),
    ...(indexPk === null ? {} : { index: { pk: String(indexPk), sk: String(indexSk) } }),
    data: JSON.parse(String(data)) as JsonObject,
  };
}

const sqliteBusy = 5;

function isBusy(error: unknown): boolean {
  // The low byte is the primary result code: SQLITE_BUSY and its extended kinds.
  const code = (error as { errcode?: unknown }).errcode;
  return typeof code === 'number' && (code & 0xff) === sqliteBusy;
}
