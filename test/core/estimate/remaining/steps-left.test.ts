import type { ProgressLine } from '../../../../core/estimate/remaining/measured-steps.ts';
import { stepsLeft } from '../../../../core/estimate/remaining/steps-left.ts';

/** Ten steps an epoch, 100 in all: an epoch's end with its metric. */
const epoch = (number: number, metric?: number): ProgressLine => ({
  ...{ step: 10 * number, totalSteps: 100, stage: 'training', seconds: number, epoch: number },
  ...(metric === undefined ? {} : { metric }),
});
const setup: ProgressLine = { step: 0, totalSteps: 100, stage: 'setup', seconds: 0, metric: 0.9 };
const quantiles = (p10: number, p50: number, p90: number) => ({ p10, p50, p90 });

const cases: [what: string, lines: ProgressLine[], patience: number, left: object][] = [
  ['nothing is known before the first line', [], 3, quantiles(0, 0, 0)],
  ['without patience all are left', [setup, epoch(4, 0.5)], 0, quantiles(60, 60, 60)],
  ['without a validation part too', [epoch(4)], 3, quantiles(60, 60, 60)],
  // Half of ten epochs and three of patience: the eighth ends it, as far as anybody knows.
  ['the first epochs say nothing yet', [setup, epoch(1, 0.5)], 3, quantiles(30, 70, 90)],
  [
    'what comes before the first step is no epoch',
    [setup, epoch(2, 0.1)],
    3,
    quantiles(30, 60, 80),
  ],
  [
    'each epoch without a better one brings the end nearer',
    [setup, epoch(1, 0.5), epoch(2, 0.4), epoch(3, 0.4)],
    3,
    quantiles(10, 50, 70),
  ],
  [
    'a tie is no better one',
    [setup, epoch(1, 0.5), epoch(2, 0.5), epoch(3, 0.5)],
    3,
    quantiles(10, 50, 70),
  ],
  ['a better one late goes on beyond what is usual', [epoch(7, 0.8)], 3, quantiles(30, 30, 30)],
  ['never beyond the last epoch', [epoch(9, 0.8)], 3, quantiles(10, 10, 10)],
  ['at the end none is left', [epoch(10, 0.8)], 3, quantiles(0, 0, 0)],
];

test.each(cases)('%s', (_, lines, patience, expected) => {
  expect(stepsLeft(lines, patience)).toEqual(expected);
});
