import { fail } from '../../core/errors.ts';
import type { Json, JsonObject } from '../../core/json.ts';
import { possibleWrites } from '../../core/ports/table-key.ts';
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

/**
 * `Table` in memory: what the properties run on, some ten times as fast as SQLite. What it gives is
 * frozen: whoever changes what he has read is found out.
 */
export class MemoryTable implements Table {
  readonly #partitions = new Map<string, Map<string, Item>>();
  readonly #indexed = new Map<string, Set<Item>>();

  async get({ pk, sk }: Key): Promise<Item | undefined> {
    return this.#partitions.get(pk)?.get(sk);
  }

  /** @throws DeeptuneError invalid-request: `limit` out of 1..1000, `after` that no page gave */
  async query(query: Query): Promise<Page> {
    const { limit = 1_000, skip = 0 } = query;
    if (!Number.isInteger(limit) || limit < 1 || limit > 1_000)
      throw fail('invalidRequest', `limit is ${limit}: give a whole number from 1 to 1000`);
    const start = startOf(query);
    const found = this.#found(query);
    const behind = start ? found.filter((item) => isBehind(item, start, query)) : found;
    const items = behind.slice(skip, skip + limit);
    const last = items.at(-1);
    return last !== undefined && behind.length > skip + limit
      ? { items, next: JSON.stringify(positionOf(last, query)) }
      : { items };
  }

  async count(query: CountQuery): Promise<number> {
    return this.#found(query).length;
  }

  async write(writes: readonly Write[]): Promise<void> {
    this.writeNow(writes);
  }

  /** As `write`, there and then. */
  writeNow(writes: readonly Write[]): void {
    if (writes.length > 100)
      throw fail('invalidRequest', `${writes.length} writes in one transaction: at most 100`);
    const names = new Set(writes.map((write) => JSON.stringify(keyOf(write))));
    if (names.size < writes.length)
      throw fail('invalidRequest', 'Two writes on one key in one transaction: give one per key');
    const reasons = possibleWrites(writes).map((write): WriteReason =>
      this.#isAllowed(write) ? 'ok' : 'condition',
    );
    if (reasons.includes('condition')) throw new WriteRefusedError(reasons);
    for (const write of possibleWrites(writes)) this.#apply(write);
  }

  /** Every item, in no order. */
  all(): Item[] {
    return [...this.#partitions.values()].flatMap((items) => [...items.values()]);
  }

  #found(query: CountQuery & Pick<Query, 'descending'>): Item[] {
    const { pk, prefix = '', fromIndex = false } = query;
    const partition = fromIndex ? this.#indexed.get(pk) : this.#partitions.get(pk)?.values();
    const items = [...(partition ?? [])].filter((item) => leadOf(item, query).startsWith(prefix));
    return items.sort((a, b) => inOrder(positionOf(a, query), positionOf(b, query), query));
  }

  #isAllowed(write: Write): boolean {
    const { pk, sk } = keyOf(write);
    const there = this.#partitions.get(pk)?.get(sk);
    if (write.if === undefined) return true;
    if (write.if === 'absent') return there === undefined;
    if (write.if === 'present') return there !== undefined;
    return there?.rev === write.if.rev;
  }

  #apply(write: Write): void {
    if ('check' in write) return;
    const { pk, sk } = keyOf(write);
    const partition = this.#partitions.get(pk) ?? new Map<string, Item>();
    this.#partitions.set(pk, partition);
    const before = partition.get(sk);
    if (before?.index) this.#indexed.get(before.index.pk)?.delete(before);
    partition.delete(sk);
    if ('put' in write) this.#put(write.put, (before?.rev ?? 0) + 1, partition);
  }

  #put(put: Omit<Item, 'rev'>, rev: number, partition: Map<string, Item>): void {
    const { pk, sk, index } = put;
    const data = frozen(put.data) as JsonObject;
    const item: Item = Object.freeze({
      ...{ pk, sk, rev },
      ...(index ? { index: { pk: index.pk, sk: index.sk } } : {}),
      data,
    });
    partition.set(sk, item);
    if (!index) return;
    const there = this.#indexed.get(index.pk) ?? new Set();
    this.#indexed.set(index.pk, there.add(item));
  }
}

function keyOf(write: Write): Key {
  const { pk, sk } = 'put' in write ? write.put : 'delete' in write ? write.delete : write.check;
  return { pk, sk };
}

/** A copy as JSON keeps it, which nobody can change. */
function frozen(value: Json): Json {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return Object.freeze(value.map((each) => frozen(each ?? null)));
  const copy: Record<string, Json> = {};
  for (const [key, each] of Object.entries(value)) if (each !== undefined) copy[key] = frozen(each);
  return Object.freeze(copy);
}

type Shape = Pick<Query, 'fromIndex' | 'descending'>;

function leadOf(item: Item, { fromIndex }: Shape): string {
  return fromIndex ? item.index!.sk : item.sk;
}

/** Several items may share one index position: their own key then decides. */
function positionOf(item: Item, query: Shape): string[] {
  return query.fromIndex ? [item.index!.sk, item.pk, item.sk] : [item.sk];
}

function startOf(query: Query): string[] | undefined {
  if (query.after === undefined) return query.behind === undefined ? undefined : [query.behind];
  try {
    const position: unknown = JSON.parse(query.after);
    const length = query.fromIndex ? 3 : 1;
    if (Array.isArray(position) && position.length === length) return position.map(String);
  } catch {
    // Not JSON: refused below like every other text that no page gave.
  }
  throw fail('invalidRequest', `no page ends at ${query.after}: give the next of a page`);
}

function isBehind(item: Item, start: readonly string[], query: Shape): boolean {
  return inOrder(positionOf(item, query), start, query) > 0;
}

function inOrder(a: readonly string[], b: readonly string[], { descending }: Shape): number {
  for (let part = 0; part < a.length; part += 1) {
    const order = byBytes(a[part]!, b[part]!);
    if (order !== 0) return descending ? -order : order;
  }
  return 0;
}

/** The order of UTF-8 bytes, which is that of code points; that of UTF-16 is another. */
function byBytes(a: string, b: string): number {
  if (a === b) return 0;
  if (/[\ud800-\udfff]/.test(a + b)) return Buffer.compare(Buffer.from(a), Buffer.from(b));
  return a < b ? -1 : 1;
}
