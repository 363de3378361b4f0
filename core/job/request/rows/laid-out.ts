import { contentOf } from '../../../dataset/version/content.ts';
import type { ManifestRow } from '../../../dataset/version/dataset-version.ts';
import { TrainingCounter } from '../../../dataset/version/training-counts.ts';
import type { TrainingCounts } from '../../../dataset/version/training-counts.ts';
import type { IncrementalCounts } from '../../../estimate/incremental-counts.ts';
import type { InputSizes } from '../../../estimate/work/work-data.ts';
import type { Dependencies } from '../../../ports/host.ts';
import { jobKeys } from '../../../records/object-keys.ts';
import type { ConceptRef } from '../../../model/model-version.ts';
import { RowFactsCounter } from './row-facts.ts';

/** What the rows of a job say of its time, counted as Prepare lays them out. */
export interface LaidOutRows {
  /** Rows of its dataset version whose inputs are still there. */
  readonly inputCount: number;
  /** Characters of the longest text, with its completion. */
  readonly maxTextLength: number;
  /** Lengths of the texts. */
  readonly sizes: InputSizes;
  /** Of all rows that are laid out; copies among them are not looked for. */
  readonly counts: TrainingCounts;
  /** Incremental training alone: of all rows, those held out too. */
  readonly incremental?: IncrementalCounts;
}

/** Counts rows as they are laid out. */
export class LaidOutCounter {
  readonly #facts: RowFactsCounter;
  readonly #counts = new TrainingCounter((row) => (contentOf(row) === undefined ? undefined : 0));

  constructor(concepts: readonly ConceptRef[]) {
    this.#facts = new RowFactsCounter(concepts);
  }

  /** Rows of the dataset version, as they pass. */
  async *own(rows: AsyncIterable<ManifestRow>): AsyncGenerator<ManifestRow> {
    for await (const row of rows) {
      this.#facts.add(row);
      yield row;
    }
  }

  /** Rows that the job will read, as they pass. */
  async *laidOut(
    rows: AsyncIterable<ManifestRow> | Iterable<ManifestRow>,
  ): AsyncGenerator<ManifestRow> {
    for await (const row of rows) {
      this.#counts.add(row);
      yield row;
    }
  }

  /** What was counted, when all rows have passed. */
  result(incremental?: IncrementalCounts): LaidOutRows {
    const { rows: inputCount, maxTextLength, sizes } = this.#facts;
    return {
      ...{ inputCount, maxTextLength, sizes, counts: this.#counts.result() },
      ...(incremental ? { incremental } : {}),
    };
  }
}

/** Of a job that reads a line's rows to measure them, and learns from none. */
export function measuredOnly(counter: LaidOutCounter): LaidOutRows {
  const { inputCount } = counter.result();
  return counter.result({ newCount: 0, replayCount: inputCount, replayTrainCount: 0 });
}

export async function writeLaidOut(
  folder: string,
  rows: LaidOutRows,
  { objects }: Pick<Dependencies, 'objects'>,
): Promise<void> {
  await objects.put(jobKeys.laidOut(folder), new TextEncoder().encode(JSON.stringify(rows)));
}

/** Undefined where an earlier release laid the job out. */
export async function readLaidOut(
  folder: string,
  { objects }: Pick<Dependencies, 'objects'>,
): Promise<LaidOutRows | undefined> {
  const bytes = await objects.get(jobKeys.laidOut(folder));
  return bytes && (JSON.parse(new TextDecoder().decode(bytes)) as LaidOutRows);
}
