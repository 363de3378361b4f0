/** Fields of type Struct or Value: in them, `null` is a value like any other. */
export const freeJson: ReadonlySet<string> = new Set([
  'metadata',
  'params',
  'hyper_params',
  'presets',
  'user_metrics',
]);

/**
 * In proto3 JSON a field that is `null` is a field that is not there. Older clients write
 * `"id": null`. What has none is answered as it is: most bodies have none, and are not copied.
 */
export function withoutNulls(value: unknown): unknown {
  return hasNull(value) ? stripped(value) : value;
}

function hasNull(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (Array.isArray(value)) return value.some(hasNull);
  for (const name in value) {
    const each = (value as Record<string, unknown>)[name];
    if (each === null || (!freeJson.has(name) && hasNull(each))) return true;
  }
  return false;
}

function stripped(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(stripped);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, each]) => each !== null)
      .map(([name, each]) => [name, freeJson.has(name) ? each : stripped(each)]),
  );
}
