import type { PrecisionRecallCurve, RocCurve } from './figures.ts';

/** What a model says of one concept in one row, and whether it is so. */
export interface Claim {
  readonly score: number;
  readonly isTrue: boolean;
}

/** How many true and false claims have at least this score. */
interface Step {
  readonly threshold: number;
  readonly hits: number;
  readonly falseAlarms: number;
}

/** Points that a curve is thinned down to. */
const maxPoints = 200;

/** One step per distinct score, from the highest down: equal scores cannot be told apart. */
function stepsOf(claims: readonly Claim[]): Step[] {
  const steps: Step[] = [];
  let [hits, falseAlarms] = [0, 0];
  for (const { score, isTrue } of claims.toSorted((a, b) => b.score - a.score)) {
    if (isTrue) hits += 1;
    else falseAlarms += 1;
    if (steps.at(-1)?.threshold === score) steps.pop();
    steps.push({ threshold: score, hits, falseAlarms });
  }
  return steps;
}

/** Area under the ROC curve, by the trapezoids between its steps; undefined where one of the two classes is absent. */
export function rocAuc(claims: readonly Claim[]): number | undefined {
  const { positives, negatives } = classes(claims);
  if (positives === 0 || negatives === 0) return undefined;
  let [area, before] = [0, { hits: 0, falseAlarms: 0 }];
  for (const step of stepsOf(claims)) {
    area += ((step.falseAlarms - before.falseAlarms) * (step.hits + before.hits)) / 2;
    before = step;
  }
  return area / (positives * negatives);
}

/** The mean of the precision over the hits: each step's precision, weighted by the recall that it adds; undefined without positives. */
export function averagePrecision(claims: readonly Claim[]): number | undefined {
  const { positives } = classes(claims);
  if (positives === 0) return undefined;
  let [sum, hitsBefore] = [0, 0];
  for (const { hits, falseAlarms } of stepsOf(claims)) {
    sum += ((hits - hitsBefore) / positives) * (hits / (hits + falseAlarms));
    hitsBefore = hits;
  }
  return sum;
}

/** From nothing predicted (above the highest score) to everything; undefined where one of the two classes is absent. */
export function rocCurve(claims: readonly Claim[]): RocCurve | undefined {
  const { positives, negatives } = classes(claims);
  if (positives === 0 || negatives === 0) return undefined;
  const steps = stepsOf(claims);
  const start = { threshold: (steps[0]?.threshold ?? 0) + 1, hits: 0, falseAlarms: 0 };
  const points = thinned([start, ...steps]);
  return {
    fpr: points.map((step) => step.falseAlarms / negatives),
    tpr: points.map((step) => step.hits / positives),
    thresholds: points.map((step) => step.threshold),
  };
}

/** Undefined without positives. */
export function precisionRecallCurve(claims: readonly Claim[]): PrecisionRecallCurve | undefined {
  const { positives } = classes(claims);
  if (positives === 0) return undefined;
  const points = thinned(stepsOf(claims));
  return {
    precision: points.map((step) => step.hits / (step.hits + step.falseAlarms)),
    recall: points.map((step) => step.hits / positives),
    thresholds: points.map((step) => step.threshold),
  };
}

function classes(claims: readonly Claim[]): { positives: number; negatives: number } {
  const positives = claims.filter((claim) => claim.isTrue).length;
  return { positives, negatives: claims.length - positives };
}

/** Evenly chosen points, both ends among them. */
function thinned(steps: readonly Step[]): readonly Step[] {
  if (steps.length <= maxPoints) return steps;
  const last = steps.length - 1;
  return Array.from({ length: maxPoints }, (_, n) =>
    steps.at(Math.round((n * last) / (maxPoints - 1))),
  ).filter((step) => step !== undefined);
}
