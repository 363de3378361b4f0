import type { InputSizes, LengthSpread } from '../../../estimate/work/work-data.ts';
import type { RawRow } from './frozen-part.ts';
import { NumberCounter } from '../report/spread.ts';

/**
 * Sizes of inputs, which decide how long they take: pictures as far as their headers said them when
 * they came in, and texts. It keeps a number for each different length.
 */
export class InputSizesCounter {
  readonly #characters = new NumberCounter();
  readonly #completions = new NumberCounter();
  #pictures = 0;
  #pixels = 0;
  #ratios = 0;

  add({ row, width, height }: Pick<RawRow, 'row' | 'width' | 'height'>): void {
    if (row.text !== null) this.#characters.add(row.text.length);
    if (row.target !== undefined) this.#completions.add(row.target.length);
    if (width === undefined || height === undefined) return;
    this.#pictures += 1;
    this.#pixels += width * height;
    this.#ratios += Math.max(width, height) / Math.min(width, height);
  }

  result(): InputSizes {
    const [characters, completionCharacters] = [this.#characters, this.#completions].map(lengths);
    const pictures = this.#pictures;
    return {
      ...(pictures > 0
        ? {
            meanPixels: Math.round(this.#pixels / pictures),
            meanAspectRatio: Math.round((100 * this.#ratios) / pictures) / 100,
          }
        : {}),
      ...(characters ? { characters } : {}),
      ...(completionCharacters ? { completionCharacters } : {}),
    };
  }
}

function lengths(counter: NumberCounter): LengthSpread | undefined {
  const spread = counter.spread();
  if (spread === undefined) return undefined;
  const { median, p95, max } = spread;
  return { mean: Math.round(counter.mean()), median, p95, max };
}
