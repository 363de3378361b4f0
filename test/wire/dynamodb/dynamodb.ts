import type { Attributes } from './dynamo-expressions.ts';
import { holds, invalid, keyCondition, Placeholders, updated } from './dynamo-expressions.ts';
import { checkItem, sizeOf } from './dynamo-limits.ts';
import { JsonService } from '../protocol/json-service.ts';
import type { Loose } from '../protocol/wire.ts';
import { WireError } from '../protocol/wire.ts';

const pageBytes = 1024 * 1024;
const tokenLifeMs = 10 * 60 * 1000;

interface Change {
  readonly at: number;
  readonly key: string;
  readonly item: Attributes | undefined;
}

/** What one request did to one item. */
export interface CommittedChange {
  readonly before: Attributes | undefined;
  readonly after: Attributes | undefined;
}

/**
 * Tables with string keys `pk`, `sk` and an index `index` on `ipk`, `isk`; any table name exists.
 */
export class FakeDynamoDb extends JsonService {
  /** How long the index lags behind the table, milliseconds. */
  indexLagMs = 0;
  /** Told of every request that changed something, with all that it changed. */
  onCommit: (changes: readonly CommittedChange[]) => void = () => undefined;
  readonly #now: () => number;
  readonly #items = new Items('pk');
  readonly #indexed = new Items('ipk');
  #unindexed: Change[] = [];
  readonly #tokens = new Map<string, { at: number; body: string }>();
  readonly #cancellations: string[][] = [];

  constructor(now: () => number) {
    super('dynamodb', 'DynamoDB_20120810');
    this.#now = now;
  }

  /**
   * The next transaction is cancelled with these codes, one per write: `TransactionConflict`,
   * `None` …
   */
  cancelOnce(codes: string[]): void {
    this.#cancellations.push(codes);
  }

  /** Everything in all tables: what a test compares before and after. */
  dump(): readonly Attributes[] {
    return [...this.#items.all()].sort(byKey).map(([, item]) => item);
  }

  /** One item, as it is now. */
  find(tableName: string, pk: string, sk: string): Attributes | undefined {
    return this.#items.get(keyOf(tableName, { pk: { S: pk }, sk: { S: sk } }));
  }

  /** Names of the tables that hold anything. */
  tables(): readonly string[] {
    return [...new Set([...this.#items.all()].map(([key]) => key.split(' ')[0] ?? ''))];
  }

  protected operations() {
    return {
      GetItem: (input: Loose) => ({ Item: this.#items.get(keyOf(input.TableName, input.Key)) }),
      Query: (input: Loose) => this.#query(input),
      PutItem: (input: Loose) => this.#single({ Put: input }),
      UpdateItem: (input: Loose) => {
        this.#single({ Update: input });
        const item = this.#items.get(keyOf(input.TableName, input.Key));
        return input.ReturnValues === 'UPDATED_NEW' ? { Attributes: item } : {};
      },
      DeleteItem: (input: Loose) => this.#single({ Delete: input }),
      TransactWriteItems: (input: Loose) => this.#transact(input),
    };
  }

  #single(write: Loose): object {
    const step = this.#plan(write);
    if (!step.holds) {
      throw new WireError('ConditionalCheckFailedException', 'The conditional request failed');
    }
    this.#commit([step]);
    return {};
  }

  #transact(input: Loose): object {
    const writes: Loose[] = input.TransactItems ?? [];
    if (writes.length < 1 || writes.length > 100) throw invalid('1 to 100 TransactItems');
    if (sizeOf(input) > 4 * 1024 * 1024) throw invalid('a transaction holds 4 MB');
    const body = JSON.stringify(writes);
    if (this.#isRepeated(input.ClientRequestToken, body)) return {};
    const steps = writes.map((write) => this.#plan(write));
    if (new Set(steps.map((s) => s.key)).size < steps.length) {
      throw invalid('Transaction request cannot include multiple operations on one item');
    }
    const held = steps.map((s) => (s.holds ? 'None' : 'ConditionalCheckFailed'));
    const codes = this.#cancellations.shift() ?? held;
    if (codes.some((code) => code !== 'None')) throw cancelled(codes);
    this.#commit(steps);
    const token = input.ClientRequestToken;
    if (token) this.#tokens.set(token, { at: this.#now(), body });
    return {};
  }

  #isRepeated(token: string | undefined, body: string): boolean {
    const known = token === undefined ? undefined : this.#tokens.get(token);
    if (!known || this.#now() - known.at > tokenLifeMs) return false;
    if (known.body === body) return true;
    throw new WireError('IdempotentParameterMismatchException', 'other parameters, same token');
  }

  /** What one write would do, and whether its condition holds. */
  #plan(write: Loose): Step {
    const [verb = '', input] = Object.entries<Loose>(write)[0] ?? [];
    const key = keyOf(input.TableName, input.Key ?? input.Item);
    const old = this.#items.get(key);
    const at = new Placeholders(input);
    const condition: string | undefined = input.ConditionExpression;
    const isHeld = condition === undefined || holds(condition, old, at);
    const next =
      verb === 'Update'
        ? updated(input.UpdateExpression, old ?? input.Key, at)
        : verb === 'Put'
          ? input.Item
          : undefined;
    at.checkAllUsed();
    if (next) checkItem(next);
    return { key, holds: isHeld, isCheck: verb === 'ConditionCheck', before: old, after: next };
  }

  #commit(steps: readonly Step[]): void {
    const changes = steps.filter(({ isCheck }) => !isCheck);
    for (const { key, after } of changes) this.#set(key, after);
    this.onCommit(changes);
  }

  #set(key: string, item: Attributes | undefined): void {
    this.#items.set(key, item);
    this.#unindexed.push({ at: this.#now(), key, item });
  }

  #query(input: Loose): object {
    const at = new Placeholders(input);
    const condition = keyCondition(input.KeyConditionExpression, at);
    at.checkAllUsed();
    const fromIndex = input.IndexName !== undefined;
    const [pk, sk] = fromIndex ? ['ipk', 'isk'] : ['pk', 'sk'];
    if (fromIndex && input.IndexName !== 'index') throw invalid('no such index');
    if (fromIndex && input.ConsistentRead) throw invalid('no consistent reads on an index');
    if (condition.pk !== pk || (condition.sk ?? sk) !== sk) throw invalid('not the key');
    const source = fromIndex ? this.#index() : this.#items;
    const found = source
      .partition(condition.value)
      .filter(([key]) => key.startsWith(`${input.TableName} `))
      .map(([, item]) => item)
      .filter((item) => item[sk]?.S.startsWith(condition.prefix))
      .sort((a, b) => compare(a, b, [sk, 'pk', 'sk']));
    return page(input.ScanIndexForward === false ? found.reverse() : found, input, [pk, sk]);
  }

  #index(): Items {
    const until = this.#now() - this.indexLagMs;
    for (const change of this.#unindexed.filter((c) => c.at <= until))
      this.#indexed.set(change.key, change.item?.['ipk'] ? change.item : undefined);
    this.#unindexed = this.#unindexed.filter((c) => c.at > until);
    return this.#indexed;
  }
}

/** What one write of a request would do. */
interface Step extends CommittedChange {
  readonly key: string;
  readonly holds: boolean;
  readonly isCheck: boolean;
}

/** Items by their key, and by their partition: a query looks at its own partition alone. */
class Items {
  readonly #field: string;
  readonly #byKey = new Map<string, Attributes>();
  readonly #partitions = new Map<string, Map<string, Attributes>>();

  /** @param field what names the partition of an item */
  constructor(field: string) {
    this.#field = field;
  }

  get(key: string): Attributes | undefined {
    return this.#byKey.get(key);
  }

  set(key: string, item: Attributes | undefined): void {
    const before = this.#byKey.get(key);
    if (before) this.#partitions.get(before[this.#field].S)?.delete(key);
    if (!item) return void this.#byKey.delete(key);
    this.#byKey.set(key, item);
    const name: string = item[this.#field].S;
    const partition = this.#partitions.get(name) ?? new Map<string, Attributes>();
    this.#partitions.set(name, partition.set(key, item));
  }

  all(): IterableIterator<[string, Attributes]> {
    return this.#byKey.entries();
  }

  partition(name: string): [string, Attributes][] {
    return [...(this.#partitions.get(name) ?? [])];
  }
}

function page(found: readonly Attributes[], input: Loose, [pk, sk]: readonly string[]): object {
  const start: Attributes | undefined = input.ExclusiveStartKey;
  const names = [...new Set([pk ?? '', sk ?? '', 'pk', 'sk'])];
  if (start && Object.keys(start).sort().join() !== [...names].sort().join()) {
    throw invalid('The provided starting key is invalid');
  }
  const sign = input.ScanIndexForward === false ? -1 : 1;
  const order = [sk ?? '', 'pk', 'sk'];
  const rest = start ? found.filter((i) => sign * compare(i, start, order) > 0) : found;
  const items: Attributes[] = [];
  let bytes = 0;
  for (const item of rest) {
    bytes += sizeOf(item);
    if (items.length === input.Limit || (bytes > pageBytes && items.length > 0)) break;
    items.push(item);
  }
  // As the service does: a page that is full names a next one, even where that is empty.
  const isFull = items.length === input.Limit || items.length < rest.length;
  const last = isFull ? items.at(-1) : undefined;
  const LastEvaluatedKey = last && Object.fromEntries(names.map((name) => [name, last[name]]));
  const sent = input.Select === 'COUNT' ? {} : { Items: items };
  return { ...sent, Count: items.length, LastEvaluatedKey };
}

function compare(a: Attributes, b: Attributes, names: readonly string[]): number {
  for (const name of names) {
    const order = Buffer.compare(Buffer.from(a[name]?.S ?? ''), Buffer.from(b[name]?.S ?? ''));
    if (order !== 0) return order;
  }
  return 0;
}

function byKey([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : 1;
}

function keyOf(tableName: string, key: Attributes): string {
  checkItem({ pk: key['pk'], sk: key['sk'] });
  return `${tableName} ${JSON.stringify([key['pk'].S, key['sk'].S])}`;
}

function cancelled(codes: readonly string[]): WireError {
  const reasons = codes.map((Code) => (Code === 'None' ? { Code } : { Code, Message: Code }));
  const message = `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes.join(', ')}]`;
  return new WireError('TransactionCanceledException', message, 400, {
    CancellationReasons: reasons,
  });
}
