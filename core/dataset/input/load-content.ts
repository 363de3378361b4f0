import { errors } from '../../errors.ts';
import type { Scope } from '../../records/keys.ts';
import { objectKeys } from '../../records/object-keys.ts';
import type { Dependencies } from '../../ports/host.ts';
import type { NewInput } from './new-input.ts';
import { bytesFromBase64 } from '../image/base64.ts';
import { fetchUrl } from './upload.ts';
import type { InvalidData } from '../record/input.ts';

/** What an input brings, however it was sent. */
export type Loaded =
  | { readonly kind: 'image'; readonly bytes: Uint8Array }
  | { readonly kind: 'text'; readonly text: string }
  | InvalidData;

/** Milliseconds that one request may spend on fetching; API Gateway gives it 30 seconds in all. */
const fetchingMilliseconds = 20_000;

/**
 * URLs that one request loads at once: what they lead to is in memory together, 20 MB each at most.
 */
export const loadedAtOnce = 8;

/** When the URLs of a request that begins now are given up, ISO 8601 UTC. */
export function fetchingEnds(now: string): string {
  return new Date(Date.parse(now) + fetchingMilliseconds).toISOString();
}

/**
 * Decodes or fetches content. What cannot be had is `invalid`, with the reason.
 * @param scope the app whose uploads the content may name
 * @param until see `fetchingEnds`
 */
export async function loadContent(
  scope: Scope,
  content: NewInput['content'],
  until: string,
  deps: Pick<Dependencies, 'fetcher' | 'objects'>,
): Promise<Loaded> {
  if (content.kind === 'text') return content;
  if (content.kind === 'several')
    return invalid('image', errors.inputInvalid.status, severalContents(content.names));
  if (content.kind === 'nothing' && content.has !== undefined)
    return unsupported(
      'image',
      `data.${content.has} is not part of this release; inputs are images or texts`,
    );
  if (content.kind === 'nothing')
    return invalid(
      'image',
      errors.inputInvalid.status,
      'The input has neither data.image nor data.text, each with its bytes or a url',
    );
  if (content.kind === 'image') {
    const bytes = bytesFromBase64(content.base64);
    return bytes
      ? { kind: 'image', bytes }
      : unsupported('image', 'data.image.base64 is not base64');
  }
  if (content.kind === 'stored') return loadStored(scope, content, deps);
  const fetched = await fetchUrl(scope, content.url, until, deps);
  if ('reason' in fetched)
    return invalid(content.of, errors.inputDownloadFailed.status, fetched.reason);
  return content.of === 'image' ? { kind: 'image', ...fetched } : decoded(fetched.bytes);
}

function severalContents(names: readonly string[]): string {
  const named = names.map((name) => `data.${name}`).join(' and ');
  return `The input has ${names.length} contents, ${named}; an input is one image or one text: send one of them`;
}

async function loadStored(
  scope: Scope,
  { of, data }: Extract<NewInput['content'], { kind: 'stored' }>,
  { objects }: Pick<Dependencies, 'objects'>,
): Promise<Loaded> {
  if (data.kind !== 'image') return data;
  const bytes = await objects.get(objectKeys.input(scope, data.sha256));
  const gone = 'The picture of the input was erased just now';
  return bytes ? { kind: 'image', bytes } : invalid(of, errors.inputDownloadFailed.status, gone);
}

function decoded(bytes: Uint8Array): Loaded {
  try {
    return { kind: 'text', text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch {
    return unsupported('text', `${bytes.length} bytes that are not UTF-8 text`);
  }
}

/** Data of an input that could not be ingested. */
export function invalid(
  wasKind: InvalidData['wasKind'],
  statusCode: number,
  reason: string,
): InvalidData {
  return { kind: 'invalid', wasKind, statusCode, reason };
}

/** Bytes that are not what they should be. */
export function unsupported(wasKind: InvalidData['wasKind'], reason: string): InvalidData {
  return invalid(wasKind, errors.inputUnsupported.status, reason);
}
