import { cosine, nearest } from '../../../console/pages/model/predict/neighbours/similarity.ts';

test('the cosine is of directions, whatever the lengths', () => {
  expect(cosine([1, 0], [5, 0])).toBe(1);
  expect(cosine([1, 0], [0, 2])).toBe(0);
  expect(cosine([1, 1], [-1, -1])).toBeCloseTo(-1);
  expect(cosine([0, 0], [1, 1])).toBe(0);
  expect(cosine([1], [1, 1])).toBe(0);
});

test('the nearest come first, as many as are asked for', () => {
  const among = [
    { of: 'far', vector: [-1, 0] },
    { of: 'near', vector: [1, 0.1] },
    { of: 'nearest', vector: [2, 0] },
  ];

  expect(nearest([1, 0], among, 2).map(({ of }) => of)).toEqual(['nearest', 'near']);
});
