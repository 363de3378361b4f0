import fc from 'fast-check';
import type { JsonObject } from '../../../../core/json.ts';
import { contentOf, normalisedText } from '../../../../core/dataset/version/content.ts';
import type { ManifestRow } from '../../../../core/dataset/version/dataset-version.ts';
import { manifestText, parseManifest } from '../../../../core/dataset/version/dataset-version.ts';
import { sideOf, splitOf, withTrainedConcepts } from '../../../../core/dataset/version/split.ts';

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
    // Known ids, so that a change of the hash, which would mix held-out and training inputs of
    // stored versions, fails.
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

  test.each(['a', 'input-1', 'ffff00000001', 'é', ''])(
    'the rest of the dataset does not matter: %j falls on its side alone and in company',
    (id) => {
      const company = ['x', id, 'y'].map(splitOf);

      expect(company[1]).toBe(splitOf(id));
    },
  );

  test.each([
    // Ids as people make them: numbered, with zeros in front, of one length, as files, as digests.
    ['numbers', (n: number) => String(n)],
    ['numbers with zeros in front', (n: number) => String(n).padStart(8, '0')],
    ['file names', (n: number) => `photos/2026/IMG_${n}.jpg`],
    ['even numbers', (n: number) => `row-${2 * n}`],
    ['hexadecimal', (n: number) => (n * 2_654_435_761).toString(16)],
  ])('holds out about a fifth, whatever the ids look like: %s', (_, idOf) => {
    const heldOut = Array.from({ length: 5_000 }, (__, n) => splitOf(idOf(n))).filter(
      (side) => side === 'test',
    );

    expect(heldOut.length / 5_000).toBeGreaterThan(0.17);
    expect(heldOut.length / 5_000).toBeLessThan(0.23);
  });

  test.each<[string, string[], string[]]>([
    // Each row is `concept/side`.
    ['nothing to move', ['cat/train', 'cat/test'], ['train', 'test']],
    [
      'a concept without any training example gets its held-out ones to train on',
      ['cat/train', 'cat/test', 'dog/test'],
      ['train', 'test', 'train'],
    ],
    [
      'all of them, not one: nothing of it can be held out',
      ['cat/train', 'dog/test', 'dog/test'],
      ['train', 'train', 'train'],
    ],
    ['a dataset that is held out as a whole trains', ['cat/test', 'dog/test'], ['train', 'train']],
    ['a dataset of one input', ['cat/test'], ['train']],
    ['no input', [], []],
    [
      'a concept that is only said to be absent moves nothing',
      ['cat/train', '!dog/test'],
      ['train', 'test'],
    ],
    ['an input without concepts stays', ['cat/train', '/test'], ['train', 'test']],
  ])('%s', (_, rows, sides) => {
    const all = rows.map((text, n) => {
      const [name = '', side] = text.split('/');
      const made = row(String(n), name.replace('!', ''), side as 'train' | 'test');
      if (name === '') return { ...made, concepts: [] };
      return {
        ...made,
        concepts: [{ id: made.concepts[0]!.id, value: name.startsWith('!') ? 0 : 1 }],
      };
    });

    expect(withTrainedConcepts(all).map(({ split }) => split)).toEqual(sides);
  });

  test('concepts of regions count as those of the whole', () => {
    const region = { box: null, polygon: null, mask: null, concepts: [{ id: 'dog', value: 1 }] };
    const rows = [row('1', 'cat', 'train'), { ...row('2', 'cat', 'test'), regions: [region] }];

    expect(withTrainedConcepts(rows as ManifestRow[]).map(({ split }) => split)).toEqual([
      'train',
      'train',
    ]);
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

describe('copies', () => {
  const image = (id: string, object: string, concept: string) => ({
    ...row(id, concept, 'train'),
    object,
    text: null,
  });
  const placed = (rows: readonly ManifestRow[], metadata: JsonObject = {}) =>
    withTrainedConcepts(rows.map((each) => ({ ...each, ...sideOf(each, metadata) })));
  const sidesByContent = (rows: readonly ManifestRow[]) =>
    Map.groupBy(rows, (each) => contentOf(each) ?? each.id);

  const texts = fc.constantFrom('rain', 'Rain ', ' RAIN', 'sun', 'snow', 'caf\u00e9', 'cafe\u0301');
  const concepts = fc.constantFrom('cat', 'dog', 'rare');
  const anyRow = fc.oneof(
    fc.tuple(texts, concepts).map(([text, concept]) => ({ ...row('', concept, 'train'), text })),
    fc
      .tuple(fc.constantFrom('a1', 'b2', 'c3'), concepts)
      .map(([object, concept]) => image('', object, concept)),
  );

  test('are on one side, in datasets of every size, whatever they are called and labelled', () => {
    fc.assert(
      fc.property(fc.array(anyRow, { maxLength: 60 }), (rows) => {
        const all = placed(rows.map((each, n) => ({ ...each, id: `input-${n}` })));

        for (const same of sidesByContent(all).values())
          expect(new Set(same.map(({ split }) => split)).size).toBe(1);
      }),
    );
  });

  test('one without a side goes where its owner put its copy', () => {
    for (const given of ['train', 'test'] as const)
      for (const text of ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j']) {
        const marked = { ...row('1', 'cat', given), text, isSplitGiven: true as const };
        const free = { ...row('2', 'cat', splitOf(text)), text: text.toUpperCase() };
        const others = ['x', 'y', 'z'].map((id) => row(id, 'cat', 'train'));

        const [first, second] = withTrainedConcepts([marked, free, ...others]);

        expect([first?.split, second?.split]).toEqual([given, given]);
      }
  });

  test.each([
    ['letter case and white space', 'A  text\nof two lines', ' a text of TWO lines '],
    ['the form of an accent', 'caf\u00e9', 'cafe\u0301'],
    ['a dotted capital', 'İstanbul', 'i\u0307stanbul'],
  ])('%s make no other text', (_, a, b) => {
    expect(normalisedText(a)).toBe(normalisedText(b));
  });

  test('a concept that only a held-out content has takes the copies of that content along', () => {
    const heldOut = Array.from({ length: 100 }, (_, n) => `text ${n}`).find(
      (text) => splitOf(text) === 'test',
    ) as string;
    const of = (id: string, concept: string) => ({ ...row(id, concept, 'train'), text: heldOut });

    const all = placed([
      of('1', 'cat'),
      of('2', 'rare'),
      row('trained by its text', 'cat', 'train'),
    ]);

    expect(all.map(({ split }) => split)).toEqual(['train', 'train', 'train']);
  });

  test.each([
    ['train', 'train'],
    ['test', 'test'],
    ['validation', 'test'],
  ])(
    'an input that its owner put into %s is in %s, whatever its content and company',
    (given, side) => {
      const all = placed(
        Array.from({ length: 20 }, (_, n) => row(`text ${n}`, `concept-${n}`, 'train')),
        { split: given },
      );

      expect(new Set(all.map(({ split }) => split))).toEqual(new Set([side]));
    },
  );

  test('other values of split say nothing of a side', () => {
    for (const split of ['Train', '', 1, null, ['test']])
      expect(sideOf(row('a', 'cat', 'train'), { split })).toEqual({ split: 'train' });
  });

  test('what is learnt of labels drawn by lot does not help on the held-out rows', () => {
    // As people make copies: each text five times under other ids, its label drawn once.
    const rows = Array.from({ length: 60 }, (_, text) =>
      Array.from({ length: 5 }, (__, copy) => ({
        ...row(`t${text}-${copy}`, (text * 7) % 3 ? 'yes' : 'no', 'train' as const),
        text: `text number ${text}`,
      })),
    ).flat();

    const all = placed(rows);
    const learnt = new Set(all.filter(({ split }) => split === 'train').map(contentOf));
    const heldOut = all.filter(({ split }) => split === 'test');

    expect(heldOut.length).toBeGreaterThan(20);
    expect(heldOut.filter((each) => learnt.has(contentOf(each)))).toEqual([]);
  });
});
