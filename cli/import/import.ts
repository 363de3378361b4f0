import { appendFileSync, rmSync } from 'node:fs';
import type { Client } from '../../client/client.ts';
import { plus, totalOf } from './counts.ts';
import type { Counts } from './counts.ts';
import type { Entry, Problem } from './entry.ts';
import type { Reading, Recognised } from './layout.ts';
import type { Wait } from './sending/backoff.ts';
import { inBatches } from './sending/batches.ts';
import { Journal } from './sending/journal.ts';
import { prepareInput } from './sending/prepare.ts';
import { ensureDataset, sendBatch } from './sending/send-batch.ts';
import type { Origin } from './source-files.ts';
import { sourceOf } from './source.ts';

export interface ImportOptions {
  readonly datasetId: string;
  readonly origin: Origin;
  readonly reading?: Reading;
  /** Absent: found out. */
  readonly recognised?: Recognised;
  /** True: the service reads the files itself; only where they have URLs. */
  readonly byUrl: boolean;
  /** True: inputs that are there take over the source's labels. */
  readonly update?: boolean;
  /** Before ids that are the source's own. */
  readonly idPrefix?: string;
  /** File that says how far an unfinished import came. */
  readonly journalPath: string;
  /**
   * File that gets one JSON object a line for what was left out and what failed; not made where
   * there is nothing.
   */
  readonly errorsPath: string;
  readonly wait: Wait;
  /** Told after every batch. */
  readonly onProgress: (counts: Counts) => void;
  /** Told what was left out and what failed, as it is written into the file of errors. */
  readonly onProblem?: (problem: Problem) => void;
}

/**
 * Imports a source into a dataset, which is made where it is missing. Batch after batch: memory
 * does not grow with the source. Done again, it adds nothing; cut off, it goes on where it stopped.
 * @returns counts of the whole import, what was done before it was cut off included
 * @throws ApiError for what concerns all inputs; Error where nothing was read
 */
export async function importInputs(client: Client, options: ImportOptions): Promise<Counts> {
  const { origin, errorsPath } = options;
  const source = options.recognised ?? (await sourceOf(origin, options.reading));
  await ensureDataset(client, options.datasetId);
  const journal = new Journal(options.journalPath);
  let counts = await journal.resume(() => source.read());
  if (counts.read === 0) rmSync(errorsPath, { force: true });
  const rest = skip(source.read(), counts.read);
  const preparing = { ...options, files: source.files ?? origin.files };
  for await (const batch of inBatches(rest, (entry) => prepareInput(entry, preparing))) {
    const { change, problems } = await sendBatch(client, batch, options);
    for (const problem of problems) {
      appendFileSync(errorsPath, `${JSON.stringify(problem)}\n`);
      options.onProblem?.(problem);
    }
    counts = plus(counts, change);
    journal.save(batch.entries, counts);
    options.onProgress(counts);
  }
  journal.finish();
  assertRead(counts, source);
  return counts;
}

/** @throws Error where a source gave nothing that could be imported or could fail */
export function assertRead(counts: Counts, { description }: Recognised): void {
  const left = totalOf(counts.leftOut);
  if (counts.read > left) return;
  const why = Object.entries(counts.leftOut).map(([word, count]) => `${count} ${word}`);
  throw new Error(
    `Nothing was read from ${description}${left > 0 ? `; left out: ${why.join(', ')}` : ''}`,
  );
}

async function* skip(
  entries: AsyncIterable<Entry | Problem>,
  count: number,
): AsyncGenerator<Entry | Problem> {
  let left = count;
  for await (const entry of entries) {
    if (left > 0) left -= 1;
    else yield entry;
  }
}
