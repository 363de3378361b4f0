import type { SourceInput } from './clarifai.ts';
import { originalUrl, readContent } from './content.ts';
import type { Target } from './target.ts';

/**
 * Whether the input that is there holds the same bytes.
 * @throws ApiError, Error where it cannot be read
 */
export async function isStoredAlike(
  id: string,
  bytes: Uint8Array,
  { client, reader }: Target,
): Promise<boolean> {
  const { input } = await client.call('GetInput', { input_id: id });
  const { image, text } = (input as SourceInput).data ?? {};
  const content = image ?? text;
  if (!content || (content.raw === undefined && originalUrl(content) === undefined)) return false;
  return Buffer.compare(await readContent(content, reader), bytes) === 0;
}
