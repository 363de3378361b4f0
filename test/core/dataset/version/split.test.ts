import fc from 'fast-check';
import type { ManifestRow } from '../../../../core/dataset/version/dataset-version.ts';
import { manifestText, parseManifest } from '../../../../core/dataset/version/dataset-version.ts';
import { splitOf, withTrainedConcepts } from '../../../../core/dataset/version/split.ts';

const row = (id: string, concept: string, split: 'train' | 'test'): ManifestRow => ({
  id,
  object: null,
  text: id,
  concepts: [{ id: concept, value: 1 }],
  split,
  origin: 'new',
});

describe('held-out split', () => {
  test('holds out about a fifth of many inputs', () => {
    const ids = Array.from({ length: 10_000 }, (_, index) => `input-${index}`);

    const heldOut = ids.filter((id) => splitOf(id) === 'test').length;

    expect(heldOut).toBeGreaterThan(1_800);
    expect(heldOut).toBeLessThan(2_200);
  });

  test('an id always falls on the same side', () => {
    fc.assert(fc.property(fc.string(), (id) => splitOf(id) === splitOf(id)));
    // Known ids, so that a change of the hash, which would mix held-out and training inputs of stored versions, fails.
    expect(['a', 'b', 'input-1', 'digit-0007', 'é'].map(splitOf)).toMatchInlineSnapshot(`
     [
       "train",
       "train",
       "train",
       "train",
       "test",
     ]
    `);
  });

  test('a concept without any training example gets its held-out ones to train on', () => {
    const rows = [row('1', 'cat', 'train'), row('2', 'cat', 'test'), row('3', 'dog', 'test')];

    expect(withTrainedConcepts(rows).map(({ split }) => split)).toEqual(['train', 'test', 'train']);
  });

  test('a manifest reads back as it was written, whatever the texts hold', () => {
    const text = fc.string({ unit: 'binary' });
    fc.assert(
      fc.property(fc.array(fc.tuple(text, text)), (pairs) => {
        const rows = pairs.map(([id, concept]) => row(id, concept, 'train'));
        expect(parseManifest(manifestText(rows))).toEqual(rows);
      }),
    );
  });
});
