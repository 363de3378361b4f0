import type { UsageRecord } from '../../../../core/billing/usage/usage-record.ts';
import { linesOf } from '../../../../core/billing/invoice/lines.ts';

/** Jobs of November, at a micro-dollar a second. */
const records = [60, 30, 10].map((seconds, index) => ({
  ...{ trainingJobName: `ft-${index}`, appId: 'a', modelId: 'm', period: '2026-11' },
  ...{ billableSeconds: seconds, amountMicros: seconds, endReason: 'trained' },
})) as unknown as UsageRecord[];

const freeOf = (secondsPerMonth: number, taken = 0) => {
  const lines = linesOf(records, { secondsOf: () => secondsPerMonth, taken: { '2026-11': taken } });
  return lines
    .filter(({ kind }) => kind === 'free-tier')
    .map(({ seconds, amountMicros }) => ({ seconds, amountMicros }));
};

test.each([
  ['no free tier', 0, 0, []],
  ['a part of the first job', 50, 0, [{ seconds: 50, amountMicros: -50 }]],
  ['the first job and a part of the second', 70, 0, [{ seconds: 70, amountMicros: -70 }]],
  ['more than all of them took', 500, 0, [{ seconds: 100, amountMicros: -100 }]],
  ['what another invoice has left', 70, 60, [{ seconds: 10, amountMicros: -10 }]],
  ['all of it was taken', 70, 70, []],
  ['a card that gives less than was taken charges nothing back', 30, 70, []],
] as const)('%s', (_, secondsPerMonth, taken, wanted) => {
  expect(freeOf(secondsPerMonth, taken)).toEqual(wanted);
});
