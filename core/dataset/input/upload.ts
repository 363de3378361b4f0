import { fail } from '../../errors.ts';
import type { Fetched } from '../../ports/fetcher.ts';
import { maxContentBytes, notFetched } from '../../ports/fetcher.ts';
import { objectKeys, parseUpload } from '../../records/object-keys.ts';
import type { Scope } from '../../records/keys.ts';
import type { Dependencies } from '../../ports/host.ts';

/**
 * Seconds that an upload may be begun for. What was put stays for a day: time to post it as an
 * input.
 */
const linkSeconds = 3_600;

/**
 * Bytes that are to come by a link of their own. The object under the link's key is all there is of
 * it: no record is kept.
 */
export interface Upload {
  readonly id: string;
  /**
   * Takes a PUT of exactly `size` bytes until `expiresAt`; then it is what an input names as its
   * URL, with or without its query.
   */
  readonly url: string;
  readonly size: number;
  readonly createdAt: string;
  readonly expiresAt: string;
}

/**
 * Makes links for uploads. The same id again is a new link to the same upload.
 * @throws DeeptuneError bad-request-format for an upload that is larger than an input may be, or
 *   named twice
 */
export async function createUploads(
  scope: Scope,
  asked: readonly { readonly id?: string | undefined; readonly size: number }[],
  deps: Pick<Dependencies, 'objects' | 'now' | 'newId'>,
): Promise<Upload[]> {
  const named = asked.map(({ id, size }) => ({ id: id ?? deps.newId(), size }));
  assertPossible(named);
  const createdAt = deps.now();
  const expiresAt = new Date(Date.parse(createdAt) + linkSeconds * 1_000).toISOString();
  return Promise.all(
    named.map(async ({ id, size }) => {
      const key = objectKeys.upload(scope, id);
      const url = await deps.objects.uploadUrl(key, size, linkSeconds);
      return { id, url, size, createdAt, expiresAt };
    }),
  );
}

function assertPossible(asked: readonly Pick<Upload, 'id' | 'size'>[]): void {
  const large = asked.find(({ size }) => size > maxContentBytes);
  if (large)
    throw fail(
      'badRequest',
      `Upload '${large.id}' has ${large.size} bytes; an input has at most ${maxContentBytes}`,
    );
  const ids = asked.map(({ id }) => id);
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  if (twice !== undefined) throw fail('badRequest', `Upload '${twice}' is there twice`);
}

/**
 * What a URL leads to: an upload of this app is read where it lies, everything else is fetched.
 * Another app's upload answers like one that is not there.
 * @param until when to give up fetching, ISO 8601 UTC
 */
export async function fetchUrl(
  scope: Scope,
  url: string,
  until: string,
  { objects, fetcher }: Pick<Dependencies, 'fetcher' | 'objects'>,
): Promise<Fetched> {
  const key = await objects.keyOfUrl(url);
  const owner = key === undefined ? undefined : parseUpload(key);
  if (key === undefined || !owner) return fetcher.fetch(url, until);
  const isOwn = owner.userId === scope.userId && owner.appId === scope.appId;
  const bytes = isOwn ? await objects.get(key) : undefined;
  return bytes ? { bytes } : notFetched(url.split('?')[0] ?? url, nothingThere);
}

const nothingThere =
  'this app has no upload there: PUT the bytes to the link first, within an hour, and post the input within a day';
