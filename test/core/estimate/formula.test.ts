import fc from 'fast-check';
import { trainingSeconds } from '../../../core/estimate/formula.ts';
import { roundHalfEven } from '../../../core/money.ts';

describe('rounding as Python does', () => {
  it.each([
    [0, 0],
    [0.5, 0],
    [1.5, 2],
    [2.5, 2],
    [3.5, 4],
    [-0.5, 0],
    [-1.5, -2],
    [-2.5, -2],
    [0.49999999999999994, 0],
    [0.5000000000000001, 1],
    [2.4999999999999996, 2],
    [2.675, 3],
    [307.5, 308],
    [308.5, 308],
    [4503599627370495.5, 4503599627370496],
  ])('%d -> %d', (x, expected) => {
    expect(roundHalfEven(x)).toBe(expected);
  });

  it('never moves a number by more than a half, and halves to an even one', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -1e9, max: 1e9 }),
        fc.integer({ min: 0, max: 7 }),
        (n, eighths) => {
          const x = n + eighths / 8;

          const rounded = roundHalfEven(x);

          expect(Math.abs(rounded - x)).toBeLessThanOrEqual(0.5);
          if (eighths === 4) expect(Math.abs(rounded % 2)).toBe(0);
        },
      ),
    );
  });
});

describe('A x inputs x epochs + B', () => {
  it.each([
    { what: 'the formula', a: 0.5, b: 10, inputs: 100, epochs: 3, expected: 160 },
    { what: 'no inputs', a: 0.5, b: 10, inputs: 0, epochs: 3, expected: 10 },
    { what: 'a half down to even', a: 0.5, b: 0, inputs: 1, epochs: 1, expected: 0 },
    { what: 'a half up to even', a: 0.5, b: 0, inputs: 3, epochs: 1, expected: 2 },
    { what: 'nothing at all', a: 0, b: 0, inputs: 0, epochs: 0, expected: 0 },
    { what: 'never below zero', a: 0, b: -5, inputs: 10, epochs: 1, expected: 0 },
  ])('$what', ({ a, b, inputs, epochs, expected }) => {
    const coefficients = { secondsPerInput: a, fixedSeconds: b };

    expect(trainingSeconds({ coefficients, inputCount: inputs, epochs })).toBe(expected);
  });

  it.each([-1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53])(
    'refuses %d inputs',
    (inputCount) => {
      const coefficients = { secondsPerInput: 1, fixedSeconds: 0 };

      expect(() => trainingSeconds({ coefficients, inputCount, epochs: 1 })).toThrow(
        expect.objectContaining({
          code: 'invalid-request',
          message: `The number of inputs must be a whole number of at least 0, not ${inputCount}`,
        }),
      );
    },
  );

  it('refuses a time beyond all numbers', () => {
    const coefficients = { secondsPerInput: 1e9, fixedSeconds: 0 };

    expect(() => trainingSeconds({ coefficients, inputCount: 1e12, epochs: 9 })).toThrow(
      /has no price/,
    );
  });
});
