import type { DatabaseSync, SQLOutputValue, StatementSync } from 'node:sqlite';
import type { CountQuery, Item, Key, Query, Write, WriteReason } from '../../core/ports/table.ts';
import { inTransaction } from './sqlite-database.ts';
import { keyCondition, keysOnly, positionColumns, positionToken } from './sqlite-query.ts';

const schema = `
  CREATE TABLE IF NOT EXISTS items (
    pk TEXT NOT NULL, sk TEXT NOT NULL, rev INTEGER NOT NULL,
    indexPk TEXT, indexSk TEXT, data TEXT NOT NULL,
    PRIMARY KEY (pk, sk)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS itemsByKey ON items (pk, sk);
  CREATE INDEX IF NOT EXISTS itemsByIndex ON items (indexPk, indexSk, pk, sk) WHERE indexPk IS NOT NULL;
`;

/**
 * Characters of JSON on one page, unless its first item alone has more: what the event loop parses
 * in a millisecond or two. DynamoDB ends its pages at a megabyte.
 */
const maxPageLength = 256_000;

/** A write whose data is JSON already: how it crosses from one thread to another. */
export type TextWrite =
  | {
      readonly put: Omit<Item, 'rev' | 'data'>;
      readonly text: string;
      readonly if?: Write['if'];
    }
  | Exclude<Write, { readonly put: unknown }>;

/** A page whose items are a JSON list still. */
export interface TextPage {
  readonly text: string;
  readonly next?: string;
}

/** What became of one group of writes. */
export type Outcome =
  | 'written'
  /** One reason per write, in order. */
  | readonly WriteReason[]
  | { readonly error: unknown };

/** The items of a database: synchronous, for the thread that may wait. */
export class SqliteItems {
  readonly #database: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();

  /** Makes the tables where they are missing. */
  static createSchema(database: DatabaseSync): void {
    database.exec(schema);
  }

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  /** The item as JSON. */
  get({ pk, sk }: Key): string | undefined {
    const row = this.#prepare('SELECT * FROM items WHERE pk = ? AND sk = ?').get(pk, sk);
    return row && textOf(row);
  }

  /** @throws DeeptuneError invalid-request: `after` that no page gave */
  page(query: Query): TextPage {
    return query.skip ? this.#pageBehind(query, query.skip) : this.#page(query);
  }

  count(query: CountQuery): number {
    const { sql, values } = keyCondition(query);
    const row = this.#prepare(`SELECT COUNT(*) AS count FROM ${keysOnly(query)} WHERE ${sql}`).get(
      ...values,
    );
    return Number(row?.['count']);
  }

  /**
   * Groups of writes, each all or nothing and in order, made safe on the disk together: that costs
   * the same for one and for many. Where they fail together each is tried alone, so that none fails
   * for another.
   */
  write(groups: readonly (readonly TextWrite[])[]): Outcome[] {
    try {
      return inTransaction(this.#database, () => groups.map((group) => this.#writeGroup(group)));
    } catch (error) {
      if (groups.length === 1) return [{ error }];
      return groups.flatMap((group) => this.write([group]));
    }
  }

  #page(query: Query): TextPage {
    const limit = query.limit ?? 1_000;
    const { sql, values } = keyCondition(query);
    const rows = this.#prepare(`SELECT * FROM items WHERE ${sql} LIMIT ?`);
    const texts: string[] = [];
    let length = 0;
    let last: Record<string, SQLOutputValue> | undefined;
    for (const row of rows.iterate(...values, limit + 1)) {
      const text = textOf(row);
      length += text.length;
      if (last && (texts.length === limit || length > maxPageLength))
        return { text: `[${texts.join()}]`, next: positionToken(query, last) };
      texts.push(text);
      last = row;
    }
    return { text: `[${texts.join()}]` };
  }

  #pageBehind({ skip: _skip, ...query }: Query, skip: number): TextPage {
    const { sql, values } = keyCondition(query);
    const last = this.#prepare(
      `SELECT ${positionColumns(query)} FROM ${keysOnly(query)} WHERE ${sql} LIMIT 1 OFFSET ?`,
    ).get(...values, skip - 1);
    if (!last) return { text: '[]' };
    return this.#page({ ...query, after: positionToken(query, last) });
  }

  #writeGroup(writes: readonly TextWrite[]): Outcome {
    const revs = writes.map((write) => this.#revOf(keyOf(write)));
    const reasons = writes.map((write, n): WriteReason =>
      conditionHolds(write.if, revs[n]) ? 'ok' : 'condition',
    );
    if (reasons.includes('condition')) return reasons;
    writes.forEach((write, n) => this.#apply(write, revs[n]));
    return 'written';
  }

  #revOf({ pk, sk }: Key): number | undefined {
    const row = this.#prepare('SELECT rev FROM items WHERE pk = ? AND sk = ?').get(pk, sk);
    return row && Number(row['rev']);
  }

  #apply(write: TextWrite, rev: number | undefined): void {
    if ('put' in write) {
      const { pk, sk, index } = write.put;
      this.#prepare('INSERT OR REPLACE INTO items VALUES (?, ?, ?, ?, ?, ?)').run(
        ...[pk, sk, (rev ?? 0) + 1, index?.pk ?? null, index?.sk ?? null, write.text],
      );
    } else if ('delete' in write) {
      const { pk, sk } = write.delete;
      this.#prepare('DELETE FROM items WHERE pk = ? AND sk = ?').run(pk, sk);
    }
  }

  /** Compiled once: there are as many statements as kinds of query. */
  #prepare(sql: string): StatementSync {
    const known = this.#statements.get(sql);
    if (known) return known;
    const statement = this.#database.prepare(sql);
    this.#statements.set(sql, statement);
    return statement;
  }
}

/** What a write is about. */
export function keyOf(write: Write | TextWrite): Key {
  if ('put' in write) return write.put;
  return 'delete' in write ? write.delete : write.check;
}

/** A write as it is stored. */
export function toText(write: Write): TextWrite {
  if (!('put' in write)) return write;
  const { data, ...put } = write.put;
  return { put, text: JSON.stringify(data), ...(write.if === undefined ? {} : { if: write.if }) };
}

function conditionHolds(condition: Write['if'], rev: number | undefined): boolean {
  if (condition === undefined) return true;
  if (condition === 'absent') return rev === undefined;
  if (condition === 'present') return rev !== undefined;
  return rev === condition.rev;
}

/** An `Item` as JSON; its data is JSON already. */
function textOf({ pk, sk, rev, indexPk, indexSk, data }: Record<string, SQLOutputValue>): string {
  const quoted = (value: SQLOutputValue | undefined) => JSON.stringify(String(value));
  const index =
    indexPk === null ? '' : `"index":{"pk":${quoted(indexPk)},"sk":${quoted(indexSk)}},`;
  return `{"pk":${quoted(pk)},"sk":${quoted(sk)},"rev":${Number(rev)},${index}"data":${String(data)}}`;
}
