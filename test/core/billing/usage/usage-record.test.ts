import fc from 'fast-check';
import type { EndReason, UsageRecord } from '../../../../core/billing/usage/usage-record.ts';
import {
  chargedSeconds,
  failedEndReason,
  rateUsage,
  totalOf,
} from '../../../../core/billing/usage/usage-record.ts';
import { amountMicros } from '../../../../core/money.ts';

const seconds = fc.integer({ min: 0, max: 432_000 });
const rate = fc.integer({ min: 0, max: 100_000_000 });

describe('who pays', () => {
  test.each<[EndReason, number, number | undefined, number]>([
    ['trained', 100.1, undefined, 101],
    ['trained', 0.2, undefined, 1],
    ['trained', 100, undefined, 100],
    ['completed', 0.001, undefined, 1],
    ['stopped', 12.5, undefined, 13],
    ['stopped', 0, undefined, 0],
    ['failed-user', 0, 7.3, 8],
    ['failed-user', 20, 7.3, 20],
    ['failed-user', 0, undefined, 0],
    ['failed-user', 0, 5000, 1000],
    ['failed-platform', 100, 100, 0],
  ])('%s: of %d durable and %d consumed seconds %d are charged', (endReason, ...rest) => {
    const [durableSeconds, consumed, charged] = rest;
    const ran = {
      durableSeconds,
      ...(consumed === undefined ? {} : { consumedSeconds: consumed }),
    };
    expect(chargedSeconds(endReason, ran, 1000)).toBe(charged);
  });

  test('a fault decides between the two kinds of failure', () => {
    expect([failedEndReason('user'), failedEndReason('platform')]).toEqual([
      'failed-user',
      'failed-platform',
    ]);
  });

  test('never more than was reserved, whatever the trainer says', () => {
    const reason = fc.constantFrom<EndReason>(
      'trained',
      'stopped',
      'failed-user',
      'failed-platform',
    );
    fc.assert(
      fc.property(
        reason,
        fc.double({ min: 0, max: 1e9, noNaN: true }),
        seconds,
        rate,
        (endReason, durable, most, microsPerHour) => {
          const billableSeconds = chargedSeconds(endReason, { durableSeconds: durable }, most);
          const amount = rateUsage({ billableSeconds, instanceCount: 1, microsPerHour });
          expect(amount).toBeLessThanOrEqual(amountMicros(most, microsPerHour));
          expect(Number.isSafeInteger(amount)).toBe(true);
        },
      ),
    );
  });
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
