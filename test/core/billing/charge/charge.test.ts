import fc from 'fast-check';
import { chargeOf, chargedFor } from '../../../../core/billing/charge/charge.ts';
import type { RanFor } from '../../../../core/billing/charge/charge.ts';
import type { EndReason } from '../../../../core/billing/usage/usage-record.ts';
import { chargedPhases } from '../../../../core/estimate/forecast/charged-phases.ts';

const agreed = { microsPerHour: 3_600_000, instanceCount: 1, maxAmountMicros: 1_000_000 };

describe('what a job is charged for', () => {
  const served = { setup: 30.2, steps: 60, validation: 4, evaluation: 5.5, saving: 2 };
  test.each<[EndReason, string, RanFor, number]>([
    ['trained', 'all that led to the model', { durableSeconds: 60, servedSeconds: served }, 102],
    ['completed', 'less than a second', { durableSeconds: 0, servedSeconds: { steps: 0.001 } }, 1],
    ['stopped', 'what its checkpoint says', { durableSeconds: 8, servedSeconds: { steps: 8 } }, 8],
    ['stopped', 'nothing is kept', { durableSeconds: 0 }, 0],
    ['trained', 'an earlier trainer counts its steps', { durableSeconds: 100.1 }, 101],
    ['failed-user', 'what it ran', { durableSeconds: 0, consumedSeconds: 7.3 }, 8],
    [
      'failed-user',
      'more was kept than the last attempt ran',
      { durableSeconds: 20, consumedSeconds: 7.3, servedSeconds: { setup: 5, steps: 20 } },
      25,
    ],
    ['failed-user', 'it does not say what it ran', { durableSeconds: 0 }, 0],
    ['failed-platform', 'whatever it ran', { durableSeconds: 100, servedSeconds: served }, 0],
    ['reviewed', 'what is kept', { durableSeconds: 60, servedSeconds: served }, 102],
  ])('%s: %s', (endReason, _, ran, seconds) => {
    expect(chargeOf(endReason, ran, agreed)).toEqual({
      chargedSeconds: seconds,
      amountMicros: Math.min(seconds * 1000, 1_000_000),
    });
  });

  test('what milliseconds are off by as they are summed is no second', () => {
    const servedSeconds = { setup: 0.2, steps: 2.2, saving: 0.6 };
    const sum = servedSeconds.setup + servedSeconds.steps + servedSeconds.saving;
    expect(sum).toBeGreaterThan(3);
    const ran = { durableSeconds: 0, servedSeconds };
    expect(chargeOf('trained', ran, agreed).chargedSeconds).toBe(3);
    expect(
      chargeOf('trained', { ...ran, servedSeconds: { steps: 3.001 } }, agreed).chargedSeconds,
    ).toBe(4);
  });

  test('each instance is charged for, and the seconds are those of the job', () => {
    const two = { ...agreed, instanceCount: 2 };
    expect(chargeOf('trained', { durableSeconds: 100 }, two)).toEqual({
      chargedSeconds: 100,
      amountMicros: 200_000,
    });
  });

  test('nothing costs nothing; what is charged at all costs the minimum', () => {
    const minimum = { ...agreed, minimumMicrosPerJob: 50_000 };
    expect(chargeOf('stopped', { durableSeconds: 0 }, minimum).amountMicros).toBe(0);
    expect(chargeOf('stopped', { durableSeconds: 2 }, minimum).amountMicros).toBe(50_000);
    expect(chargeOf('stopped', { durableSeconds: 70 }, minimum).amountMicros).toBe(70_000);
  });

  const seconds = fc.double({ min: 0, max: 1e9, noNaN: true });
  const ranFor = fc.record({
    durableSeconds: seconds,
    servedSeconds: fc.option(
      fc.record(Object.fromEntries(chargedPhases.map((phase) => [phase, seconds]))),
      { nil: undefined },
    ),
    consumedSeconds: fc.option(seconds, { nil: undefined }),
  });

  test('never above what is held, whatever the trainer says; never below zero, never a fraction', () => {
    const endReason = fc.constantFrom(...(Object.keys(chargedFor) as EndReason[]));
    const micros = fc.integer({ min: 0, max: 100_000_000 });
    fc.assert(
      fc.property(endReason, ranFor, micros, micros, (end, ran, microsPerHour, maxAmountMicros) => {
        const { amountMicros } = chargeOf(end, ran as RanFor, {
          ...{ microsPerHour, maxAmountMicros, instanceCount: 1 },
        });
        expect(Number.isSafeInteger(amountMicros)).toBe(true);
        expect(amountMicros).toBeGreaterThanOrEqual(0);
        expect(amountMicros).toBeLessThanOrEqual(maxAmountMicros);
        if (chargedFor[end] === 'nothing') expect(amountMicros).toBe(0);
      }),
    );
  });
});
