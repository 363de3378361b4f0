import type { ImageSize } from '../dataset/image/image-size.ts';
import { decodePng } from '../dataset/image/png.ts';
import { bytesFromBase64 } from '../dataset/image/base64.ts';
import { fail } from '../errors.ts';
import type { Report } from './figures.ts';
import { meanOf } from './figures.ts';
import { figuresOfReport } from './held-out.ts';
import type { Scorer, PredictedRow } from './measure.ts';
import { gridOf, maskPixels, pixelsOf } from './region-pixels.ts';
import { ofMarkedImages, placesIn } from './region-rows.ts';

/** Pixels of one concept in one image: that have it, that are said to, and both. */
export interface ConceptPixels {
  readonly concept: number;
  readonly truth: number;
  readonly predicted: number;
  readonly both: number;
}

/** What is kept of one image: counts, no masks. */
export interface SegmentedRow {
  readonly pixels: number;
  /** Pixels whose class is right; the background is a class. */
  readonly right: number;
  /** Concepts that are there or predicted. */
  readonly concepts: readonly ConceptPixels[];
}

/** Segmenters: intersection over union of each concept's pixels, over all images together. */
export const segmentation: Scorer<SegmentedRow> = {
  ...ofMarkedImages,
  keep: async (predicted) => {
    const grid = gridOf(predicted.image ?? new Uint8Array());
    const truth = await trueClasses(predicted, grid);
    return countPixels(truth, predictedClasses(predicted, grid));
  },
  figuresOf: (kept, { concepts }) =>
    figuresOfReport(
      segmentationReport(
        kept,
        concepts.map(({ id }) => id),
      ),
    ),
};

/** The class of each pixel, 0 for the background, else 1 and the concept's place; where regions overlap, the later one lies on top. */
async function trueClasses(
  { row, concepts, read }: PredictedRow,
  grid: ImageSize,
): Promise<Uint32Array> {
  const classes = new Uint32Array(grid.width * grid.height);
  for (const region of row.regions ?? []) {
    const [place] = placesIn(region, concepts);
    if (place !== undefined) paint(classes, await pixelsOf(region, grid, read), place);
  }
  return classes;
}

function predictedClasses({ prediction, concepts }: PredictedRow, grid: ImageSize): Uint32Array {
  const classes = new Uint32Array(grid.width * grid.height);
  for (const { mask_base64: mask, concepts: named } of prediction.regions ?? []) {
    const place = concepts.findIndex(({ id }) => id === named[0]?.id);
    const bytes = mask === null ? undefined : bytesFromBase64(mask);
    if (!bytes) throw fail('inputUnsupported', 'The model answered with a region without a mask');
    if (place >= 0) paint(classes, maskPixels(decodePng(bytes), grid), place);
  }
  return classes;
}

function paint(classes: Uint32Array, pixels: Uint8Array, place: number): void {
  pixels.forEach((isMarked, at) => {
    if (isMarked) classes[at] = place + 1;
  });
}

/** @param truth and `predicted`: classes of the same pixels, 0 for the background */
export function countPixels(truth: Uint32Array, predicted: Uint32Array): SegmentedRow {
  const counts = new Map<number, { truth: number; predicted: number; both: number }>();
  const of = (each: number) => {
    const known = counts.get(each) ?? { truth: 0, predicted: 0, both: 0 };
    counts.set(each, known);
    return known;
  };
  truth.forEach((actual, at) => {
    const said = predicted[at] ?? 0;
    of(actual).truth += 1;
    of(said).predicted += 1;
    if (actual === said) of(actual).both += 1;
  });
  return {
    pixels: truth.length,
    right: [...counts.values()].reduce((sum, { both }) => sum + both, 0),
    concepts: [...counts]
      .filter(([each]) => each > 0)
      .map(([each, numbers]) => ({ concept: each - 1, ...numbers })),
  };
}

/** {count, meanIou, pixelAccuracy, perConcept: [{conceptId, count, iou}]} as `segmentation_metrics` of the container; null for a concept that is nowhere. */
export function segmentationReport(
  rows: readonly SegmentedRow[],
  conceptIds: readonly string[],
): Report {
  const sum = (numbers: readonly number[]) => numbers.reduce((total, each) => total + each, 0);
  const perConcept = conceptIds.map((conceptId, place) => {
    const own = rows.flatMap(({ concepts }) => concepts.filter((each) => each.concept === place));
    const count = own.filter(({ truth }) => truth > 0).length;
    const both = sum(own.map((each) => each.both));
    const either = sum(own.map((each) => each.truth + each.predicted - each.both));
    return { conceptId, count, iou: count === 0 ? null : both / either };
  });
  const pixels = sum(rows.map((row) => row.pixels));
  return {
    count: rows.length,
    meanIou: meanOf(perConcept.map(({ iou }) => iou)),
    pixelAccuracy: pixels === 0 ? null : sum(rows.map((row) => row.right)) / pixels,
    perConcept,
  };
}
