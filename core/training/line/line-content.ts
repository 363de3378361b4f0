import { contentOf } from '../../dataset/version/content.ts';
import type { ManifestRow } from '../../dataset/version/dataset-version.ts';
import type { Dependencies } from '../../ports/host.ts';

/**
 * What a line knows a row by: the SHA-256 of its image or of its text (`contentOf`), whatever the
 * input is called; its id where it has neither, as one that could not be ingested.
 */
export function lineContent(
  row: Pick<ManifestRow, 'id' | 'object' | 'text'>,
  sha256: Dependencies['sha256'],
): string {
  if (row.object !== null) return row.object;
  const text = contentOf(row);
  return text === undefined ? `id:${row.id}` : sha256(text);
}

/** False for a row that nothing can be learnt of. */
export function hasContent({ object, text }: Pick<ManifestRow, 'object' | 'text'>): boolean {
  return object !== null || text !== null;
}
