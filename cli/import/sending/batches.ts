import type { Entry, Problem } from '../entry.ts';
import type { PreparedInput } from './prepare.ts';

/** Entries that are done with together: one request, and what could not be read. */
export interface Batch {
  readonly entries: readonly (Entry | Problem)[];
  readonly inputs: readonly PreparedInput[];
  readonly problems: readonly Problem[];
}

/**
 * As many as the API takes in one request; characters, because a Lambda is given 6 MB; bytes that
 * go up apart, because they are in memory until then.
 */
const maxInputs = 128;
const maxCharacters = 4_000_000;
const maxUploadBytes = 64_000_000;

/** Entries that are read at once: S3 needs some 30 ms for each, and each may have 20 MB. */
const readAtOnce = 4;

/** Groups entries in order. One batch and what is being read ahead of it are in memory. */
export async function* inBatches(
  entries: AsyncIterable<Entry | Problem>,
  prepare: (entry: Entry) => Promise<PreparedInput | Problem>,
): AsyncGenerator<Batch> {
  let batch = new GrowingBatch();
  const each = async (entry: Entry | Problem) =>
    ({ entry, prepared: 'reason' in entry ? entry : await prepare(entry) }) as const;
  for await (const { entry, prepared } of ahead(entries, each)) {
    const size = sizeOf(prepared);
    if (batch.isFullFor(size)) {
      yield batch;
      batch = new GrowingBatch();
    }
    batch.add(entry, prepared, size);
  }
  if (batch.entries.length > 0) yield batch;
}

/** Acts on each, a few at once, and yields in order. */
async function* ahead<T, R>(
  items: AsyncIterable<T>,
  act: (item: T) => Promise<R>,
): AsyncGenerator<R> {
  const underWay: Promise<R>[] = [];
  for await (const item of items) {
    const result = act(item);
    // A failure is met when its turn comes.
    result.catch(() => undefined);
    underWay.push(result);
    if (underWay.length === readAtOnce) yield (await underWay.shift()) as R;
  }
  for (const result of underWay) yield await result;
}

interface Size {
  readonly characters: number;
  readonly uploadBytes: number;
}

function sizeOf(prepared: PreparedInput | Problem): Size {
  if ('reason' in prepared) return { characters: 0, uploadBytes: 0 };
  return {
    characters: JSON.stringify(prepared.body).length,
    uploadBytes: prepared.image?.length ?? 0,
  };
}

class GrowingBatch implements Batch {
  readonly entries: (Entry | Problem)[] = [];
  readonly inputs: PreparedInput[] = [];
  readonly problems: Problem[] = [];
  #characters = 0;
  #uploadBytes = 0;

  isFullFor({ characters, uploadBytes }: Size): boolean {
    const { length } = this.entries;
    if (length === 0 || length === maxInputs) return length > 0;
    return (
      this.#characters + characters > maxCharacters ||
      this.#uploadBytes + uploadBytes > maxUploadBytes
    );
  }

  add(entry: Entry | Problem, prepared: PreparedInput | Problem, size: Size): void {
    this.entries.push(entry);
    if ('reason' in prepared) this.problems.push(prepared);
    else this.inputs.push(prepared);
    this.#characters += size.characters;
    this.#uploadBytes += size.uploadBytes;
  }
}
