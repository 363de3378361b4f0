import { fail } from '../errors.ts';
import type { Call } from './call.ts';

/** A flag of the query: Python writes `True`, others `true` or `1`. Absent or empty: false. @throws DeeptuneError bad-request-format */
export function isAsked(call: Call, name: string): boolean {
  const text = call.query[name]?.[0] ?? '';
  if (/^(true|1)$/i.test(text)) return true;
  if (/^(false|0|)$/i.test(text)) return false;
  throw fail('badRequest', `Query parameter '${name}' is '${text}'; it must be true or false`);
}

/** Every value of a repeated parameter; empty ones are proto3's "not given". */
export function valuesOf(call: Call, name: string): readonly string[] {
  return (call.query[name] ?? []).filter((value) => value !== '');
}

/** What a list can be sorted by: query flag (`sort_by_id`) -> the value. */
export type SortKeys<T> = Readonly<Record<string, (item: T) => string | number>>;

/**
 * A list in the order that the query asks for: by the one `sort_by_…` that is set, else by the first of `by`; descending unless `sort_ascending`.
 */
export function sorted<T>(call: Call, items: readonly T[], by: SortKeys<T>): T[] {
  const name = Object.keys(by).find((key) => isAsked(call, key)) ?? Object.keys(by)[0] ?? '';
  const value = by[name] ?? (() => 0);
  const direction = isAsked(call, 'sort_ascending') ? 1 : -1;
  return items.toSorted((a, b) => {
    const [left, right] = [value(a), value(b)];
    return left === right ? 0 : (left < right ? -1 : 1) * direction;
  });
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
