import type { Json, JsonObject } from '../../json.ts';
import type { PatchAction } from '../record/labels.ts';

/**
 * Metadata after a patch: `merge` goes into objects that both have, `overwrite` replaces the whole,
 * `remove` takes away the keys that the patch names, whatever their values. An empty patch changes
 * nothing.
 */
export function patchMetadata(
  metadata: JsonObject,
  patch: JsonObject,
  action: PatchAction,
): JsonObject {
  if (Object.keys(patch).length === 0) return metadata;
  if (action === 'overwrite') return patch;
  const result: Record<string, Json> = { ...metadata };
  for (const [key, value] of Object.entries(patch)) {
    const old = result[key];
    if (isObject(old) && isObject(value)) result[key] = patchMetadata(old, value, action);
    else if (action === 'merge') result[key] = value;
    else delete result[key];
  }
  return result;
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
