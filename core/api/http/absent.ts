/** Fields of type Struct or Value: in them, `null` is a value like any other. */
const freeJson = new Set(['metadata', 'params', 'hyper_params', 'presets', 'user_metrics']);

/**
 * In proto3 JSON a field that is `null` is a field that is not there. Older clients write
 * `"id": null`.
 */
export function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, each]) => each !== null)
      .map(([name, each]) => [name, freeJson.has(name) ? each : withoutNulls(each)]),
  );
}
