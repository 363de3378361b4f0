import type { Json, JsonObject } from '../json.ts';

/**
 * How a patch changes what is there. `merge`: sets what is named, appends to lists, and merges
 * entries of a list that have the same `id`. `overwrite`: replaces what is named. `remove`: takes
 * away what is named.
 */
export const patchActions = ['merge', 'overwrite', 'remove'] as const;
export type PatchAction = (typeof patchActions)[number];

/**
 * The fields of `before` as the patch leaves them. What the patch does not name stays as it is; a
 * field that was removed is absent.
 */
export function patchFields(
  before: JsonObject,
  patch: JsonObject,
  action: PatchAction,
): { readonly [name: string]: Json } {
  const after: Record<string, Json> = { ...before };
  for (const [name, value] of Object.entries(patch)) {
    const changed = patchValue(after[name], value, action);
    if (changed === undefined) delete after[name];
    else after[name] = changed;
  }
  return after;
}

function patchValue(before: Json | undefined, patch: Json, action: PatchAction): Json | undefined {
  if (action === 'overwrite') return patch;
  if (isList(before) && isList(patch)) return patchList(before, patch, action);
  if (isObject(before) && isObject(patch)) return patchFields(before, patch, action);
  return action === 'merge' ? patch : undefined;
}

function patchList(
  before: readonly Json[],
  patch: readonly Json[],
  action: PatchAction,
): readonly Json[] {
  const named = new Map(patch.map((entry) => [identity(entry), entry]));
  const present = new Set(before.map(identity));
  if (action === 'remove') return before.filter((entry) => !named.has(identity(entry)));
  const merged = before.map((entry) => {
    const change = named.get(identity(entry));
    return isObject(entry) && isObject(change) ? { ...entry, ...change } : entry;
  });
  return [...merged, ...[...named].filter(([id]) => !present.has(id)).map(([, entry]) => entry)];
}

/** Entries with an id are the same where their ids are; others where they are equal. */
function identity(entry: Json): string {
  const id = isObject(entry) ? entry['id'] : undefined;
  return id === undefined ? JSON.stringify(entry) : JSON.stringify({ id });
}

function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
