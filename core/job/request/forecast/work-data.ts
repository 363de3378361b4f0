import type { DataSize } from '../../../estimate/data-transfer.ts';
import type { DatasetVersion, ManifestRow } from '../../../dataset/version/dataset-version.ts';
import { positivesOf } from '../../../dataset/version/dataset-version.ts';
import { countsOf } from '../../../dataset/version/training-counts.ts';
import type { InputSizes, LengthSpread, WorkData } from '../../../estimate/work/work-data.ts';
import type { ConceptRef } from '../../../model/model-version.ts';
import { normalTest } from '../row-facts.ts';

/** What of `WorkData` the rows themselves say. */
export type CountedRows = Pick<
  WorkData,
  'rows' | 'train' | 'heldOut' | 'anomalous' | 'replayed'
> & { readonly sizes: Pick<InputSizes, 'characters' | 'completionCharacters'> };

/** Counts the rows that a job reads, one by one: two numbers per text are kept, no row. */
export class WorkDataCounter {
  #rows = 0;
  readonly #splits = { train: 0, test: 0 };
  #anomalous = 0;
  #replayed = 0;
  readonly #characters: number[] = [];
  readonly #completions: number[] = [];
  readonly #isNormal: (id: string) => boolean;

  /** @param concepts those whose names are known */
  constructor(concepts: readonly ConceptRef[]) {
    this.#isNormal = normalTest(concepts);
  }

  add(row: ManifestRow): void {
    this.#rows += 1;
    if (row.object === null && row.text === null) return;
    this.#splits[row.split] += 1;
    if (row.text !== null) this.#characters.push(row.text.length);
    if (row.target !== undefined) this.#completions.push(row.target.length);
    if (row.split === 'test') return;
    if (row.origin === 'replay') this.#replayed += 1;
    if (!positivesOf(row).every(this.#isNormal)) this.#anomalous += 1;
  }

  result(): CountedRows {
    const characters = spreadOf(this.#characters);
    const completionCharacters = spreadOf(this.#completions);
    return {
      rows: this.#rows,
      train: this.#splits.train,
      heldOut: this.#splits.test,
      anomalous: this.#anomalous,
      replayed: this.#replayed,
      sizes: {
        ...(characters ? { characters } : {}),
        ...(completionCharacters ? { completionCharacters } : {}),
      },
    };
  }
}

function spreadOf(lengths: number[]): LengthSpread | undefined {
  if (lengths.length === 0) return undefined;
  lengths.sort((a, b) => a - b);
  const at = (share: number) => lengths[Math.max(0, Math.ceil(share * lengths.length) - 1)] ?? 0;
  const mean = lengths.reduce((sum, length) => sum + length, 0) / lengths.length;
  return { mean, median: at(0.5), p95: at(0.95), max: at(1) };
}

/** The same of a dataset version whose rows are not read: as it was counted when it was frozen. */
export function countedInVersion(dataset: DatasetVersion): CountedRows {
  const counts = countsOf(dataset);
  if (!counts) return countedAsUsual(dataset.inputCount);
  const isNormal = normalTest(dataset.concepts);
  const anomalous = counts.concepts
    .filter(({ id }) => !isNormal(id))
    .reduce((sum, { train }) => sum + train, 0);
  const { train, test } = counts;
  return {
    rows: dataset.inputCount,
    train: train.inputs,
    heldOut: test.inputs,
    anomalous: Math.min(anomalous, train.inputs),
    replayed: 0,
    sizes: {},
  };
}

/** Of every five inputs one is held out where nobody says otherwise. */
const heldOutShare = 0.2;

/** The same of a mere number of inputs. */
export function countedAsUsual(rows: number): CountedRows {
  const heldOut = Math.round(rows * heldOutShare);
  return { rows, train: rows - heldOut, heldOut, anomalous: 0, replayed: 0, sizes: {} };
}

/** Rows as the forecast of a job sees them. */
export function workDataOf(
  { sizes, ...counted }: CountedRows,
  known: {
    readonly concepts: number;
    readonly data?: DataSize | undefined;
    readonly sizes?: InputSizes | undefined;
  },
): WorkData {
  return {
    ...counted,
    concepts: known.concepts,
    objectBytes: known.data?.objectBytes ?? 0,
    sizes: { ...known.sizes, ...sizes },
    assumptions: [],
  };
}
