import { sha256 } from '../import/bytes.ts';
import { storedDigest } from '../stored-picture.ts';
import type { Target } from './target.ts';

/**
 * Whether the input that is there holds the same bytes. A picture is compared by its digest, and
 * not read.
 * @throws ApiError, Error where the target does not answer
 */
export async function isStoredAlike(
  id: string,
  bytes: Uint8Array,
  { client }: Target,
): Promise<boolean> {
  const { input } = await client.call('GetInput', { input_id: id });
  const { raw } = input.data.text ?? {};
  if (raw !== undefined) return Buffer.compare(Buffer.from(raw), bytes) === 0;
  return (await storedDigest(client, input)) === (await sha256(bytes));
}
