import { labelPlaces } from '../../../console/drawing/label-places.ts';

const picture = { width: 200, height: 100 };
const size = { width: 60, height: 20 };

describe('places of labels', () => {
  it('stand above their box', () => {
    const box = { left: 0.25, top: 0.5, width: 0.25, height: 0.25 };

    expect(labelPlaces([{ box, size }], picture)).toEqual([{ left: 50, top: 30, ...size }]);
  });

  it('stand within a box at the top of the picture, and never beyond its right edge', () => {
    const box = { left: 0.9, top: 0, width: 0.1, height: 0.5 };

    expect(labelPlaces([{ box, size }], picture)).toEqual([{ left: 140, top: 0, ...size }]);
  });

  it('do not cover each other, and are left out where there is no room', () => {
    const box = { left: 0, top: 0, width: 0.1, height: 0.2 };
    const many = Array.from({ length: 9 }, () => ({ box, size }));

    const places = labelPlaces(many, picture).filter((place) => place !== undefined);

    expect(places).toHaveLength(2);
    expect(new Set(places.map(({ left, top }) => `${left} ${top}`)).size).toBe(2);
  });
});
