import type { ManifestRow } from '../../../core/dataset/version/dataset-version.ts';
import { mixReplay } from '../../../core/training/replay.ts';

const row = (id: string, concept: string, split: 'train' | 'test' = 'train'): ManifestRow => ({
  id,
  object: `object-of-${id}`,
  text: null,
  concepts: [{ id: concept, value: 1 }],
  split,
  origin: 'new',
});
const many = (prefix: string, concept: string, count: number) =>
  Array.from({ length: count }, (_, index) => row(`${prefix}${index}`, concept));
const count = (rows: readonly ManifestRow[], origin: string, concept: string) =>
  rows.filter((r) => r.origin === origin && r.concepts[0]?.id === concept).length;

describe('rows of an incremental training', () => {
  const old = [...many('cat', 'cat', 50), ...many('dog', 'dog', 10), row('held', 'cat', 'test')];

  test('all new rows, 40 % of each old concept, every held-out row', () => {
    const fresh = many('bird', 'bird', 7);

    const mixed = mixReplay([...old, ...fresh], old);

    expect(count(mixed, 'new', 'bird')).toBe(7);
    expect(
      count(
        mixed.filter((r) => r.split === 'train'),
        'replay',
        'cat',
      ),
    ).toBe(20);
    expect(count(mixed, 'replay', 'dog')).toBe(4);
    expect(mixed.find((r) => r.id === 'held')?.split).toBe('test');
  });

  test('the parent is replayed though the new dataset version lacks its rows', () => {
    const mixed = mixReplay(many('bird', 'bird', 3), old);

    expect(count(mixed, 'replay', 'dog')).toBe(4);
    expect(count(mixed, 'new', 'bird')).toBe(3);
  });

  test('what a stopped parent had not learnt to the end is seen whole again', () => {
    const mixed = mixReplay(old, [...old, ...many('gone', 'bird', 10)], []);

    expect(count(mixed, 'new', 'cat')).toBe(51);
    expect(count(mixed, 'replay', 'bird')).toBe(4);
  });

  test('an old concept with a single example is still replayed', () => {
    expect(count(mixReplay([], [row('one', 'rare')]), 'replay', 'rare')).toBe(1);
  });

  test('an input that was labelled anew is new, and stands there once', () => {
    const mixed = mixReplay([row('cat0', 'tiger')], old);

    expect(mixed.filter((r) => r.id === 'cat0')).toEqual([
      { ...row('cat0', 'tiger'), origin: 'new' },
    ]);
  });

  test('the same question has the same answer', () => {
    expect(mixReplay(old, old)).toEqual(mixReplay([...old].reverse(), old));
  });

  test('a content of the parent stays on its side, under whatever id, label and split it comes', () => {
    const parent = [...old, row('kept out', 'cat', 'test'), row('learnt', 'cat')];
    const copyOf = (id: string, of: string, split: 'train' | 'test') => ({
      ...row(id, 'tiger', split),
      object: `object-of-${of}`,
    });

    const mixed = mixReplay(
      [copyOf('a', 'kept out', 'train'), copyOf('b', 'learnt', 'test'), row('c', 'tiger', 'test')],
      parent,
    );

    const sides = new Map(mixed.map(({ id, split }) => [id, split]));
    expect(['a', 'b', 'c'].map((id) => sides.get(id))).toEqual(['test', 'train', 'test']);
  });

  test('of copies that an earlier release held out and trained on, none is held out', () => {
    const twice = { ...row('two', 'cat', 'test'), object: 'object-of-one' };
    const fresh = { ...row('three', 'tiger', 'test'), object: 'object-of-one' };

    const mixed = mixReplay([fresh], [row('one', 'cat'), twice]);

    expect(mixed.find(({ id }) => id === 'three')?.split).toBe('train');
  });
});
