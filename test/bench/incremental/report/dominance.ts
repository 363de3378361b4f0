import { table } from '../../estimator/report/markdown.ts';
import type { StepRecord } from '../records/records.ts';
import type { StreamRuns } from './plots.ts';
import { isCandidate } from './plots.ts';

/** How often a point of deeptune's dial is at least as good as naive continuation. */
export interface Dominance {
  /** Versions compared: the same stream, seed and step. */
  readonly compared: number;
  /** A point is at least as good on the old and on the new classes. */
  readonly dominated: number;
  /** The same, of the second step alone, where both continue from the same parent. */
  readonly comparedSameParent: number;
  readonly dominatedSameParent: number;
}

/** Both on the frozen evaluation set that they share. */
export function dominanceOf(records: readonly StepRecord[]): Dominance {
  const naive = new Map(
    records
      .filter(({ method, dial }) => method === 'naive' && dial)
      .map((record) => [placeOf(record), record.dial!.find(isCandidate)] as const),
  );
  const pairs = records
    .filter(({ method, dial }) => method === 'ours-step' && dial)
    .flatMap((record) => {
      const beside = naive.get(placeOf(record));
      if (!beside) return [];
      const isDominated = record.dial!.some(
        ({ oldAccuracy, newAccuracy }) =>
          oldAccuracy >= beside.oldAccuracy && newAccuracy >= beside.newAccuracy,
      );
      return [{ step: record.step, isDominated }];
    });
  const same = pairs.filter(({ step }) => step === 2);
  return {
    compared: pairs.length,
    dominated: pairs.filter(({ isDominated }) => isDominated).length,
    comparedSameParent: same.length,
    dominatedSameParent: same.filter(({ isDominated }) => isDominated).length,
  };
}

const placeOf = ({ seed, step, stream }: StepRecord) => `${stream} ${seed} ${step}`;

export function dominanceTable(streams: readonly StreamRuns[]): string {
  const rows = streams.flatMap(({ plan, records }) => {
    const found = dominanceOf(records);
    if (found.compared === 0 || !plan.bringsClasses) return [];
    const of = (part: number, whole: number) => `${part} of ${whole}`;
    return [
      [
        plan.id,
        of(found.dominated, found.compared),
        of(found.dominatedSameParent, found.comparedSameParent),
      ],
    ];
  });
  return table(['stream', 'versions', 'of the second step, from the same parent'], rows);
}
