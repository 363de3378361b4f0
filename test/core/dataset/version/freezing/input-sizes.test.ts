import { InputSizesCounter } from '../../../../../core/dataset/version/freezing/input-sizes.ts';
import type { ManifestRow } from '../../../../../core/dataset/version/dataset-version.ts';
import { countForTraining } from '../../../../../core/dataset/version/training-counts.ts';
import { workDataOf } from '../../../../../core/job/request/forecast/work-data-of.ts';

const row = (more: Partial<ManifestRow>): ManifestRow => ({
  id: 'a',
  object: null,
  text: null,
  concepts: [],
  split: 'train',
  origin: 'new',
  ...more,
});

function sizesOf(rows: readonly Parameters<InputSizesCounter['add']>[0][]) {
  const counter = new InputSizesCounter();
  for (const each of rows) counter.add(each);
  return counter.result();
}

describe('the sizes of the inputs of a dataset version', () => {
  test('pictures: the mean of those whose header said a size', () => {
    const picture = row({ object: 'f'.repeat(64) });

    expect(
      sizesOf([
        { row: picture, width: 100, height: 50 },
        { row: picture, width: 50, height: 50 },
        { row: picture },
      ]),
    ).toEqual({ meanPixels: 3750, meanAspectRatio: 1.5 });
  });

  test('texts, and their completions', () => {
    const texts = [10, 20, 30].map((length) => ({
      row: row({ text: 'x'.repeat(length), target: 'y'.repeat(length / 10) }),
    }));

    expect(sizesOf(texts)).toEqual({
      characters: { mean: 20, median: 20, p95: 30, max: 30 },
      completionCharacters: { mean: 2, median: 2, p95: 3, max: 3 },
    });
  });

  test('of nothing, nothing is known', () => {
    expect(sizesOf([])).toEqual({});
  });
});

describe('the rows of a job', () => {
  const labelled = (id: string, split: 'train' | 'test', concept?: string) =>
    row({ id, text: id, split, concepts: concept ? [{ id: concept, value: 1 }] : [] });

  test('a mere number is split as usual, and that is said', () => {
    expect(workDataOf({ inputCount: 1001, needsLabels: true })).toMatchObject({
      rows: 1001,
      train: 801,
      heldOut: 200,
      assumptions: ['Four fifths of the inputs are learnt from, the others held out'],
    });
  });

  test('without a label, a row is read and not learnt from, where labels are needed', () => {
    const counts = countForTraining([
      labelled('a', 'train', 'cat'),
      labelled('b', 'train'),
      labelled('c', 'test', 'cat'),
    ]);

    const known = { inputCount: 3, counts };
    expect(workDataOf({ ...known, needsLabels: true })).toMatchObject({ rows: 3, train: 1 });
    expect(workDataOf({ ...known, needsLabels: false })).toMatchObject({ rows: 3, train: 2 });
  });

  test('images that show an anomaly are told apart', () => {
    const counts = countForTraining([
      labelled('a', 'train', 'normal'),
      labelled('b', 'train', 'scratch'),
      labelled('c', 'train'),
    ]);
    const isNormal = (id: string) => id === 'normal';

    const known = { inputCount: 3, counts, needsLabels: false, isNormal };
    expect(workDataOf(known)).toMatchObject({ train: 3, anomalous: 1 });
  });

  test('one in five of the concepts with enough rows is not trained on by an embedder', () => {
    const many = ['a', 'b', 'c', 'd', 'e'].flatMap((concept) =>
      Array.from({ length: 12 }, (_, n) =>
        labelled(`${concept}${n}`, n < 2 ? 'test' : 'train', concept),
      ),
    );

    const counts = countForTraining([...many, labelled('f', 'train', 'rare')]);
    expect(workDataOf({ inputCount: 61, counts, needsLabels: true }).unseen).toBe(10);
  });
});
