import { fail } from '../errors.ts';
import type { Call } from './call.ts';

const truths: Readonly<Record<string, boolean>> = { true: true, 1: true, false: false, 0: false };

/** A boolean of the query; Python writes `True`. Absent or empty: false. @throws DeeptuneError bad-request-format */
export function flag(call: Call, name: string): boolean {
  const text = word(call, name);
  const value = text === undefined ? false : truths[text.toLowerCase()];
  if (value === undefined)
    throw fail('badRequest', `Field '${name}' ${JSON.stringify(text)}: must be true or false`);
  return value;
}

/** One value of the query; an empty one is not given (proto3's zero value). */
export function word(call: Call, name: string): string | undefined {
  return call.query[name]?.[0] || undefined;
}

/** Every value of a repeated parameter. */
export function words(call: Call, name: string): readonly string[] {
  return (call.query[name] ?? []).filter((value) => value !== '');
}

/** True where the query gives one of these a value. */
export function namesAny(call: Call, names: readonly string[]): boolean {
  return names.some((name) => word(call, name) !== undefined);
}

/** What a list can be sorted by: the name after `sort_by_`, and the value. */
export type Orders<T> = Readonly<Record<string, (item: T) => string | number>>;

/**
 * Items in the order that the query asks for: the one `sort_by_…` that is true, else the first of `orders`; descending unless `sort_ascending`.
 * @param orders what to compare under each name
 * @throws DeeptuneError invalid-request where two orders are asked for
 */
export function sorted<T>(call: Call, items: readonly T[], orders: Orders<T>): T[] {
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

/** True where every word of `search` begins a word of the texts, whatever the case. An empty search meets everything. */
export function meetsSearch(search: string | undefined, texts: readonly string[]): boolean {
  const words = texts
    .join(' ')
    .toLowerCase()
    .split(/[\s_.-]+/);
  const whole = texts.map((text) => text.toLowerCase());
  return (search ?? '')
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '')
    .every((word) => [...words, ...whole].some((each) => each.startsWith(word)));
}

/** A pattern with `*` for anything, whatever the case: `dog*`. */
export function meetsWildcard(pattern: string, text: string): boolean {
  const parts = pattern.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`, 'isu').test(text);
}
