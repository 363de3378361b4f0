/** A JSON value: what hyperparameters, metadata and default values are made of. */
export type Json =
  null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };
export type JsonObject = { readonly [name: string]: Json };

/** The same without some of its fields. */
export function omit<T extends object, K extends keyof T>(
  value: T,
  ...names: readonly K[]
): Omit<T, K> {
  const left: readonly PropertyKey[] = names;
  return Object.fromEntries(Object.entries(value).filter(([name]) => !left.includes(name))) as Omit<
    T,
    K
  >;
}

/**
 * The one text of a JSON value, for digests: names in the order of their UTF-16 code units, no
 * spaces, numbers as JavaScript writes them, members that are `undefined` left out (RFC 8785).
 */
export function canonicalJson(value: object): string {
  return textOf(value as Json);
}

function textOf(value: Json): string {
  if (Array.isArray(value)) return `[${(value as readonly Json[]).map(textOf).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  // Written by hand: an object would put names that are numbers first, in their order.
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  const texts = members.sort(byName).map(([name, member]) => {
    return `${JSON.stringify(name)}:${textOf(member as Json)}`;
  });
  return `{${texts.join(',')}}`;
}

const byName = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number =>
  a < b ? -1 : 1;
