import type { DetectedRow, Found, Marked } from './coco-precision.ts';
import { averagePrecisions } from './coco-precision.ts';
import type { Report } from './figures.ts';
import { meanOf } from './figures.ts';
import { figuresOfReport } from './held-out.ts';
import type { Scorer, PredictedRow } from './measure.ts';
import { boxOf } from './region-pixels.ts';
import { ofMarkedImages, placesIn } from './region-rows.ts';

/** COCO's own limit: further boxes of an image do not count. */
const maxPerImage = 100;

/** Detectors: mean average precision as COCO defines it. */
export const detection: Scorer<DetectedRow> = {
  ...ofMarkedImages,
  keep: async (predicted) => ({
    truth: await truthOf(predicted),
    found: foundIn(predicted),
  }),
  figuresOf: (kept, { concepts }) =>
    figuresOfReport(
      detectionReport(
        kept,
        concepts.map(({ id }) => id),
      ),
    ),
};

/** A box per region and concept. */
async function truthOf({ row, concepts, read }: PredictedRow): Promise<Marked[]> {
  const marked: Marked[] = [];
  for (const region of row.regions ?? []) {
    const places = placesIn(region, concepts);
    const box = places.length > 0 ? await boxOf(region, read) : undefined;
    if (box) marked.push(...places.map((concept) => ({ concept, box })));
  }
  return marked;
}

/** The surest pairs of box and concept. */
function foundIn({ prediction, concepts }: PredictedRow): Found[] {
  const places = new Map(concepts.map(({ id }, place) => [id, place]));
  const found = (prediction.regions ?? []).flatMap(({ box, concepts: named }) =>
    named.flatMap(({ id, value }): Found[] => {
      const concept = places.get(id);
      return concept === undefined || box === null ? [] : [{ concept, box, score: value }];
    }),
  );
  return found.toSorted((a, b) => b.score - a.score).slice(0, maxPerImage);
}

/**
 * {count, map50, map, perConcept: [{conceptId, count, ap50, ap}]} as `detection_metrics` of the container. A concept without objects has null; one
 * of which nothing is found has 0, also where nothing at all is found.
 */
export function detectionReport(
  rows: readonly DetectedRow[],
  conceptIds: readonly string[],
): Report {
  const perConcept = conceptIds.map((conceptId, concept) => {
    const precisions = averagePrecisions(rows, concept);
    return {
      conceptId,
      count: rows.flatMap(({ truth }) => truth).filter((each) => each.concept === concept).length,
      ap50: precisions?.[0] ?? null,
      ap: meanOf(precisions ?? []),
    };
  });
  return {
    count: rows.length,
    map50: meanOf(perConcept.map(({ ap50 }) => ap50)),
    map: meanOf(perConcept.map(({ ap }) => ap)),
    perConcept,
  };
}
