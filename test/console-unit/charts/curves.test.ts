import { measuredAt, moved, tickText, wordsAt } from '../../../console/charts/curves.ts';

const curves = {
  x: [0, 10, 20, 30],
  curves: [
    { name: 'loss', tone: 'main' as const, values: [null, 0.5, null, 0.00012] },
    { name: 'mean', tone: 'second' as const, values: [null, null, null, 0.25] },
  ],
};

describe('curves', () => {
  test('are measured where any of them has a value', () => {
    expect(measuredAt(curves)).toEqual([1, 3]);
  });

  test.each([
    ['ArrowRight', undefined, 1],
    ['ArrowLeft', undefined, 3],
    ['End', undefined, 3],
    ['ArrowRight', 1, 3],
    ['ArrowRight', 3, 3],
    ['ArrowLeft', 3, 1],
    ['PageUp', 3, 1],
    ['Home', 3, 1],
    // The pointer stands where nothing was measured.
    ['ArrowRight', 2, 3],
    ['a', 1, undefined],
  ])('%s from %s goes to %s', (key, from, to) => {
    expect(moved([1, 3], from, key)).toBe(to);
  });

  test('nothing is measured: no key goes anywhere', () => {
    expect(moved([], undefined, 'ArrowRight')).toBeUndefined();
  });

  test.each([
    [3, 'Step 30: loss 0.000120, mean 0.2500'],
    [2, 'Step 20: nothing measured'],
  ])('at %i they say: %s', (at, words) => {
    expect(wordsAt(curves, at, 'Step')).toBe(words);
  });

  test.each([
    [0, '0'],
    [0.25, '0.25'],
    [12_500, '12,500'],
    [0.00005, '5e-5'],
  ])('%d stands at an axis as %s', (value, text) => {
    expect(tickText(value)).toBe(text);
  });
});
