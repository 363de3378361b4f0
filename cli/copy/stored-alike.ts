import type { SourceInput } from './clarifai.ts';
import type { ContentReader } from './content.ts';
import { originalUrl, readContent } from './content.ts';
import type { Target } from './target.ts';

/**
 * Whether the input that is there holds the same bytes.
 * @throws ApiError, Error where it cannot be read
 */
export async function isStoredAlike(
  id: string,
  bytes: Uint8Array,
  { target, reader }: { readonly target: Target; readonly reader: ContentReader },
): Promise<boolean> {
  const { input } = await target.client.call('GetInput', { input_id: id });
  const { image, text } = (input as SourceInput).data ?? {};
  const content = image ?? text;
  if (!content || (content.raw === undefined && originalUrl(content) === undefined)) return false;
  // Its address is signed and the target's own: it works without a key.
  const stored = await readContent(content, { ...reader, url: 'about:blank', key: '' });
  return Buffer.compare(stored, bytes) === 0;
}
