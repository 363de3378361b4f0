import type { ManifestRow } from './dataset-version.ts';
import { positivesOf } from './dataset-version.ts';

/** Share of the inputs that is held out, in percent. */
const heldOutPercent = 20;

/**
 * Which inputs are held out is decided by the input's id alone (FNV-1a, 32 bit,
 * http://www.isthe.com/chongo/tech/comp/fnv/): an input stays on its side in every later dataset
 * version, so that a child is never tested on what its parent was trained on.
 */
export function splitOf(inputId: string): 'train' | 'test' {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(inputId)) {
    hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  }
  // The low bits of FNV-1a mix worst: fold the high half in.
  return ((hash ^ (hash >>> 16)) >>> 0) % 100 < heldOutPercent ? 'test' : 'train';
}

/**
 * In a tiny dataset chance can hold out every input, or every example of a concept: those then
 * train, since nothing can be learnt of what is not there. Add all rows first, then ask for the
 * split of each.
 */
export class TrainedConcepts {
  readonly #ids = new Set<string>();
  #hasTrainRow = false;

  add(row: ManifestRow): void {
    if (row.split !== 'train') return;
    this.#hasTrainRow = true;
    for (const id of positivesOf(row)) this.#ids.add(id);
  }

  withSplit(row: ManifestRow): ManifestRow {
    if (row.split === 'train') return row;
    const isTested = this.#hasTrainRow && positivesOf(row).every((id) => this.#ids.has(id));
    return isTested ? row : { ...row, split: 'train' };
  }
}

export function withTrainedConcepts(rows: readonly ManifestRow[]): ManifestRow[] {
  const trained = new TrainedConcepts();
  for (const row of rows) trained.add(row);
  return rows.map((row) => trained.withSplit(row));
}
