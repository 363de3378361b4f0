import type {
  DatasetVersion,
  ManifestRow,
} from '../../../../core/dataset/version/dataset-version.ts';
import {
  countForTraining,
  countsOf,
  storedCounts,
} from '../../../../core/dataset/version/training-counts.ts';

const row = (id: string, changes: Partial<ManifestRow> = {}): ManifestRow => ({
  id,
  object: null,
  text: `text of ${id}`,
  concepts: [{ id: 'good', value: 1 }],
  split: 'train',
  origin: 'new',
  ...changes,
});

describe('countForTraining', () => {
  it('counts each split, what is labelled in it, and its concepts', () => {
    const region = {
      concepts: [{ id: 'bad', value: 1 }],
      box: [0, 0, 1, 1] as const,
      polygon: null,
      mask: null,
    };
    const counts = countForTraining([
      row('a'),
      row('b', { concepts: [{ id: 'bad', value: 0 }] }),
      row('c', { concepts: [] }),
      row('d', { split: 'test', concepts: [], regions: [region, region] }),
      row('e', { split: 'test' }),
      row('broken', { text: null }),
    ]);

    expect(counts).toEqual({
      train: { inputs: 3, labelled: 2 },
      test: { inputs: 2, labelled: 2 },
      copies: 0,
      heldOutCopies: 0,
      concepts: [
        { id: 'bad', train: 0, test: 1 },
        { id: 'good', train: 1, test: 1 },
      ],
    });
  });

  it('counts inputs that have several concepts, not those that are denied one', () => {
    const values = (...ids: [string, 0 | 1][]) => ids.map(([id, value]) => ({ id, value }));
    const counts = countForTraining([
      row('a', { concepts: values(['good', 1], ['bad', 1]) }),
      row('b', { concepts: values(['good', 1], ['bad', 0]) }),
      row('c', { split: 'test', concepts: values(['x', 1], ['y', 1], ['z', 1]) }),
    ]);

    expect(counts.several).toBe(2);
  });

  it('finds copies by content, and those that reach the held-out rows', () => {
    const image = (id: string, split: 'train' | 'test', object: string) =>
      row(id, { text: null, object, split });
    const { copies, heldOutCopies } = countForTraining([
      image('a', 'train', 'one'),
      image('b', 'train', 'one'),
      image('c', 'test', 'one'),
      image('d', 'test', 'two'),
      image('e', 'test', 'two'),
      image('f', 'test', 'three'),
    ]);

    expect({ copies, heldOutCopies }).toEqual({ copies: 3, heldOutCopies: 1 });
  });

  it('counts nothing of no rows', () => {
    expect(countForTraining([])).toMatchObject({ copies: 0, concepts: [] });
  });
});

describe('what is stored with a dataset version', () => {
  const rows = [row('a'), row('b'), row('c', { split: 'test' })];
  const named = [
    { id: 'good', name: 'Good', positives: 3 },
    { id: 'never', name: 'Never', positives: 0 },
  ];

  it('gives the same counts again', () => {
    const stored = storedCounts(named, countForTraining(rows)) as DatasetVersion;

    expect(stored.concepts).toEqual([
      { id: 'good', name: 'Good', positives: 3, heldOut: 1 },
      { id: 'never', name: 'Never', positives: 0, heldOut: 0 },
    ]);
    expect(countsOf(stored)).toEqual({
      ...countForTraining(rows),
      concepts: [
        { id: 'good', train: 2, test: 1 },
        { id: 'never', train: 0, test: 0 },
      ],
    });
  });

  it('is not there for a version of an earlier release', () => {
    expect(countsOf({ concepts: named } as unknown as DatasetVersion)).toBeUndefined();
  });
});
