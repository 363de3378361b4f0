import { table } from '../../estimator/report/markdown.ts';
import type { StepRecord } from '../records/records.ts';
import type { StreamRuns } from './plots.ts';
import { meanOf } from './runs.ts';
import { titles } from './tables.ts';

const phases = ['setup', 'steps', 'validation', 'evaluation', 'saving'] as const;
const shown = ['full', 'ours-all', 'ours-step'] as const;

/** Where the processor's seconds of a line went, the steps after the first one together. */
export function phaseTable(streams: readonly StreamRuns[]): string {
  const rows = streams.flatMap(({ plan, records }) =>
    shown.flatMap((method) => {
      const own = records.filter((record) => record.method === method && record.step > 1);
      const seeds = [...Map.groupBy(own, ({ seed }) => seed).values()];
      if (seeds.length === 0) return [];
      return [[plan.id, titles.get(method)!, ...phases.map((phase) => meanText(seeds, phase))]];
    }),
  );
  return table(['stream', 'method', ...phases.map((phase) => `${phase} s`)], rows);
}

function meanText(seeds: readonly (readonly StepRecord[])[], phase: string): string {
  const sums = seeds.map((line) =>
    line.reduce((sum, { phases: of }) => sum + (of[phase]?.workSeconds ?? 0), 0),
  );
  return meanOf(sums).mean.toFixed(2);
}
