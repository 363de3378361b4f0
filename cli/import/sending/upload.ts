import type { Client } from '../../../client/client.ts';
import { failed } from '../entry.ts';
import type { Problem } from '../entry.ts';
import type { Wait } from './backoff.ts';
import { isTransient, withBackoff } from './backoff.ts';
import type { PreparedInput } from './prepare.ts';

/** Uploads under way at once. */
const atOnce = 8;

interface Uploaded {
  readonly inputs: readonly PreparedInput[];
  readonly problems: readonly Problem[];
}

/**
 * Uploads the images that inputs bring apart from their request, each by a link of its own.
 * @returns all inputs in order, ready to be posted, but those whose image was refused: these are
 *   problems
 * @throws ApiError for what concerns all inputs
 */
export async function uploadImages(
  client: Client,
  inputs: readonly PreparedInput[],
  wait: Wait,
): Promise<Uploaded> {
  const large = inputs.filter(({ image }) => image !== undefined);
  if (large.length === 0) return { inputs, problems: [] };
  const links = await linksFor(client, large, wait);
  const outcomes = new Map<PreparedInput, PreparedInput | Problem>();
  for (let at = 0; at < large.length; at += atOnce) {
    const some = large.slice(at, at + atOnce);
    const put = some.map((input, index) => uploadOne(input, links[at + index] ?? '', wait));
    for (const [index, outcome] of (await Promise.all(put)).entries())
      outcomes.set(some[index] as PreparedInput, outcome);
  }
  const all = inputs.map((input) => outcomes.get(input) ?? input);
  return {
    inputs: all.filter((one) => 'body' in one),
    problems: all.filter((one) => 'reason' in one),
  };
}

/** One link for each, in order. */
async function linksFor(
  client: Client,
  inputs: readonly PreparedInput[],
  wait: Wait,
): Promise<string[]> {
  const uploads = inputs.map(({ where, image }) => ({
    content_name: where.slice(-1024),
    content_length: image?.length ?? 0,
  }));
  const answer = await withBackoff(() => client.call('PostUploads', {}, { uploads }), wait);
  return answer.uploads.map(({ content_url: url }) => url);
}

async function uploadOne(
  { image, ...input }: PreparedInput,
  url: string,
  wait: Wait,
): Promise<PreparedInput | Problem> {
  const refusal = await withBackoff(() => put(url, image ?? new Uint8Array()), wait);
  if (refusal !== undefined) return { ...failed(input.where, refusal), id: input.id };
  const [bare = url] = url.split('?');
  return { ...input, body: { ...input.body, data: { ...input.body.data, image: { url: bare } } } };
}

/** @returns why the bytes were refused, if they were @throws Error where asking again may help */
async function put(url: string, bytes: Uint8Array): Promise<string | undefined> {
  const response = await fetch(url, { method: 'PUT', body: bytes as Uint8Array<ArrayBuffer> });
  const text = await response.text();
  if (response.ok) return undefined;
  const reason = `The upload was refused: HTTP ${response.status} ${text.slice(0, 300)}`;
  if (isTransient(response.status)) throw new Error(reason);
  return reason;
}
