import type { Loose } from '../protocol/wire.ts';
import { WireError } from '../protocol/wire.ts';

/** An item as DynamoDB keeps it: attribute name to `{S: …}`, `{N: …}` … */
export type Attributes = Record<string, Loose>;

/**
 * The names and values that a request's expressions may refer to. Like DynamoDB, refuses what is
 * given and not used.
 */
export class Placeholders {
  readonly #names: Readonly<Record<string, string>>;
  readonly #values: Readonly<Record<string, Loose>>;
  readonly #used = new Set<string>();

  constructor(request: Loose) {
    this.#names = request.ExpressionAttributeNames ?? {};
    this.#values = request.ExpressionAttributeValues ?? {};
    for (const [field, given] of [
      ['ExpressionAttributeNames', request.ExpressionAttributeNames],
      ['ExpressionAttributeValues', request.ExpressionAttributeValues],
    ]) {
      if (given && Object.keys(given).length === 0) throw invalid(`${field} must not be empty`);
    }
  }

  name(word: string): string {
    if (!word.startsWith('#')) {
      if (reserved.has(word.toLowerCase())) throw invalid(`${word} is a reserved word`);
      return word;
    }
    this.#used.add(word);
    return this.#names[word] ?? refuseUndefined(word);
  }

  value(word: string): Loose {
    this.#used.add(word);
    return this.#values[word] ?? refuseUndefined(word);
  }

  checkAllUsed(): void {
    const given = [...Object.keys(this.#names), ...Object.keys(this.#values)];
    const unused = given.filter((word) => !this.#used.has(word));
    if (unused.length > 0) throw invalid(`unused in expressions: ${unused.join(', ')}`);
  }
}

/** Those of DynamoDB's 573 reserved words that somebody could want here. */
const reserved = new Set(['data', 'index', 'key', 'name', 'status', 'timestamp', 'value']);

/**
 * Does a `ConditionExpression` hold? Knows `attribute_exists`, `attribute_not_exists`, `a = :b` and
 * AND.
 */
export function holds(expression: string, item: Attributes | undefined, at: Placeholders): boolean {
  return expression.split(/\s+AND\s+/).every((term) => {
    const exists = /^(attribute_exists|attribute_not_exists)\(([#\w]+)\)$/.exec(term);
    if (exists) {
      const isThere = item?.[at.name(exists[2] ?? '')] !== undefined;
      return isThere === (exists[1] === 'attribute_exists');
    }
    const equals = /^([#\w]+) = (:\w+)$/.exec(term);
    if (!equals) throw invalid(`the fake does not know the condition ${term}`);
    return same(item?.[at.name(equals[1] ?? '')], at.value(equals[2] ?? ''));
  });
}

/** What an `UpdateExpression` makes of an item. Knows SET a = :b, REMOVE a and ADD a :n. */
export function updated(expression: string, item: Attributes, at: Placeholders): Attributes {
  const clauses = expression.match(/\b(SET|REMOVE|ADD)\b.*?(?=\s+\b(?:SET|REMOVE|ADD)\b|$)/g) ?? [];
  if (clauses.join(' ') !== expression) throw invalid(`the fake cannot read ${expression}`);
  const result = { ...item };
  for (const clause of clauses) {
    const [, verb = '', terms = ''] = /^(\w+)\s+(.*)$/.exec(clause) ?? [];
    for (const term of terms.split(/\s*,\s*/)) apply(verb, term, { result, at });
  }
  return result;
}

function apply(
  verb: string,
  term: string,
  { result, at }: { result: Attributes; at: Placeholders },
): void {
  const [, name = '', value] = /^([#\w]+)(?: = | )?(:\w+)?$/.exec(term) ?? [];
  if (name === '' || (verb === 'REMOVE') !== (value === undefined)) {
    throw invalid(`the fake cannot read ${verb} ${term}`);
  }
  const attribute = at.name(name);
  if (value === undefined) delete result[attribute];
  else if (verb === 'SET') result[attribute] = at.value(value);
  else
    result[attribute] = {
      N: String(Number(result[attribute]?.N ?? 0) + Number(at.value(value).N)),
    };
}

/** Key condition `pk = :a` or `pk = :a AND begins_with(sk, :b)`. */
export function keyCondition(expression: string, at: Placeholders) {
  const pattern = /^([#\w]+) = (:\w+)(?: AND begins_with\(([#\w]+), (:\w+)\))?$/;
  const match = pattern.exec(expression);
  if (!match) throw invalid(`the fake does not know the key condition ${expression}`);
  const [, pk = '', value = '', sk, prefix] = match;
  return {
    pk: at.name(pk),
    value: at.value(value).S as string,
    sk: sk && at.name(sk),
    prefix: prefix ? (at.value(prefix).S as string) : '',
  };
}

export function invalid(message: string): WireError {
  return new WireError('ValidationException', message);
}

function refuseUndefined(word: string): never {
  throw invalid(`an expression refers to ${word}, which is not defined`);
}

function same(a: Loose, b: Loose): boolean {
  if (a?.N !== undefined && b?.N !== undefined) return Number(a.N) === Number(b.N);
  return JSON.stringify(a) === JSON.stringify(b);
}
