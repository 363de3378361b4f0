import type { Entry, Problem } from './entry.ts';
import type { PreparedInput } from './prepare.ts';

/** Entries that are done with together: one request, and what could not be read. */
export interface Batch {
  readonly entries: readonly (Entry | Problem)[];
  readonly inputs: readonly PreparedInput[];
  readonly problems: readonly Problem[];
}

/** As many as the API takes in one request; and characters, because a Lambda is given 6 MB. */
const mostInputs = 128;
const mostCharacters = 4_000_000;

/** Groups entries in order. At most one batch and one further input are in memory. */
export async function* inBatches(
  entries: AsyncIterable<Entry | Problem>,
  prepare: (entry: Entry) => Promise<PreparedInput | Problem>,
): AsyncGenerator<Batch> {
  let batch = new GrowingBatch();
  for await (const entry of entries) {
    const prepared = 'reason' in entry ? entry : await prepare(entry);
    const size = 'reason' in prepared ? 0 : JSON.stringify(prepared.body).length;
    if (batch.isFullFor(size)) {
      yield batch;
      batch = new GrowingBatch();
    }
    batch.add(entry, prepared, size);
  }
  if (batch.entries.length > 0) yield batch;
}

class GrowingBatch implements Batch {
  readonly entries: (Entry | Problem)[] = [];
  readonly inputs: PreparedInput[] = [];
  readonly problems: Problem[] = [];
  #characters = 0;

  isFullFor(size: number): boolean {
    const { length } = this.entries;
    return length === mostInputs || (length > 0 && this.#characters + size > mostCharacters);
  }

  add(entry: Entry | Problem, prepared: PreparedInput | Problem, size: number): void {
    this.entries.push(entry);
    if ('reason' in prepared) this.problems.push(prepared);
    else this.inputs.push(prepared);
    this.#characters += size;
  }
}
