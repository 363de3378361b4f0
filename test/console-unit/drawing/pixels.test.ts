import { heatColour } from '../../../client/drawing/heat-colours.ts';
import { hotShare, hottest, tintHeat, tintMask } from '../../../console/drawing/pixels.ts';

/** Grey pixels as a canvas gives them. */
function grey(...values: number[]): Uint8ClampedArray {
  return new Uint8ClampedArray(values.flatMap((value) => [value, value, value, 255]));
}

const alphas = (pixels: Uint8ClampedArray) => [...pixels].filter((_, at) => at % 4 === 3);

describe('a mask', () => {
  it('colours what is not black, its edge opaquely, and leaves the rest clear', () => {
    const pixels = grey(
      ...[0, 0, 0, 0, 0],
      ...[0, 1, 255, 1, 0],
      ...[0, 255, 9, 255, 0],
      ...[0, 1, 255, 1, 0],
      ...[0, 0, 0, 0, 0],
    );

    tintMask(pixels, 5, [10, 20, 30]);

    expect(alphas(pixels)).toEqual([
      ...[0, 0, 0, 0, 0],
      ...[0, 255, 255, 255, 0],
      ...[0, 255, 150, 255, 0],
      ...[0, 255, 255, 255, 0],
      ...[0, 0, 0, 0, 0],
    ]);
    expect([...pixels.slice(12 * 4, 12 * 4 + 3)]).toEqual([10, 20, 30]);
  });

  it('has an edge at the rim of the picture', () => {
    const pixels = grey(1, 1, 1, 1);

    tintMask(pixels, 2, [0, 0, 0]);

    expect(alphas(pixels)).toEqual([255, 255, 255, 255]);
  });
});

describe('a heat map', () => {
  it('hides the more of the picture the hotter it is', () => {
    const pixels = grey(0, 128, 255);

    tintHeat(pixels);

    expect(alphas(pixels)).toEqual([0, 128, 255]);
    expect([...pixels.slice(8, 11)]).toEqual([...heatColour(1)]);
  });

  it('is shown from a heat on', () => {
    const pixels = grey(100, 200);

    tintHeat(pixels, 150);

    expect(alphas(pixels)).toEqual([0, 200]);
  });

  it('says how much of it counts as anomalous', () => {
    expect(hotShare(grey(0, 127, 128, 255))).toBe(0.5);
    expect(hotShare(grey())).toBe(0);
  });
});

it('is hottest in the middle of what is as hot', () => {
  expect(hottest(grey(...[0, 9, 9, 0], ...[0, 9, 9, 0]), 4)).toEqual({ x: 0.5, y: 0.5 });
  expect(hottest(grey(...[0, 0], ...[0, 7]), 2)).toEqual({ x: 0.75, y: 0.75 });
});
