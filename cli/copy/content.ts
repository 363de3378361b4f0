import { hostedUrl } from '../../core/dataset/record/hosted-address.ts';
import { maxContentBytes } from '../../core/ports/fetcher.ts';
import type { Fetch } from './patient-fetch.ts';
import type { SourceContent } from './clarifai.ts';

/** The address of what is hosted, in its original size; undefined where nothing is. */
export function originalUrl({ hosted, url }: SourceContent): string | undefined {
  const { prefix, suffix } = hosted ?? {};
  return prefix && suffix ? hostedUrl({ prefix, suffix }) : url;
}

/** Reads contents that an API names by their address. */
export interface ContentReader {
  readonly fetch: Fetch;
  /** Origin of the API, `https://api.clarifai.com`, and the key that it knows. */
  readonly url: string;
  readonly key: string;
}

/**
 * The bytes of an image or a text.
 * @throws Error where it has no address, cannot be read, or is larger than an input may be
 */
export async function readContent(
  content: SourceContent,
  reader: ContentReader,
): Promise<Uint8Array> {
  if (content.raw !== undefined) return new TextEncoder().encode(content.raw);
  if (content.base64 !== undefined) return Uint8Array.from(Buffer.from(content.base64, 'base64'));
  const url = originalUrl(content);
  if (url === undefined) throw new Error('It has no address that it could be read from');
  const headers: Record<string, string> = mayKnowKey(url, reader.url)
    ? { authorization: `Key ${reader.key}` }
    : {};
  const answer = await reader.fetch(url, { headers });
  if (!answer.ok) throw new Error(`${withoutQuery(url)} answers ${answer.status}`);
  const bytes = new Uint8Array(await answer.arrayBuffer());
  if (bytes.length <= maxContentBytes) return bytes;
  throw new Error(`It has ${bytes.length} bytes, an input may have ${maxContentBytes}`);
}

/** The key goes to its own service and that one's hosts for data, and to nobody else. */
function mayKnowKey(contentUrl: string, apiUrl: string): boolean {
  const [content, api] = [new URL(contentUrl), new URL(apiUrl)];
  if (content.origin === api.origin) return true;
  const isClarifai = (url: URL) => /(^|\.)clarifai\.com$/.test(url.hostname);
  return content.protocol === 'https:' && isClarifai(content) && isClarifai(api);
}

/** A signed address is a secret. */
function withoutQuery(url: string): string {
  return url.split('?')[0] ?? url;
}
