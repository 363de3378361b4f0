import type { ImageSize } from './dimensions.ts';
import { maxAspectRatio, maxPixels } from './dimensions.ts';
import { isAvif, readAvif } from './headers/avif.ts';
import { readBmp } from './headers/bmp.ts';
import { foreignFormat } from './headers/foreign-format.ts';
import { readGif } from './headers/gif.ts';
import type { HeaderReader, ImageHeader } from './headers/header.ts';
import { ascii, viewOf } from './headers/header.ts';
import { readJpeg } from './headers/jpeg.ts';
import { readPng } from './headers/png.ts';
import { isTiff, readTiff } from './headers/tiff.ts';
import { readWebp } from './headers/webp.ts';

export type ImageFormat = 'png' | 'jpeg' | 'gif' | 'bmp' | 'tiff' | 'webp' | 'avif';

/** What is known of an image before it is decoded. */
export interface ImageFacts {
  readonly format: ImageFormat;
  /** As the pixels lie in the file. */
  readonly stored: ImageSize;
  /** EXIF's orientation, 1 to 8. */
  readonly orientation: number;
  /**
   * As people see the picture, and as the trainer decodes it: `stored`, turned as EXIF says. Boxes,
   * polygons and masks are in this.
   */
  readonly displayed: ImageSize;
}

/** The trainer's decoder uses the same codes, and `image-damaged` for pixels that do not decode. */
export type ImageRefusalCode =
  | 'not-an-image'
  | 'image-format-unsupported'
  | 'image-truncated'
  | 'image-too-large'
  | 'image-too-narrow';

export interface ImageRefusal {
  readonly code: ImageRefusalCode;
  /** Sentence for a person: what was found, and what would be right. */
  readonly reason: string;
}

const readers: Readonly<Record<ImageFormat, HeaderReader>> = {
  png: readPng,
  jpeg: readJpeg,
  gif: readGif,
  bmp: readBmp,
  tiff: readTiff,
  webp: readWebp,
  avif: readAvif,
};

/**
 * Looks at the frame of an image file (signature, header, chunk lengths, end), not at its pixels: a
 * truncated upload and a bomb are found here, at once; damaged pixels are found by the trainer.
 */
export function readImageFacts(bytes: Uint8Array): ImageFacts | ImageRefusal {
  const format = formatOf(bytes);
  if (!format) return unknownFormat(bytes);
  const header = headerOf(bytes, format);
  if (!header)
    return refused(
      'image-truncated',
      `${bytes.length} bytes that are not a whole ${format.toUpperCase()} image: the file is cut off or damaged; send it again`,
    );
  const { unsupported, size } = header;
  if (unsupported)
    return refused(
      'image-format-unsupported',
      `${unsupported} is not taken; save it as PNG or JPEG with 8 bits, or as grey with 16`,
    );
  return sizeRefusal(size) ?? { format, ...factsOf(header) };
}

/** True for `readImageFacts`'s refusals. */
export function isRefusal(facts: ImageFacts | ImageRefusal): facts is ImageRefusal {
  return 'reason' in facts;
}

/** The format that a file of these first bytes says it has; 12 are enough. */
export function formatOf(bytes: Uint8Array): ImageFormat | undefined {
  const start = ascii(bytes, 0, 12);
  if (start.startsWith('\x89PNG\r\n\x1a\n')) return 'png';
  if (start.startsWith('\xff\xd8\xff')) return 'jpeg';
  if (start.startsWith('GIF87a') || start.startsWith('GIF89a')) return 'gif';
  if (start.startsWith('BM')) return 'bmp';
  if (isTiff(bytes)) return 'tiff';
  if (isAvif(bytes)) return 'avif';
  return start.startsWith('RIFF') && start.endsWith('WEBP') ? 'webp' : undefined;
}

function headerOf(bytes: Uint8Array, format: ImageFormat): ImageHeader | undefined {
  try {
    return readers[format](bytes, viewOf(bytes));
  } catch (error) {
    // A DataView reads past its end: the file is cut off.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function factsOf({ size, orientation }: ImageHeader): Omit<ImageFacts, 'format'> {
  // From 5 on, rows become columns.
  const displayed = orientation < 5 ? size : { width: size.height, height: size.width };
  return { stored: size, orientation, displayed };
}

function unknownFormat(bytes: Uint8Array): ImageRefusal {
  const foreign = foreignFormat(bytes);
  return foreign
    ? refused('image-format-unsupported', `${foreign} is not taken; save it as PNG or JPEG`)
    : refused(
        'not-an-image',
        `${bytes.length} bytes that are not a whole PNG, JPEG, GIF, BMP, TIFF, WebP or AVIF image`,
      );
}

function sizeRefusal({ width, height }: ImageSize): ImageRefusal | undefined {
  const size = `${width} x ${height} pixels`;
  if (width < 1 || height < 1) return refused('image-truncated', `An image of ${size} is empty`);
  if (width * height > maxPixels)
    return refused(
      'image-too-large',
      `${size} are ${width * height}; an image has at most ${maxPixels}: make it smaller`,
    );
  if (Math.max(width, height) > maxAspectRatio * Math.min(width, height))
    return refused(
      'image-too-narrow',
      `${size} are too long and narrow: the longer side is at most ${maxAspectRatio} times the shorter; cut it into parts`,
    );
  return undefined;
}

const refused = (code: ImageRefusalCode, reason: string): ImageRefusal => ({ code, reason });
