import { ApiError } from '../../../client/api-error.ts';
import type { Client } from '../../../client/client.ts';
import { countProblems, countWords } from '../counts.ts';
import type { Counts } from '../counts.ts';
import { failed } from '../entry.ts';
import type { Problem } from '../entry.ts';
import { whatIsThere } from './already-there.ts';
import type { Wait } from './backoff.ts';
import type { Batch } from './batches.ts';
import { postInputs } from './post.ts';
import type { Outcome } from './post.ts';
import type { PreparedInput } from './prepare.ts';
import { uploadImages } from './upload.ts';

const takenIn = 30000;
const thereAlready = 30100;

export interface SendOptions {
  readonly datasetId: string;
  /** True: inputs that are there take over the source's labels. */
  readonly update?: boolean;
  readonly wait: Wait;
}

/** What a batch adds to the counts, and everything of it that was left out or failed. */
export interface Sent {
  readonly change: Partial<Counts>;
  readonly problems: readonly Problem[];
}

/** Sends a batch. @throws ApiError for what concerns all inputs */
export async function sendBatch(client: Client, batch: Batch, options: SendOptions): Promise<Sent> {
  const { wait, update = false } = options;
  const uploaded = await uploadImages(client, batch.inputs, wait);
  const outcomes = await postInputs(client, uploaded.inputs, wait);
  const taken = outcomes.filter(({ code }) => code === thereAlready).map(({ input }) => input);
  const found = await whatIsThere(client, taken, { ...options, update });
  const { problems: ofThere, ...there } = found;
  const problems = [...batch.problems, ...uploaded.problems, ...problemsOf(outcomes), ...ofThere];
  const added = outcomes.filter(({ code }) => code === takenIn).map(({ input }) => input);
  const change = {
    ...there,
    ...countProblems(problems),
    read: batch.entries.length,
    added: added.length,
    notes: wordsOf(added),
  };
  return { change, problems };
}

const wordsOf = (inputs: readonly PreparedInput[]) =>
  countWords(inputs.flatMap(({ notes }) => [...new Set(notes.map(({ word }) => word))]));

/** Makes the dataset where it is missing. @throws ApiError */
export async function ensureDataset(client: Client, id: string): Promise<void> {
  try {
    await client.call('GetDataset', { dataset_id: id });
  } catch (error) {
    if (!(error instanceof ApiError) || error.httpStatus !== 404) throw error;
    await client.call('PostDatasets', {}, { datasets: [{ id }] });
  }
}

function problemsOf(outcomes: readonly Outcome[]): Problem[] {
  return outcomes
    .filter(({ code }) => code !== takenIn && code !== thereAlready)
    .map(({ input: { where, id }, code, details }) => ({ ...failed(where, details), id, code }));
}
