import type { SourceConcept, SourceRegion } from './clarifai.ts';

/** What a model answered of one input, as far as answers can be compared. */
export interface ModelAnswer {
  readonly concepts: readonly SourceConcept[];
  readonly regions: readonly SourceRegion[];
  readonly text?: string;
}

/** The usual bar of detection: two boxes overlap by half. */
const minOverlap = 0.5;

/** How alike two answers are, 0 to 1; see `Comparison.similarity`. */
export function similarity(one: ModelAnswer, other: ModelAnswer): number {
  if (one.text !== undefined || other.text !== undefined) return Number(one.text === other.text);
  const regions = one.regions.length + other.regions.length;
  if (regions > 0) return (2 * partners(one.regions, other.regions)) / regions;
  return Number(nameOf(mostProbable(one.concepts)) === nameOf(mostProbable(other.concepts)));
}

/** The concept with the highest value; the first of equals. */
export function mostProbable(concepts: readonly SourceConcept[] = []): SourceConcept | undefined {
  return concepts.reduce<SourceConcept | undefined>(
    (found, each) => (found && (found.value ?? 0) >= (each.value ?? 0) ? found : each),
    undefined,
  );
}

/** By name: ids of the same concept may differ between two apps. */
const nameOf = (concept: SourceConcept | undefined) => concept?.name ?? concept?.id;

/** Pairs of regions that say the same, each region in one pair at most. */
function partners(some: readonly SourceRegion[], others: readonly SourceRegion[]): number {
  const left = [...others];
  return some.filter((region) => {
    const at = left.findIndex((each) => saySame(region, each));
    if (at >= 0) left.splice(at, 1);
    return at >= 0;
  }).length;
}

function saySame(a: SourceRegion, b: SourceRegion): boolean {
  const sameConcept =
    nameOf(mostProbable(a.data?.concepts)) === nameOf(mostProbable(b.data?.concepts));
  return sameConcept && overlap(boxOf(a), boxOf(b)) >= minOverlap;
}

interface Box {
  readonly top_row: number;
  readonly left_col: number;
  readonly bottom_row: number;
  readonly right_col: number;
}

const nowhere: Box = { top_row: 0, left_col: 0, bottom_row: 0, right_col: 0 };

function boxOf({ region_info: info }: SourceRegion): Box {
  return { ...nowhere, ...(info?.bounding_box as Partial<Box> | undefined) };
}

/** Intersection over union. */
function overlap(a: Box, b: Box): number {
  const height = Math.min(a.bottom_row, b.bottom_row) - Math.max(a.top_row, b.top_row);
  const width = Math.min(a.right_col, b.right_col) - Math.max(a.left_col, b.left_col);
  if (height <= 0 || width <= 0) return 0;
  const shared = height * width;
  return shared / (areaOf(a) + areaOf(b) - shared);
}

function areaOf(box: Box): number {
  return (box.bottom_row - box.top_row) * (box.right_col - box.left_col);
}
