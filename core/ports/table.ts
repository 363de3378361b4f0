import type { JsonObject } from '../json.ts';

/** Address of one item. Built and parsed by `core/records/keys.ts` only. */
export interface Key {
  readonly pk: string;
  readonly sk: string;
}

export interface Item extends Key {
  /** Counts the writes of this item, from 1. What `ifRev` compares. */
  readonly rev: number;
  /** Position in the one secondary index; absent: the item is not in it. */
  readonly index?: Key;
  readonly data: JsonObject;
}

/** One write of a transaction. `if` absent: unconditional. */
export type Write =
  | { readonly put: Omit<Item, 'rev'>; readonly if?: Condition }
  | { readonly delete: Key; readonly if?: Condition }
  | { readonly check: Key; readonly if: Condition };

/**
 * `absent`: no item there. A number: the item is there with exactly this `rev`. `present`: any
 * item.
 */
export type Condition = 'absent' | 'present' | { readonly rev: number };

export interface Query {
  readonly pk: string;
  /** Only items whose sort key begins with this. */
  readonly prefix?: string;
  /**
   * Look in the secondary index: `pk` and `prefix` then mean the index key. Index reads may lag
   * behind writes.
   */
  readonly fromIndex?: boolean;
  readonly descending?: boolean;
  /** 1..1000, default 1000. */
  readonly limit?: number;
  /** `next` of the page before. */
  readonly after?: string;
  /**
   * Instead of `after`: only items behind this sort key in the order of the query. Not with
   * `fromIndex`.
   */
  readonly behind?: string;
  /**
   * So many items are passed over first, unread: at a small part of the cost of reading them.
   * Default 0.
   */
  readonly skip?: number;
}

export type CountQuery = Pick<Query, 'pk' | 'prefix' | 'fromIndex'>;

export interface Page {
  readonly items: readonly Item[];
  /** Absent: this was the last page. */
  readonly next?: string;
}

/**
 * Keyed items with conditional, all-or-nothing writes. DynamoDB on AWS, SQLite on the laptop. No
 * item has a key with an empty part, a `pk` of more than 2,048 bytes or an `sk` of more than 1,024:
 * it is not found, there is nothing to delete, and any other write there is invalid-request.
 */
export interface Table {
  /** Strongly consistent. */
  get(key: Key): Promise<Item | undefined>;
  /** In sort key order (bytes of the UTF-8 string). Strongly consistent unless `fromIndex`. */
  query(query: Query): Promise<Page>;
  /**
   * How many items the query has in all its pages together; consistent as `query` is, unless items
   * come and go meanwhile.
   */
  count(query: CountQuery): Promise<number>;
  /**
   * All or nothing, at most 100 writes, no two on the same key. A put sets `rev` to the old one
   * plus 1 (1 for a new item).
   * @throws WriteRefusedError when a condition does not hold: one reason per write, in order.
   */
  write(writes: readonly Write[]): Promise<void>;
  /** Leaves no bytes behind of what was deleted; absent: the store sees to that itself. */
  forgetDeleted?(): Promise<void>;
}

export type WriteReason = 'ok' | 'condition' | 'conflict';

/**
 * A transaction that changed nothing: `condition` is final for what the caller knew, `conflict` is
 * worth another try.
 */
export class WriteRefusedError extends Error {
  readonly reasons: readonly WriteReason[];

  constructor(reasons: readonly WriteReason[]) {
    super(`write refused: ${reasons.join(', ')}`);
    this.name = 'WriteRefusedError';
    this.reasons = reasons;
  }
}
