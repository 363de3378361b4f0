import { errors } from '../../errors.ts';
import { objectKeys } from '../../records/object-keys.ts';
import type { Scope } from '../../records/keys.ts';
import type { Dependencies } from '../../ports/host.ts';
import { bytesFromBase64 } from '../image/base64.ts';
import type { ImageSize } from '../image/dimensions.ts';
import { isRefusal, readImageFacts } from '../image/image-facts.ts';
import { textProblem } from '../text/text-problem.ts';
import type { NewInput, NewRegion } from './new-input.ts';
import type { Input, InvalidData, Region } from '../record/input.ts';
import { invalid, loadContent, unsupported } from './load-content.ts';

type Uses = Pick<Dependencies, 'objects' | 'sha256'>;

/** A text travels inside the manifest and must fit a table item (400 KB on DynamoDB). */
export const maxTextLength = 100_000;

/**
 * Stores the bytes under their digest; the same image twice is one object.
 * @param until when URLs are given up, see `fetchingEnds`
 */
export async function ingest(
  scope: Scope,
  content: NewInput['content'],
  until: string,
  deps: Uses & Pick<Dependencies, 'fetcher'>,
): Promise<Input['data']> {
  if (content.kind === 'stored') return content.data;
  const loaded = await loadContent(scope, content, until, deps);
  if (loaded.kind === 'invalid') return loaded;
  return loaded.kind === 'text' ? ingestText(loaded.text) : ingestImage(scope, loaded.bytes, deps);
}

async function ingestImage(scope: Scope, bytes: Uint8Array, deps: Uses): Promise<Input['data']> {
  const facts = readImageFacts(bytes);
  if (isRefusal(facts)) return unsupported('image', `${facts.code}: ${facts.reason}`);
  const sha256 = deps.sha256(bytes);
  await deps.objects.put(objectKeys.input(scope, sha256), bytes, { ifAbsent: true });
  return { kind: 'image', sha256, size: bytes.length, format: facts.format, ...facts.displayed };
}

function ingestText(text: string): Input['data'] {
  const reason = refusedText(text);
  return reason === undefined
    ? { kind: 'text', text }
    : invalid('text', errors.inputInvalid.status, reason);
}

/** @returns why a text is not taken in: a sentence; undefined where it is */
export function refusedText(text: string): string | undefined {
  if (text.trim() === '') return 'The text is empty';
  if (text.length > maxTextLength)
    return `The text has ${text.length} characters; at most ${maxTextLength} are taken`;
  return textProblem(text)?.reason;
}

/**
 * Regions with their masks stored; or, where a mask is no PNG or lies across its picture, why the
 * whole input is not ingested.
 * @param picture as people see it, where that is known
 */
export async function ingestRegions(
  scope: Scope,
  regions: readonly NewRegion[],
  deps: Uses & Pick<Dependencies, 'newId'>,
  picture?: Partial<ImageSize>,
): Promise<{ regions: Region[] } | InvalidData> {
  const taken: Region[] = [];
  for (const { maskBase64, ...region } of regions) {
    const bytes = maskBase64 === null ? null : bytesFromBase64(maskBase64);
    const problem = bytes === null ? undefined : maskProblem(bytes, picture);
    if (bytes === undefined || problem !== undefined)
      return unsupported('image', `The mask of region ${taken.length} ${problem ?? ''}`);
    const mask = bytes && deps.sha256(bytes);
    if (bytes && mask)
      await deps.objects.put(objectKeys.input(scope, mask), bytes, { ifAbsent: true });
    taken.push({ ...region, id: region.id ?? deps.newId(), mask });
  }
  return { regions: taken };
}

/** Why bytes are not a mask of the picture, as the end of a sentence. */
function maskProblem(
  bytes: Uint8Array | undefined,
  picture: Partial<ImageSize> = {},
): string | undefined {
  if (!bytes) return 'is not a PNG in base64';
  const facts = readImageFacts(bytes);
  if (isRefusal(facts)) return `is not a PNG in base64: ${facts.code}: ${facts.reason}`;
  if (facts.format !== 'png') return `is not a PNG in base64, but ${facts.format}`;
  const { width, height } = facts.stored;
  // Another size is fitted to the picture; this one was made for the picture before it was turned.
  const isAcross = width !== height && width === picture.height && height === picture.width;
  return isAcross
    ? `has ${width} x ${height} pixels and its picture, as people see it, ${height} x ${width}: turn the mask as EXIF turns the picture`
    : undefined;
}
