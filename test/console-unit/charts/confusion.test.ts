import { mistakesOf, orderOf, partOf, shadeOf } from '../../../console/charts/confusion.ts';

const confusion = {
  conceptIds: ['b', 'a', 'c'],
  matrix: [
    [5, 0, 3],
    [1, 9, 0],
    [3, 0, 20],
  ],
};

describe('a confusion matrix', () => {
  test('lists its mistakes, the commonest first, equal ones by concept', () => {
    expect(mistakesOf(confusion)).toEqual([
      { labelled: 'b', answered: 'c', count: 3, share: 3 / 8 },
      { labelled: 'c', answered: 'b', count: 3, share: 3 / 23 },
      { labelled: 'a', answered: 'b', count: 1, share: 0.1 },
    ]);
  });

  test.each([
    ['errors', ['b', 'c', 'a']],
    ['name', ['a', 'b', 'c']],
    ['support', ['c', 'a', 'b']],
  ] as const)('is ordered by %s: %j', (order, ids) => {
    expect(orderOf(confusion, order).map((at) => confusion.conceptIds[at])).toEqual(ids);
  });

  test('a part adds up what it leaves out, so that no input is lost', () => {
    const part = partOf(confusion, [0, 1]);
    expect(part).toEqual({
      conceptIds: ['b', 'a'],
      cells: [
        [5, 0],
        [1, 9],
      ],
      otherAnswers: [3, 0],
      otherLabels: [3, 0],
      totals: [8, 10],
    });
  });

  test.each([
    [0, 10, 0],
    [1, 1000, 1],
    [5, 10, 3],
    [10, 10, 5],
    [0, 0, 0],
  ])('%i of %i has the shade %i', (count, total, shade) => {
    expect(shadeOf(count, total)).toBe(shade);
  });
});
