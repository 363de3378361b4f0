/** How results are written. */
export const formats = ['table', 'json', 'csv'] as const;
export type Format = (typeof formats)[number];

/** @throws RangeError for a DEEPTUNE_FORMAT that is none */
export function formatOf(
  given: Format | undefined,
  environment: Readonly<Record<string, string | undefined>>,
): Format {
  const text = given ?? (environment['DEEPTUNE_FORMAT'] || 'table');
  const found = formats.find((format) => format === text);
  if (found) return found;
  throw new RangeError(`DEEPTUNE_FORMAT is '${text}' but must be one of ${formats.join(', ')}`);
}
