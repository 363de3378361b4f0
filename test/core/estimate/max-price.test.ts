import fc from 'fast-check';
import { maxChargedSecondsOf, maxPriceOf } from '../../../core/estimate/max-price.ts';
import { ratedAmount } from '../../../core/estimate/rated-amount.ts';

const rate = { microsPerHour: 4_000_000 };
const of = (p50: number, p90: number, all = { p50, p90 }) => ({
  charged: { p10: p50 / 2, p50, p90 },
  allEpochs: { p10: all.p50 / 2, ...all },
});

describe('most that a job is charged for', () => {
  test.each([
    ['nine of ten jobs need no more', of(600, 900), 900, /nine of ten take no longer/],
    ['a job of seconds: a minute above the price', of(20, 45), 80, /1 min above the price's/],
    ['an unsure forecast is no licence', of(600, 9000), 1860, /3 x the median of all epochs/],
    [
      'early stopping: all epochs that were asked for',
      of(600, 700, { p50: 1000, p90: 1200 }),
      1200,
      /nine of ten take no longer/,
    ],
    ['nothing is expected of it', of(0, 0), 60, /1 min above/],
  ])('%s', (_, forecast, seconds, why) => {
    const { maxChargedSeconds, maxPriceMicros, explanation } = maxPriceOf(forecast, rate);

    expect(maxChargedSeconds).toBe(seconds);
    expect(maxPriceMicros).toBe(ratedAmount({ seconds }, rate));
    expect(explanation[1]).toMatch(why);
  });

  test('a small training of $0.02 is held at cents, not at a dollar', () => {
    const { priceMicros, maxPriceMicros } = maxPriceOf(of(20, 30), rate);

    expect(priceMicros).toBe(22_222);
    expect(maxPriceMicros).toBe(88_889);
  });

  const seconds = fc.double({ min: 0, max: 432_000, noNaN: true });

  test('at least a minute above the price, at most three times all epochs, never below the price', () => {
    fc.assert(
      fc.property(seconds, seconds, seconds, seconds, (a, b, c, d) => {
        const [p50 = 0, p90 = 0] = [a, b].sort((x, y) => x - y);
        const all = { p50: p50 + c, p90: Math.max(p50 + c, p90 + d) };
        const forecast = of(p50, p90, all);

        const most = maxChargedSecondsOf(forecast);

        expect(Number.isInteger(most)).toBe(true);
        expect(most).toBeGreaterThanOrEqual(Math.ceil(p50) + 60);
        expect(most).toBeLessThanOrEqual(3 * Math.ceil(all.p50) + 60);
        const { priceMicros, maxPriceMicros } = maxPriceOf(forecast, rate);
        expect(maxPriceMicros).toBeGreaterThanOrEqual(priceMicros);
      }),
    );
  });
});
