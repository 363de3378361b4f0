import { appendFileSync, rmSync } from 'node:fs';
import { ApiError } from '../../client/api-error.ts';
import type { Client } from '../../client/client.ts';
import { inBatches } from './sending/batches.ts';
import type { Batch } from './sending/batches.ts';
import { failed } from './entry.ts';
import type { Entry, Problem } from './entry.ts';
import { Journal } from './sending/journal.ts';
import type { Counts } from './sending/journal.ts';
import type { Wait } from './sending/backoff.ts';
import { postInputs } from './sending/post.ts';
import type { Outcome } from './sending/post.ts';
import { prepareInput } from './sending/prepare.ts';
import type { Origin } from './source-files.ts';
import { sourceOf } from './source.ts';
import { uploadImages } from './sending/upload.ts';

export interface ImportOptions {
  readonly datasetId: string;
  readonly origin: Origin;
  /** True: the service reads the files itself; only where they have URLs. */
  readonly byUrl: boolean;
  /** File that says how far an unfinished import came. */
  readonly journalPath: string;
  /**
   * File that gets one JSON object a line for what could not be imported; not made where there is
   * nothing.
   */
  readonly errorsPath: string;
  readonly wait: Wait;
  /** Told after every batch. */
  readonly onProgress: (counts: Counts) => void;
}

const takenIn = 30000;
const thereAlready = 30100;

/**
 * Imports a source into a dataset, which is made where it is missing. Batch after batch: memory
 * does not grow with the source. Done again, it changes nothing; cut off, it goes on where it
 * stopped.
 * @returns counts of the whole import, what was done before it was cut off included
 * @throws ApiError for what concerns all inputs
 */
export async function importInputs(client: Client, options: ImportOptions): Promise<Counts> {
  const { datasetId, origin, byUrl, errorsPath, wait } = options;
  const source = await sourceOf(origin);
  const preparing = { datasetId, files: origin.files, byUrl };
  await ensureDataset(client, datasetId);
  const journal = new Journal(options.journalPath);
  let counts = await journal.resume(() => source.read());
  let isRepeated = counts.read > 0;
  if (!isRepeated) rmSync(errorsPath, { force: true });
  const rest = skip(source.read(), counts.read);
  for await (const batch of inBatches(rest, (entry) => prepareInput(entry, preparing))) {
    const { inputs, problems } = await uploadImages(client, batch.inputs, wait);
    const outcomes = await postInputs(client, inputs, { isRepeated, wait });
    isRepeated = false;
    const failed = [...batch.problems, ...problems, ...problemsOf(outcomes)];
    for (const problem of failed) appendFileSync(errorsPath, `${JSON.stringify(problem)}\n`);
    counts = after(counts, batch, outcomes);
    journal.save(batch.entries, counts);
    options.onProgress(counts);
  }
  journal.finish();
  return counts;
}

async function ensureDataset(client: Client, id: string): Promise<void> {
  try {
    await client.call('GetDataset', { dataset_id: id });
  } catch (error) {
    if (!(error instanceof ApiError) || error.httpStatus !== 404) throw error;
    await client.call('PostDatasets', {}, { datasets: [{ id }] });
  }
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

function problemsOf(outcomes: readonly Outcome[]): Problem[] {
  return outcomes
    .filter(({ code }) => code !== takenIn && code !== thereAlready)
    .map(({ input: { where, id }, code, details }) => ({ ...failed(where, details), id, code }));
}

function after(counts: Counts, batch: Batch, outcomes: readonly Outcome[]): Counts {
  const having = (code: number) => outcomes.filter((outcome) => outcome.code === code).length;
  const [added, there] = [having(takenIn), having(thereAlready)];
  return {
    read: counts.read + batch.entries.length,
    added: counts.added + added,
    there: counts.there + there,
    failed: counts.failed + batch.entries.length - added - there,
  };
}
