import type { Box } from './region-pixels.ts';

/** One box of one concept in one image. */
export interface Marked {
  readonly concept: number;
  readonly box: Box;
}

/** What a model says: how sure it is of a box. */
export interface Found extends Marked {
  readonly score: number;
}

/** What is there in one image, and what a model found in it. */
export interface DetectedRow {
  readonly truth: readonly Marked[];
  readonly found: readonly Found[];
}

/** COCO's overlaps, .5 to .95, and its 101 recalls, 0 to 1: as numpy spaces them, so that equal numbers are compared. */
const overlaps = Array.from({ length: 10 }, (_, n) => 0.5 + n * ((0.95 - 0.5) / 9));
const recalls = Array.from({ length: 101 }, (_, n) => (n === 100 ? 1 : n * 0.01));
/** An overlap this close to 1 counts as 1. */
const almostWhole = 1 - 1e-10;
/** COCO's boxes are in pixels; any number does, as sizes are not told apart. The trainer takes this one. */
const units = 1000;

/** A claim with whether it is right. */
interface Judged {
  readonly score: number;
  readonly isRight: boolean;
}

/**
 * Average precision of one concept at each of COCO's ten overlaps, .5 to .95: the mean over 101 recalls of the best precision from that recall on
 * (`COCOeval` of pycocotools, which the trainer uses).
 * @returns ten numbers; undefined where there is no such object
 */
export function averagePrecisions(
  rows: readonly DetectedRow[],
  concept: number,
): number[] | undefined {
  const ofConcept = rows.map(({ truth, found }) => {
    const own = found.filter((each) => each.concept === concept);
    const there = truth.filter((each) => each.concept === concept).map(({ box }) => sidesOf(box));
    const claims = own.toSorted((a, b) => b.score - a.score);
    const shared = claims.map(({ box }) => there.map((other) => overlap(sidesOf(box), other)));
    return { count: there.length, claims, shared };
  });
  const count = ofConcept.reduce((sum, each) => sum + each.count, 0);
  if (count === 0) return undefined;
  return overlaps.map((least) => {
    const judged = ofConcept.flatMap(({ claims, shared }) => {
      const right = matched(shared, Math.min(least, almostWhole));
      return claims.map(({ score }, n): Judged => ({ score, isRight: right[n] === true }));
    });
    return areaUnder(judged, count);
  });
}

/** Which claims, the surest first, find an object that none before has found; of several the one they cover best. */
function matched(shared: readonly (readonly number[])[], least: number): boolean[] {
  const taken = new Set<number>();
  return shared.map((each) => {
    let [best, at] = [least, -1];
    each.forEach((value, place) => {
      if (value >= best && !taken.has(place)) [best, at] = [value, place];
    });
    if (at >= 0) taken.add(at);
    return at >= 0;
  });
}

function areaUnder(judged: readonly Judged[], count: number): number {
  const ranked = judged.toSorted((a, b) => b.score - a.score);
  let hits = 0;
  const curve = ranked.map(({ isRight }, n) => {
    if (isRight) hits += 1;
    return { recall: hits / count, precision: hits / (n + 1 + Number.EPSILON) };
  });
  let best = 0;
  const bestFrom = curve
    .toReversed()
    .map(({ precision }) => (best = Math.max(best, precision)))
    .reverse();
  let at = 0;
  const sum = recalls.reduce((total, recall) => {
    while (at < curve.length && (curve[at]?.recall ?? 0) < recall) at += 1;
    return total + (bestFrom[at] ?? 0);
  }, 0);
  return sum / recalls.length;
}

interface Sides {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

function sidesOf(box: Box): Sides {
  const [top, left, bottom, right] = box.map((side) => side * units) as [
    number,
    number,
    number,
    number,
  ];
  return { left, top, width: right - left, height: bottom - top };
}

function overlap(a: Sides, b: Sides): number {
  const width = Math.min(a.left + a.width, b.left + b.width) - Math.max(a.left, b.left);
  const height = Math.min(a.top + a.height, b.top + b.height) - Math.max(a.top, b.top);
  if (width <= 0 || height <= 0) return 0;
  const both = width * height;
  return both / (a.width * a.height + b.width * b.height - both);
}
