import type { ImageSize } from '../dimensions.ts';

/** What an image file says of itself before its pixels. */
export interface ImageHeader {
  /** As the pixels are stored. */
  readonly size: ImageSize;
  /** EXIF's (1 to 8): how the stored pixels are turned to be seen; 1 where nothing is said. */
  readonly orientation: number;
  /** What kind of pixels it has, where no decoder here takes them. */
  readonly unsupported?: string;
}

/**
 * Reads one format. Undefined, or a RangeError of DataView, where the file is not whole: cut off,
 * or without what the format asks for.
 */
export type HeaderReader = (bytes: Uint8Array, view: DataView) => ImageHeader | undefined;

export const viewOf = (bytes: Uint8Array): DataView =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

export const ascii = (bytes: Uint8Array, at: number, length: number): string =>
  String.fromCharCode(...bytes.subarray(at, at + length));

/**
 * Parts (chunks, segments, boxes) that a file may have: far more than any has, and few
 * enough to be walked while requests wait.
 */
export const maxParts = 20_000;
