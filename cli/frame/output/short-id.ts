/** The last eight characters of an id, which are enough to name it. */
export function shortId(id: string | undefined): string {
  return id === undefined ? '' : id.slice(-8);
}
