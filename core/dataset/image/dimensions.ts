/** Pixels. */
export interface ImageSize {
  readonly width: number;
  readonly height: number;
}

/**
 * Pixels that one image may have, width times height; MAX_PIXELS of the trainer's decoder is the
 * same number. 10,000 x 10,000 take 300 MB as RGB, and about a GB while a progressive JPEG of that
 * size is decoded.
 */
export const maxPixels = 100_000_000;

/**
 * Pixels that the images of one prediction request may have together: they are decoded one after
 * the other while the caller waits, at about 100 million a second.
 */
export const maxRequestPixels = 10 * maxPixels;

/**
 * Longer side by shorter side. Resizing the shorter side of a thread-like image would blow the
 * longer one up to gigabytes; MAX_ASPECT_RATIO of the trainer is the same number.
 */
export const maxAspectRatio = 64;
