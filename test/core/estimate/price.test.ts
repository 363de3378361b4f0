import fc from 'fast-check';
import {
  defaultMicrosPerHour,
  displaySeconds,
  formatDuration,
} from '../../../core/estimate/price.ts';
import { amountMicros, formatDollars } from '../../../core/money.ts';

describe('the price of a time', () => {
  it.each([
    [0, 4_000_000, 0],
    [3600, 4_000_000, 4_000_000],
    [308, 4_000_000, 342_222],
    [1, 4_000_000, 1111],
    [1, 1800, 0], // 0.5 -> 0
    [1, 5400, 2], // 1.5 -> 2
    [1, 9000, 2], // 2.5 -> 2
    [1, 1801, 1],
    [1, 1799, 0],
    [432_000, 4_000_000, 480_000_000],
    [3600, 0, 0],
    [2_000_000_000, 16_000_000, 8_888_888_888_889],
  ])('%d s at %d micro-dollars per hour = %d', (seconds, rate, expected) => {
    expect(amountMicros(seconds, rate)).toBe(expected);
  });

  it('is $4 per hour by default', () => {
    expect(defaultMicrosPerHour).toBe(4_000_000);
  });

  it.each([
    [-1, 1],
    [0.5, 1],
    [1, -1],
    [1, 0.5],
    [Number.MAX_SAFE_INTEGER, 4_000_000],
  ])('refuses %d s at %d', (seconds, rate) => {
    expect(() => amountMicros(seconds, rate)).toThrow(
      expect.objectContaining({ code: 'invalid-request' }),
    );
  });

  const seconds = fc.integer({ min: 0, max: 10_000_000 });
  const rate = fc.integer({ min: 0, max: 100_000_000 });

  it('is an integer, and grows with the time', () => {
    fc.assert(
      fc.property(seconds, seconds, rate, (a, b, perHour) => {
        const [less, more] = [
          amountMicros(Math.min(a, b), perHour),
          amountMicros(Math.max(a, b), perHour),
        ];

        expect(Number.isSafeInteger(less)).toBe(true);
        expect(less).toBeLessThanOrEqual(more);
      }),
    );
  });

  it('of two parts is the price of the whole, within one micro-dollar', () => {
    fc.assert(
      fc.property(seconds, seconds, rate, (a, b, perHour) => {
        const parts = amountMicros(a, perHour) + amountMicros(b, perHour);

        expect(Math.abs(parts - amountMicros(a + b, perHour))).toBeLessThanOrEqual(1);
      }),
    );
  });
});

describe('what people see', () => {
  it.each([
    [0, 0],
    [308, 0],
    [899, 0],
    [900, 900],
    [5399, 4500],
    [432_000, 432_000],
  ])('%d s are displayed as %d s', (seconds, expected) => {
    expect(displaySeconds(seconds)).toBe(expected);
  });

  it.each([
    [0, '0 s'],
    [8, '8 s'],
    [308, '5 min 8 s'],
    [3600, '1 h'],
    [3601, '1 h 1 s'],
    [4500, '1 h 15 min'],
    [432_000, '5 d'],
    [90_061, '1 d 1 h 1 min 1 s'],
    [1.9, '1 s'],
  ])('%d s reads %s', (seconds, expected) => {
    expect(formatDuration(seconds)).toBe(expected);
  });

  it.each([
    [0, '$0.00'],
    [1, '$0.000001'],
    [4444, '$0.004444'],
    [9999, '$0.009999'],
    [10_000, '$0.01'],
    [47_778, '$0.048'],
    [99_960, '$0.10'],
    [342_222, '$0.34'],
    [345_000, '$0.34'], // 34.5 cents -> 34
    [355_000, '$0.36'], // 35.5 cents -> 36
    [4_000_000, '$4.00'],
    [480_000_000, '$480.00'],
    [1_234_999_999, '$1235.00'],
    [-4_000_000, '-$4.00'],
  ])('%d micro-dollars read %s', (micros, expected) => {
    expect(formatDollars(micros)).toBe(expected);
  });
});
