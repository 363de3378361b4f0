import type { ImageFormat } from './image-facts.ts';
import { isRefusal, readImageFacts } from './image-facts.ts';

/** Format of an image that is taken, see `readImageFacts`; undefined for other bytes. */
export function imageFormat(bytes: Uint8Array): ImageFormat | undefined {
  const facts = readImageFacts(bytes);
  return isRefusal(facts) ? undefined : facts.format;
}
