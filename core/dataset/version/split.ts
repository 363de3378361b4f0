import type { JsonObject } from '../../json.ts';
import { contentOf } from './content.ts';
import type { ManifestRow } from './dataset-version.ts';
import { positivesOf } from './dataset-version.ts';

/** Share of the contents that is held out, in percent. */
export const heldOutPercent = 20;

type Side = ManifestRow['split'];

/**
 * Which inputs are held out is decided by their content alone (FNV-1a, 32 bit,
 * http://www.isthe.com/chongo/tech/comp/fnv/): copies are on one side, whatever they are called,
 * and a content stays on its side in every later dataset version, so that a child is never tested
 * on what its parent was trained on.
 * @param key `contentOf` an input; its id where it has no content
 */
export function splitOf(key: string): Side {
  const hash = fnv1a(key, 0x811c9dc5);
  // The low bits of FNV-1a mix worst: fold the high half in.
  return ((hash ^ (hash >>> 16)) >>> 0) % 100 < heldOutPercent ? 'test' : 'train';
}

/** FNV-1a of a text's UTF-8 bytes: 32 bits. */
function fnv1a(text: string, offset: number): number {
  let hash = offset;
  for (const byte of new TextEncoder().encode(text)) {
    hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  }
  return hash;
}

/** 52 bits in place of a content: two of a million are taken for one once in 9,000 datasets. */
function shortKey(content: string): number {
  return fnv1a(content, 0x811c9dc5) * 2 ** 20 + (fnv1a(content, 0x9747b28c) >>> 12);
}

/**
 * The side that its owner gave an input, as `split` of its metadata: `train`, `test`, or
 * `validation`, which is held out as well. Any other value says nothing of a side.
 */
export function givenSplit({ split }: JsonObject): Side | undefined {
  if (split === 'train') return 'train';
  return split === 'test' || split === 'validation' ? 'test' : undefined;
}

/** The side of an input: as given, else by its content. */
export function sideOf(
  row: Pick<ManifestRow, 'id' | 'object' | 'text'>,
  metadata: JsonObject,
): Pick<ManifestRow, 'split' | 'isSplitGiven'> {
  const given = givenSplit(metadata);
  if (given) return { split: given, isSplitGiven: true };
  return { split: splitOf(contentOf(row) ?? row.id) };
}

/**
 * In a tiny dataset chance can hold out every input, or every example of a concept: those then
 * train, with their copies, since nothing can be learnt of what is not there. A side that the owner
 * gave stays, and copies of such a content go with it. Add all rows first, then ask for the split
 * of each.
 */
export class TrainedConcepts {
  readonly #trained = new Set<string>();
  /** Concept that no row trains so far -> contents of its held-out rows. */
  readonly #heldOut = new Map<string, Set<string>>();
  /** Contents whose side was given; `train` where both were. */
  readonly #given = new Map<number, Side>();
  #hasTrainRow = false;
  #moved: ReadonlySet<string> | undefined;

  add(row: ManifestRow): void {
    if (row.isSplitGiven) this.#addGiven(row);
    if (row.split === 'train') this.#addTrained(row);
    else if (!row.isSplitGiven) this.#addHeldOut(row);
  }

  #addGiven(row: ManifestRow): void {
    const key = shortKey(contentOf(row) ?? row.id);
    if (this.#given.get(key) !== 'train') this.#given.set(key, row.split);
  }

  #addTrained(row: ManifestRow): void {
    this.#hasTrainRow = true;
    for (const id of positivesOf(row)) {
      this.#trained.add(id);
      this.#heldOut.delete(id);
    }
  }

  #addHeldOut(row: ManifestRow): void {
    for (const id of positivesOf(row)) {
      if (this.#trained.has(id)) continue;
      const contents = this.#heldOut.get(id) ?? new Set();
      this.#heldOut.set(id, contents.add(contentOf(row) ?? row.id));
    }
  }

  withSplit(row: ManifestRow): ManifestRow {
    if (row.isSplitGiven) return row;
    const key = contentOf(row) ?? row.id;
    const given = this.#given.size > 0 ? this.#given.get(shortKey(key)) : undefined;
    if (given) return { ...row, split: given };
    if (row.split === 'train') return row;
    this.#moved ??= new Set([...this.#heldOut.values()].flatMap((contents) => [...contents]));
    const isTested = this.#hasTrainRow && !this.#moved.has(key);
    return isTested ? row : { ...row, split: 'train' };
  }
}

export function withTrainedConcepts(rows: readonly ManifestRow[]): ManifestRow[] {
  const trained = new TrainedConcepts();
  for (const row of rows) trained.add(row);
  return rows.map((row) => trained.withSplit(row));
}
