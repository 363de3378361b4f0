import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { AnswerRow } from '../answers/answer.ts';
import type { Colour } from '../../client/drawing/concept-colours.ts';
import { coloursOf } from '../../client/drawing/concept-colours.ts';
import { drawAnswer } from '../drawing/draw-answer.ts';
import { FileNames, safeFileName } from '../drawing/file-names.ts';
import { hasFont } from '../drawing/label.ts';

/** What was drawn, and what was not, with the reasons. */
export interface DrawingCounts {
  readonly pictures: number;
  readonly enlarged: number;
  readonly regions: number;
  readonly regionsLeft: number;
  /** Answers that say nothing of a picture: embeddings, texts. */
  readonly nothingToDraw: number;
  readonly problems: readonly { readonly source: string; readonly reason: string }[];
}

/** Draws answers into copies of their pictures, as they come. */
export class Drawings {
  readonly #folder: string;
  readonly #minValue: number;
  readonly #names = new FileNames();
  readonly #colours: ReadonlyMap<string, Colour>;
  readonly #counts = { pictures: 0, enlarged: 0, regions: 0, regionsLeft: 0, nothingToDraw: 0 };
  readonly #problems: { source: string; reason: string }[] = [];

  /** @param concepts all that the model may name @param minValue of the regions that are drawn */
  constructor(folder: string, concepts: readonly string[], minValue: number) {
    this.#folder = folder;
    this.#minValue = minValue;
    this.#colours = coloursOf(concepts);
  }

  /** False where this machine has no font: boxes would have no names. */
  static hasFont(): Promise<boolean> {
    return hasFont();
  }

  /** @param of the picture; without bytes it could not be read */
  async add(
    row: AnswerRow,
    { drawnAs, bytes }: { readonly drawnAs: string; readonly bytes: Uint8Array | undefined },
  ): Promise<void> {
    if ('error' in row) return;
    const { embedding, text } = row.answer;
    if (embedding !== undefined || text !== undefined || bytes === undefined) {
      this.#counts.nothingToDraw += 1;
      return;
    }
    try {
      const options = { colours: this.#colours, minValue: this.#minValue };
      const { png, drawn, left, scale } = await drawAnswer(bytes, row.answer, options);
      this.#write(drawnAs, png);
      this.#counts.pictures += 1;
      this.#counts.regions += drawn;
      this.#counts.regionsLeft += left;
      if (scale > 1) this.#counts.enlarged += 1;
    } catch (error) {
      this.#problems.push({ source: row.source, reason: (error as Error).message });
    }
  }

  counts(): DrawingCounts {
    return { ...this.#counts, problems: this.#problems };
  }

  /** In folders as the sources are; what leads out of them does not. */
  #write(drawnAs: string, png: Uint8Array): void {
    const name = drawnAs.replace(/\.(png|jpe?g|jfif|gif|bmp|tiff?|webp|avif)$/i, '');
    const parts = name.split('/').filter((part) => !['', '.', '..'].includes(part));
    const below = parts.slice(0, -1).map(safeFileName);
    const file = this.#names.take(parts.at(-1) ?? 'picture', '.png', below.join('/'));
    const path = join(this.#folder, ...below, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(`${path}.new`, png);
    renameSync(`${path}.new`, path);
  }
}
