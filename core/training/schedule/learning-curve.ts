import type { ExpectedGain } from './decision.ts';

/** What a version of the model had learnt, and how well it did. */
export interface CurvePoint {
  /** Contents that it had learnt, its ancestors' among them. */
  readonly inputs: number;
  /** Its held-out metric, 0 to 1, greater is better. */
  readonly score: number;
  /** Held-out inputs that it was measured on; absent: 100. */
  readonly count?: number;
}

export interface LearningCurve {
  readonly points: readonly CurvePoint[];
  /** Contents that the version knows which answers now, and that the next one would know. */
  readonly inputsNow: number;
  readonly inputsThen: number;
}

/**
 * The points that a training should bring by the power law of learning curves, error = a + b n^-c
 * (Hestness et al. 2017, arXiv:1712.00409), fitted to earlier versions of the model. Every curve of
 * a grid counts by how well it explains what was measured and by what is usual: c around 0.5, a
 * anywhere below the least error that was seen. So few versions leave the gain uncertain, and many
 * decide it. Deterministic.
 * @returns undefined where no version was measured
 */
export function expectedGain(curve: LearningCurve): ExpectedGain | undefined {
  const points = curve.points.filter(({ inputs }) => inputs > 0);
  if (points.length === 0) return undefined;
  const gains = gridOf(points).flatMap((fit) => gainsOf(fit, curve));
  const total = gains.reduce((sum, { weight }) => sum + weight, 0);
  const mean = gains.reduce((sum, { gain, weight }) => sum + gain * weight, 0) / total;
  const ascending = gains.sort((one, other) => one.gain - other.gain);
  return {
    points: rounded(mean),
    low: rounded(quantile(ascending, 0.1 * total)),
    high: rounded(quantile(ascending, 0.9 * total)),
    versions: points.length,
  };
}

interface Fit {
  readonly c: number;
  readonly b: number;
  /** Standard deviation of `b`. */
  readonly sd: number;
  readonly weight: number;
}

interface Weighted {
  readonly gain: number;
  readonly weight: number;
}

const steps = 24;

function gridOf(points: readonly CurvePoint[]): Fit[] {
  const measured = points.map(measuredError);
  const least = Math.min(...measured.map(({ error }) => error));
  const places = Array.from({ length: steps }, (_, step) => step / steps);
  const fits = places.flatMap((place) =>
    places.map((part) => fitted(part * least, 0.05 * 30 ** place, measured)),
  );
  const best = Math.max(...fits.map(({ logWeight }) => logWeight));
  return fits.map(({ logWeight, ...fit }) => ({ ...fit, weight: Math.exp(logWeight - best) }));
}

interface MeasuredError {
  readonly inputs: number;
  readonly error: number;
  /** 1 / variance: of the measurement, and of one training to the next, a point. */
  readonly precision: number;
}

function measuredError({ inputs, score, count = 100 }: CurvePoint): MeasuredError {
  const error = Math.min(1, Math.max(0, 1 - score));
  const ofCount = Math.max(error * (1 - error), 0.25 / (count + 1)) / Math.max(1, count);
  return { inputs, error, precision: 1 / (ofCount + 1e-4) };
}

/** The best b of an asymptote and an exponent, and how well all three explain what was measured. */
function fitted(a: number, c: number, measured: readonly MeasuredError[]) {
  let [xx, xy] = [0, 0];
  for (const { inputs, error, precision } of measured) {
    const x = inputs ** -c;
    xx += precision * x * x;
    xy += precision * x * (error - a);
  }
  const b = Math.max(0, xy / xx);
  let squares = 0;
  for (const { inputs, error, precision } of measured)
    squares += precision * (error - a - b * inputs ** -c) ** 2;
  const unusual = Math.log(c / 0.5) / 0.5;
  return { c, b, sd: 1 / Math.sqrt(xx), logWeight: -(squares + unusual * unusual) / 2 };
}

/** Of b and to both sides of it: Gauss and Hermite's three places of a normal distribution. */
function gainsOf({ c, b, sd, weight }: Fit, { inputsNow, inputsThen }: LearningCurve): Weighted[] {
  const [now, then] = [Math.max(1, inputsNow), Math.max(1, inputsNow, inputsThen)];
  const perB = 100 * (now ** -c - then ** -c);
  const spread = Math.sqrt(3) * sd;
  return [
    { gain: perB * Math.max(0, b - spread), weight: weight / 6 },
    { gain: perB * b, weight: (2 * weight) / 3 },
    { gain: perB * (b + spread), weight: weight / 6 },
  ];
}

function quantile(ascending: readonly Weighted[], wanted: number): number {
  let sum = 0;
  for (const { gain, weight } of ascending) {
    sum += weight;
    if (sum >= wanted) return gain;
  }
  return ascending.at(-1)?.gain ?? 0;
}

/** Three digits behind the point. */
function rounded(points: number): number {
  return Math.round(points * 1000) / 1000;
}
