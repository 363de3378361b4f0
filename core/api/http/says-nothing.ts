/** True for proto3's zero values, which say nothing, however deep: `{"data": {"concepts": []}}`. */
export function saysNothing(value: unknown): boolean {
  if (Array.isArray(value)) return value.every(saysNothing);
  return typeof value === 'object' && value !== null
    ? Object.values(value).every(saysNothing)
    : !value;
}
