import { classificationFigures } from '../../../core/evaluation/classification.ts';
import { rocCurve } from '../../../core/evaluation/curves.ts';

const rows = (scores: number[][], targets: number[][]) =>
  scores.map((row, index) => ({
    inputId: `i${index}`,
    scores: row,
    targets: (targets[index] ?? []).map((value) => value === 1),
  }));

// Expected values were computed with scikit-learn 1.9.1 from the same numbers.
describe('one concept per row', () => {
  const figures = classificationFigures(
    rows(
      [
        [0.7, 0.2, 0.1],
        [0.6, 0.3, 0.1],
        [0.2, 0.5, 0.3],
        [0.4, 0.35, 0.25],
        [0.1, 0.1, 0.8],
        [0.3, 0.3, 0.4],
        [0.2, 0.6, 0.2],
        [0.25, 0.5, 0.25],
      ],
      [0, 0, 1, 1, 2, 2, 1, 2].map((place) => [0, 1, 2].map((each) => (each === place ? 1 : 0))),
    ),
    ['a', 'b', 'c'],
  );

  test('accuracy, macro averages and their spread', () => {
    expect(figures.summary.accuracy).toBe(0.75);
    expect(figures.summary.f1?.mean).toBeCloseTo(0.755556, 6);
    expect(figures.summary.f1?.deviation).toBeCloseTo(0.062854, 6);
    expect(figures.summary.rocAuc?.mean).toBeCloseTo(0.933333, 6);
    expect(figures.summary.precision).toBeCloseTo(7 / 9, 9);
    expect(figures.summary.recall).toBeCloseTo(7 / 9, 9);
  });

  test('each concept against the others', () => {
    expect(figures.perConcept.map((each) => each.rocAuc)).toEqual([
      1,
      expect.closeTo(0.9, 9),
      expect.closeTo(0.9, 9),
    ]);
    expect(figures.perConcept.map((each) => each.averagePrecision)).toEqual([
      1,
      expect.closeTo(0.805556, 6),
      expect.closeTo(0.866667, 6),
    ]);
  });

  test('confusion is counted by actual and predicted concept, co-occurrence by pairs', () => {
    expect(figures.confusion?.matrix).toEqual([
      [2, 0, 0],
      [1, 2, 0],
      [0, 1, 2],
    ]);
    expect(figures.cooccurrence?.matrix).toEqual([
      [2, 0, 0],
      [0, 3, 0],
      [0, 0, 3],
    ]);
  });

  test('curves go through every distinct threshold', () => {
    const { rocCurve: roc, precisionRecallCurve: pr } = figures.perConcept[1]!;
    expect(roc?.thresholds).toEqual([1.6, 0.6, 0.5, 0.35, 0.3, 0.2, 0.1]);
    expect(roc?.fpr).toEqual([0, 0, 0.2, 0.2, 0.6, 0.8, 1]);
    expect(roc?.tpr).toEqual([0, 1 / 3, 2 / 3, 1, 1, 1, 1]);
    expect(pr?.precision).toEqual([1, 2 / 3, 0.75, 0.5, 3 / 7, 0.375]);
    expect(pr?.recall).toEqual([1 / 3, 2 / 3, 1, 1, 1, 1]);
  });

  test('the test set says what was predicted of each row, the surest first', () => {
    expect(figures.testSet?.[3]).toEqual({
      inputId: 'i3',
      predicted: [
        { id: 'a', value: 0.4 },
        { id: 'b', value: 0.35 },
        { id: 'c', value: 0.25 },
      ],
      actual: ['b'],
    });
  });
});

describe('several concepts per row', () => {
  const scores = [
    [0.9, 0.6],
    [0.8, 0.4],
    [0.5, 0.7],
    [0.2, 0.1],
    [0.45, 0.55],
  ];
  const figures = classificationFigures(
    rows(scores, [
      [1, 1],
      [1, 0],
      [0, 1],
      [0, 0],
      [1, 0],
    ]),
    ['a', 'b'],
  );

  test('a row is right where exactly its concepts reach one half', () => {
    expect(figures.summary.accuracy).toBe(0.6);
    expect(figures.perConcept.map((each) => each.f1)).toEqual([expect.closeTo(2 / 3, 9), 0.8]);
    expect(figures.perConcept.map((each) => each.rocAuc)).toEqual([expect.closeTo(5 / 6, 9), 1]);
    expect(figures.confusion).toBeUndefined();
    expect(figures.cooccurrence?.matrix).toEqual([
      [3, 1],
      [1, 2],
    ]);
  });
});

test('what cannot be measured is absent, not zero', () => {
  const figures = classificationFigures(rows([[0.9, 0.1]], [[1, 0]]), ['a', 'b']);

  expect(figures.perConcept[1]).toEqual({ conceptId: 'b', positives: 0, total: 1 });
  expect(figures.summary.rocAuc).toBeUndefined();
});

test('a long curve is thinned down and keeps its ends', () => {
  const claims = Array.from({ length: 5000 }, (_, n) => ({
    score: n / 5000,
    isTrue: n % 3 === 0,
  }));

  const curve = rocCurve(claims)!;

  expect(curve.fpr).toHaveLength(200);
  expect([curve.fpr.at(0), curve.fpr.at(-1), curve.tpr.at(-1)]).toEqual([0, 1, 1]);
});
