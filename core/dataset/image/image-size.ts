import type { ImageSize } from './dimensions.ts';
import { isRefusal, readImageFacts } from './image-facts.ts';

/**
 * Size of an image as people see it, with EXIF's orientation applied; undefined where the bytes are
 * not an image that is taken, see `readImageFacts`.
 */
export function imageSize(bytes: Uint8Array): ImageSize | undefined {
  const facts = readImageFacts(bytes);
  return isRefusal(facts) ? undefined : facts.displayed;
}
