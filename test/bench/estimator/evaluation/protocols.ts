import type { GradedEstimate } from '../../../../core/estimate/graded/graded-estimate.ts';
import type { RunRecord } from '../records/records.ts';
import { cellOf } from './prediction.ts';

/** One training to forecast, and those that may be learnt from, in the order they ended in. */
export interface Task {
  readonly target: RunRecord;
  readonly history: readonly GradedEstimate[];
}

/** Which trainings a forecast may learn from. */
export interface Protocol {
  readonly id: string;
  /** For a table. */
  readonly title: string;
  /** What it answers, and how, for a reader. */
  readonly description: string;
  /** @param runs in the order they ended in */
  tasksOf(runs: readonly RunRecord[]): readonly Task[];
}

const isSameCell = (a: RunRecord, b: RunRecord) => cellOf(a.graded) === cellOf(b.graded);
const isSameConfiguration = (a: RunRecord, b: RunRecord) => a.configurationId === b.configurationId;
const gradedOf = (runs: readonly RunRecord[]) => runs.map(({ graded }) => graded);

/** Every record is a target; its history is what `isKnown` lets through. */
const eachFrom =
  (isKnown: (target: RunRecord, other: RunRecord) => boolean) => (runs: readonly RunRecord[]) =>
    runs.map((target) => ({
      target,
      history: gradedOf(runs.filter((other) => isKnown(target, other))),
    }));

/**
 * The `count` runs of the cell that ended last before the target, and all earlier ones of other
 * cells. Targets with fewer own runs before them are left out.
 */
const afterOwnRuns =
  (count: number, isOwn: (target: RunRecord, other: RunRecord) => boolean) =>
  (runs: readonly RunRecord[]) =>
    runs.flatMap((target, index) => {
      const before = runs.slice(0, index);
      const own = before.filter((other) => isSameCell(target, other) && isOwn(target, other));
      const taken = own.slice(-count);
      if (taken.length < count) return [];
      const known = before.filter((other) => !isSameCell(target, other) || taken.includes(other));
      return [{ target, history: gradedOf(known) }];
    });

/** All that ended before, as an account sees it; targets with so many own runs before them. */
const inTurn = (fewest: number, most: number) => (runs: readonly RunRecord[]) =>
  runs.flatMap((target, index) => {
    const before = runs.slice(0, index);
    const own = before.filter((other) => isSameCell(target, other)).length;
    return own >= fewest && own <= most ? [{ target, history: gradedOf(before) }] : [];
  });

/** Every training, forecast from nothing that is given here. */
export const wholeSweep: Protocol = {
  id: 'whole-sweep',
  title: 'the whole sweep',
  description: 'every training',
  tasksOf: eachFrom(() => false),
};

const any = () => true;
const other = (target: RunRecord, run: RunRecord) => !isSameConfiguration(target, run);

export const protocols: readonly Protocol[] = [
  {
    id: 'nothing',
    title: 'nothing learnt',
    description: 'the calibration of the machine and the physics alone: a new account',
    tasksOf: eachFrom(() => false),
  },
  {
    id: 'new-template',
    title: 'new template (k = 0)',
    description: 'leave one template out: learns from all trainings of the other templates',
    tasksOf: eachFrom((target, run) => !isSameCell(target, run)),
  },
  {
    id: 'new-configuration',
    title: 'new configuration',
    description:
      'leave one configuration out: learns from all other configurations, of this template too, and from no repeat of its own',
    tasksOf: eachFrom((target, run) => !isSameConfiguration(target, run)),
  },
  {
    id: 'one-run',
    title: 'one own run (k = 1)',
    description:
      'one after another: the run of the template that ended last before it, and what ended before of other templates',
    tasksOf: afterOwnRuns(1, any),
  },
  {
    id: 'five-runs',
    title: 'five own runs (k = 5)',
    description: 'the same with the last five runs of the template',
    tasksOf: afterOwnRuns(5, any),
  },
  {
    id: 'one-other-run',
    title: 'k = 1, never a repeat',
    description: 'as k = 1, but the own run is of another configuration',
    tasksOf: afterOwnRuns(1, other),
  },
  {
    id: 'five-other-runs',
    title: 'k = 5, never a repeat',
    description: 'as k = 5, but all own runs are of other configurations',
    tasksOf: afterOwnRuns(5, other),
  },
  {
    id: 'in-turn-0',
    title: 'in turn, no own run yet',
    description: 'as an account sees it: all that ended before; the first run of each template',
    tasksOf: inTurn(0, 0),
  },
  {
    id: 'in-turn-1-4',
    title: 'in turn, 1 to 4 own runs',
    description: 'all that ended before, with 1 to 4 runs of the template among it',
    tasksOf: inTurn(1, 4),
  },
  {
    id: 'in-turn-5',
    title: 'in turn, 5 and more',
    description: 'all that ended before, with 5 or more runs of the template among it',
    tasksOf: inTurn(5, Infinity),
  },
];
