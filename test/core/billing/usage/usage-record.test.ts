import fc from 'fast-check';
import type { UsageRecord } from '../../../../core/billing/usage/usage-record.ts';
import {
  failedEndReason,
  rateUsage,
  totalOf,
} from '../../../../core/billing/usage/usage-record.ts';

const seconds = fc.integer({ min: 0, max: 432_000 });
const rate = fc.integer({ min: 0, max: 100_000_000 });

test('a fault decides between the two kinds of failure', () => {
  expect([failedEndReason('user'), failedEndReason('platform')]).toEqual([
    'failed-user',
    'failed-platform',
  ]);
});

describe('total of a period', () => {
  test('is the sum of the lines, to the micro-dollar', () => {
    const record = fc.record({
      billableSeconds: seconds,
      microsPerHour: rate,
      instanceCount: fc.constant(1),
    });
    fc.assert(
      fc.property(fc.array(record, { maxLength: 50 }), (usages) => {
        const records = usages.map(
          (usage) => ({ ...usage, amountMicros: rateUsage(usage) }) as UsageRecord,
        );

        const total = totalOf('2026-11', records);

        expect(total.amountMicros).toBe(records.reduce((sum, one) => sum + one.amountMicros, 0));
        expect(total.recordCount).toBe(records.length);
      }),
    );
  });
});
