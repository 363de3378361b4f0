/**
 * A version's id: 12 digits of the millisecond of its creation, then 20 random ones, all lower-case hexadecimal. So the ids of a model's versions
 * are in the order of their creation, and a page of them is read from the table without reading the others.
 * @param createdAt ISO 8601
 * @param randomId at least 20 hexadecimal digits
 */
export function versionIdAt(createdAt: string, randomId: string): string {
  return Date.parse(createdAt).toString(16).padStart(12, '0') + randomId.slice(-20);
}
