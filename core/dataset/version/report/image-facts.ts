import type { RawRow } from '../freezing/frozen-part.ts';
import type { DataReport } from './data-report.ts';
import { Examples } from './data-report.ts';
import { NumberCounter, roughly } from './spread.ts';

/** A shorter side of fewer pixels shows hardly anything once it is enlarged to what models see. */
export const minSidePixels = 32;
/** Sides that differ more are squeezed until what they show is not recognised. */
export const maxAspectRatio = 5;

/** Said until a training has decoded the images, and found something. */
export const pixelsNotLookedAt =
  'Near-copies of images and images of one colour: nothing is decoded when a dataset version is frozen. A training decodes them; what it finds stands here then';

/** What is known of images without decoding them. */
export class ImageFacts {
  readonly tiny: Examples;
  readonly narrow: Examples;
  readonly #bytes = new NumberCounter();
  readonly #widths = new NumberCounter();
  readonly #heights = new NumberCounter();
  #images = 0;
  #unmeasured = 0;

  constructor(most?: number) {
    this.tiny = new Examples(most);
    this.narrow = new Examples(most);
  }

  add({ row, size, width, height }: RawRow): void {
    this.#images += 1;
    if (size > 0) this.#bytes.add(roughly(size));
    if (width === undefined || height === undefined) {
      this.#unmeasured += 1;
      return;
    }
    this.#widths.add(width);
    this.#heights.add(height);
    const [short, long] = [Math.min(width, height), Math.max(width, height)];
    if (short < minSidePixels) this.tiny.add(row.id);
    if (long / short > maxAspectRatio) this.narrow.add(row.id);
  }

  result(): Pick<DataReport, 'imageBytes' | 'imageWidths' | 'imageHeights'> {
    const [bytes, widths, heights] = [this.#bytes, this.#widths, this.#heights].map((each) =>
      each.spread(),
    );
    return {
      ...(bytes ? { imageBytes: bytes } : {}),
      ...(widths ? { imageWidths: widths } : {}),
      ...(heights ? { imageHeights: heights } : {}),
    };
  }

  notLookedAt(): string[] {
    if (this.#images === 0) return [];
    const unmeasured = `Sizes of ${this.#unmeasured} of ${this.#images} images: they are known where this release took the image in, and its header says them, and until inputs are purged`;
    return [pixelsNotLookedAt, ...(this.#unmeasured > 0 ? [unmeasured] : [])];
  }
}
