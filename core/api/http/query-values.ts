import { fail } from '../../errors.ts';
import type { RequestContext } from './request-context.ts';

/**
 * `texts`: may be given several times. `whole`: a whole number, 0 or more. `month`: such as
 * 2026-11.
 */
export type QueryKind = 'text' | 'texts' | 'flag' | 'whole' | 'month';

export const monthPattern = /^\d{4}-(0[1-9]|1[0-2])$/;
export type QueryParameters = Readonly<Record<string, QueryKind>>;

/** Of every list that comes in pages. */
export const paging = { page: 'whole', per_page: 'whole' } as const;

/** Several parameters of one kind: `parameters('flag', 'starred_only bookmark')`. */
export function parameters(kind: QueryKind, names: string): QueryParameters {
  return Object.fromEntries(names.split(' ').map((name) => [name, kind]));
}

/** What `sorted` reads. */
export function orderParameters(names: string): QueryParameters {
  const orders = names.split(' ').map((name) => `sort_by_${name}`);
  return parameters('flag', ['sort_ascending', ...orders].join(' '));
}

/** Names the app on the short paths. */
const ofEvery = ['user_app_id.user_id', 'user_app_id.app_id'];

/** Every parameter that a route reads. */
export function declaredParameters(declared: QueryParameters): readonly string[] {
  return [...Object.keys(declared), ...ofEvery];
}

/**
 * The declared parameters of a query, and no others: what the document does not name has no effect.
 */
export function declaredQuery(
  declared: QueryParameters,
  given: RequestContext['query'],
): RequestContext['query'] {
  return Object.fromEntries(
    Object.entries(given).filter(
      ([name]) => Object.hasOwn(declared, name) || ofEvery.includes(name),
    ),
  );
}

const truths = new Map([
  ['true', true],
  ['1', true],
  ['false', false],
  ['0', false],
]);

/**
 * A boolean of the query; Python writes `True`. Absent or empty: false. @throws DeeptuneError
 * bad-request-format
 */
export function flag(call: RequestContext, name: string): boolean {
  const text = word(call, name);
  const value = text === undefined ? false : truths.get(text.toLowerCase());
  if (value === undefined)
    throw fail('badRequest', `Field '${name}' ${JSON.stringify(text)}: must be true or false`);
  return value;
}

/** One value of the query; an empty one is not given (proto3's zero value). */
export function word(call: RequestContext, name: string): string | undefined {
  return call.query[name]?.[0] || undefined;
}

/** Every value of a repeated parameter. */
export function words(call: RequestContext, name: string): readonly string[] {
  return (call.query[name] ?? []).filter((value) => value !== '');
}

/** True where the query gives one of these a value. */
export function namesAny(call: RequestContext, names: readonly string[]): boolean {
  return names.some((name) => word(call, name) !== undefined);
}

/** What a list can be sorted by: the name after `sort_by_`, and the value. */
export type Orders<T> = Readonly<Record<string, (item: T) => string | number>>;

/**
 * Items in the order that the query asks for: the one `sort_by_…` that is true, else the first of
 * `orders`; descending unless `sort_ascending`.
 * @param orders what to compare under each name
 * @throws DeeptuneError invalid-request where two orders are asked for
 */
export function sorted<T>(call: RequestContext, items: readonly T[], orders: Orders<T>): T[] {
  const asked = Object.keys(orders).filter((name) => flag(call, `sort_by_${name}`));
  if (asked.length > 1)
    throw fail('invalidRequest', `Name one order, not ${asked.map((n) => `sort_by_${n}`).join()}`);
  const valueOf = orders[asked[0] ?? Object.keys(orders)[0] ?? ''] ?? (() => 0);
  const sign = flag(call, 'sort_ascending') ? 1 : -1;
  return items.toSorted((a, b) => sign * compare(valueOf(a), valueOf(b)));
}

function compare(a: string | number, b: string | number): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return a < b ? -1 : a > b ? 1 : 0;
}
