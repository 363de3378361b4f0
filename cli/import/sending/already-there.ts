import { ApiError } from '../../../client/api-error.ts';
import type { Client } from '../../../client/client.ts';
import type { Input } from '../../../core/api/wire/messages.ts';
import { bytesFromBase64 } from '../../../core/dataset/image/base64.ts';
import { storedDigest } from '../../stored-picture.ts';
import { sha256 } from '../bytes.ts';
import { failed } from '../entry.ts';
import type { Problem } from '../entry.ts';
import { withBackoff } from './backoff.ts';
import type { Wait } from './backoff.ts';
import { haveSameLabels, takeOver } from './relabel.ts';
import type { PreparedInput } from './prepare.ts';

export interface ThereOptions {
  readonly datasetId: string;
  /** True: the source's labels replace those that are there. */
  readonly update: boolean;
  readonly wait: Wait;
}

/** What became of inputs whose ids were taken. */
export interface There {
  /** That are there with the same content. */
  readonly there: number;
  readonly joined: number;
  readonly labelsDiffer: number;
  readonly relabelled: number;
  readonly problems: readonly Problem[];
}

/** Inputs that are asked for at once. */
const atOnce = 8;

/** An input of the source, and the one that has its id. */
interface Pair {
  readonly input: PreparedInput;
  readonly stored: Input;
}

/**
 * Looks at the inputs that have the ids: the same content is put into the dataset where it is not
 * in it; other content, and what was not ingested then, is a problem.
 * @throws ApiError for what concerns all inputs
 */
export async function whatIsThere(
  client: Client,
  inputs: readonly PreparedInput[],
  options: ThereOptions,
): Promise<There> {
  const found: (Pair | Problem)[] = [];
  for (let at = 0; at < inputs.length; at += atOnce) {
    const some = inputs.slice(at, at + atOnce);
    found.push(...(await Promise.all(some.map((input) => lookUp(client, input, options.wait)))));
  }
  const pairs = found.filter((one) => 'stored' in one);
  const problems = found.filter((one) => 'reason' in one);
  const joined = await join(client, pairs, options);
  const differing = pairs.filter(({ input, stored }) => !haveSameLabels(input.body, stored));
  if (options.update && differing.length > 0) await takeOver(client, differing, options.wait);
  return {
    there: pairs.length,
    joined,
    labelsDiffer: options.update ? 0 : differing.length,
    relabelled: options.update ? differing.length : 0,
    problems,
  };
}

async function lookUp(client: Client, input: PreparedInput, wait: Wait): Promise<Pair | Problem> {
  const { where, id } = input;
  const stored = await withBackoff(() => get(client, id), wait);
  const problem = (reason: string, code?: number): Problem => ({
    ...failed(where, reason),
    id,
    ...(code === undefined ? {} : { code }),
  });
  if (!stored) return problem(`The id '${id}' is taken by an input that is not there any more`);
  const { code, description, details } = stored.status ?? { code: 0, description: 'no status' };
  if (code !== 30000)
    return problem(`It is there, but was not ingested: ${details ?? description}`, code);
  const other =
    otherContent(input, stored) ?? (await otherPicture(client, { input, stored, wait }));
  if (other === undefined) return { input, stored };
  return problem(
    `The id '${id}' is taken by another input: ${other}. Ids are unique in an app: --id-prefix puts a word before them, --id-column none makes them from the content`,
  );
}

async function get(client: Client, id: string): Promise<Input | undefined> {
  try {
    return (await client.call('GetInput', { input_id: id })).input;
  } catch (error) {
    if (error instanceof ApiError && error.httpStatus === 404) return undefined;
    throw error;
  }
}

/** Both values, where they differ. Ids that are made from the content cannot. */
function otherContent({ hasOwnId, body }: PreparedInput, stored: Input): string | undefined {
  if (!hasOwnId) return undefined;
  const [here, there] = [body.data?.text?.raw, stored.data.text?.raw];
  if (here !== there) return `there ${shown(there)}, here ${shown(here)}`;
  const [file, known] = [body.data?.metadata?.['filename'], stored.data.metadata?.['filename']];
  const isOther = here === undefined && known !== undefined && file !== undefined && file !== known;
  return isOther ? `there the file ${shown(known)}, here ${shown(file)}` : undefined;
}

/**
 * What differs where both have a picture. Its bytes are compared by their digest: files of two
 * sources have the same name as easily as the same id.
 */
async function otherPicture(
  client: Client,
  { input, stored, wait }: Pair & { readonly wait: Wait },
): Promise<string | undefined> {
  const { image, hasOwnId, body } = input;
  const base64 = body.data?.image?.base64;
  const bytes = image ?? (base64 === undefined ? undefined : bytesFromBase64(base64));
  if (!hasOwnId || !bytes) return undefined;
  const there = await withBackoff(() => storedDigest(client, stored), wait);
  const here = await sha256(bytes);
  return there === undefined || there === here
    ? undefined
    : `there a picture of SHA-256 ${there.slice(0, 12)}…, here of ${here.slice(0, 12)}…`;
}

function shown(value: unknown): string {
  return typeof value === 'string' ? JSON.stringify(value.slice(0, 80)) : 'an image';
}

/** @returns how many were outside the dataset */
async function join(
  client: Client,
  pairs: readonly Pair[],
  { datasetId, wait }: ThereOptions,
): Promise<number> {
  const outside = pairs.filter(({ stored }) => !stored.dataset_ids?.includes(datasetId));
  const ids = [...new Set(outside.map(({ stored }) => stored.id))];
  if (ids.length === 0) return 0;
  const dataset_inputs = ids.map((id) => ({ input: { id } }));
  await withBackoff(
    () => client.call('PostDatasetInputs', { dataset_id: datasetId }, { dataset_inputs }),
    wait,
  );
  return ids.length;
}
