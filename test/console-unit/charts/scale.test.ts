import { linearScale, roundTicks } from '../../../console/charts/scale.ts';

describe('a scale', () => {
  test('carries a domain onto a picture, backwards too', () => {
    const scale = linearScale([0, 10], [100, 200]);
    expect([scale(0), scale(5), scale(10)]).toEqual([100, 150, 200]);
    expect(linearScale([0, 1], [50, 0])(0.25)).toBe(37.5);
  });

  test('puts the only value of a domain into the middle', () => {
    expect(linearScale([3, 3], [0, 10])(3)).toBe(5);
  });

  test.each([
    [
      [0, 1],
      [0, 0.2, 0.4, 0.6, 0.8, 1],
    ],
    [
      [0, 0.43],
      [0, 0.1, 0.2, 0.3, 0.4, 0.5],
    ],
    [
      [-0.2, 0.9],
      [-0.5, 0, 0.5, 1],
    ],
    [
      [0, 13.06],
      [0, 5, 10, 15],
    ],
    [[0, 0], [0]],
  ])('%j has the ticks %j', (domain, ticks) => {
    expect(roundTicks(domain as [number, number])).toEqual(ticks);
  });
});
