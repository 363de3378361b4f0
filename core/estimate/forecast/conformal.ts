import type { Evidence, GradedEstimate, PromisedForecast } from '../graded/graded-estimate.ts';

/** What intervals are widened by, or narrowed, for each level of evidence. */
export type Conformal = Readonly<Record<Evidence, Widening>>;

export interface Widening {
  readonly factor: number;
  /** Promises that were scored. */
  readonly count: number;
}

/** Newest promises that count: an estimator that has learnt is judged by what it says now. */
const newest = 200;
/** An interval is called calibrated from so many scores on. */
export const calibratedFrom = 20;
const [narrowest, widest] = [0.5, 4];
const coverage = 0.8;

/**
 * How far actual times lay from the median, in half-widths of the promised interval (as it was
 * before it was widened): the factor that four of five would have been within (split conformal
 * prediction). Of few scores it is moved towards that of all, and that towards 1.
 */
export function conformalOf(graded: readonly GradedEstimate[]): Conformal {
  const scored = [...graded]
    .sort((a, b) => b.endedAt.localeCompare(a.endedAt) || a.jobId.localeCompare(b.jobId))
    .flatMap(({ end, promised, seconds }) =>
      end === 'completed' && promised && promised.seconds.p10 > 0 && seconds > 0
        ? [{ evidence: promised.evidence, score: scoreOf(promised, seconds) }]
        : [],
    )
    .slice(0, newest);
  const all = widening(
    scored.map(({ score }) => score),
    1,
  );
  const of = (bin: Evidence) =>
    widening(
      scored.filter(({ evidence }) => evidence === bin).map(({ score }) => score),
      all.factor,
    );
  return { prior: of('prior'), 'one-job': of('one-job'), 'five-jobs': of('five-jobs') };
}

function scoreOf({ seconds: { p10, p50, p90 }, widenedBy = 1 }: PromisedForecast, actual: number) {
  const half = actual > p50 ? Math.log(p90 / p50) : Math.log(p50 / p10);
  return (Math.abs(Math.log(actual / p50)) / Math.max(half, 1e-6)) * widenedBy;
}

function widening(scores: readonly number[], parent: number): Widening {
  const count = scores.length;
  if (count === 0) return { factor: parent, count };
  const sorted = [...scores].sort((a, b) => a - b);
  const rank = Math.min(count, Math.ceil((count + 1) * coverage));
  const own = Math.min(widest, Math.max(narrowest, sorted[rank - 1]!));
  const share = count / (count + calibratedFrom);
  return { factor: Math.exp(share * Math.log(own) + (1 - share) * Math.log(parent)), count };
}
