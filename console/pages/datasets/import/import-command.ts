/**
 * The command that imports the same into the same place.
 * @param from a path as a person knows it; absent: a placeholder
 */
export function importCommand(datasetId: string, from = './data.zip'): string {
  return `deeptune import --dataset ${quoted(datasetId)} --from ${quoted(from)}`;
}

/** As a shell takes it. */
function quoted(text: string): string {
  return /^[\w./:@%+-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
