import { mean } from '../../../../core/estimate/report/accuracy.ts';
import { median } from '../../../../core/estimate/median.ts';
import type { RunRecord } from '../records/records.ts';

/** How much repeats of one configuration differ: no forecast can be better. */
export interface Noise {
  /** Median over the configurations of the standard deviation of log seconds. */
  readonly medianSd: number;
  readonly largestSd: number;
  readonly largest: string;
}

/** @returns undefined where no configuration was repeated */
export function noiseOf(runs: readonly RunRecord[]): Noise | undefined {
  const repeated = [...Map.groupBy(runs, ({ configurationId }) => configurationId)].filter(
    ([, repeats]) => repeats.length > 1,
  );
  const spreads = repeated
    .map(([id, repeats]) => ({ id, sd: deviationOf(repeats.map(({ graded }) => graded.seconds)) }))
    .sort((a, b) => b.sd - a.sd);
  const [largest] = spreads;
  if (!largest) return undefined;
  return {
    medianSd: median(spreads.map(({ sd }) => sd)),
    largestSd: largest.sd,
    largest: largest.id,
  };
}

function deviationOf(seconds: readonly number[]): number {
  const logs = seconds.map(Math.log);
  const squares = logs.map((log) => (log - mean(logs)) ** 2);
  return Math.sqrt(squares.reduce((sum, each) => sum + each, 0) / (logs.length - 1));
}
