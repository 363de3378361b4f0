import { createHash } from 'node:crypto';
import type { ManifestRow } from '../../../../core/dataset/version/dataset-version.ts';
import { FrozenCounts } from '../../../../core/dataset/version/freezing/frozen-counts.ts';
import type { RawRow } from '../../../../core/dataset/version/freezing/frozen-part.ts';
import type { DataReport } from '../../../../core/dataset/version/report/data-report.ts';
import { languageOf, scriptOf } from '../../../../core/dataset/version/report/languages.ts';
import { ReportCounter } from '../../../../core/dataset/version/report/report-counter.ts';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const labelled = (...ids: string[]) => ids.map((id) => ({ id, value: 1 }));

const row = (id: string, more: Partial<ManifestRow>): ManifestRow => ({
  id,
  object: null,
  text: null,
  concepts: [],
  split: 'train',
  origin: 'new',
  ...more,
});
const text = (id: string, said: string, more: Partial<ManifestRow> = {}) =>
  row(id, { text: said, ...more });
const image = (id: string, content: string, more: Partial<ManifestRow> = {}) =>
  row(id, { object: sha256(content), ...more });

function reportOf(rows: readonly (ManifestRow | RawRow)[]): DataReport {
  const raw = rows.map((each) => ('row' in each ? each : { row: each, size: 1_000 }));
  const [report, counts] = [new ReportCounter(sha256), new FrozenCounts(sha256)];
  for (const each of raw) report.see(each.row);
  for (const each of raw) {
    counts.add(each);
    report.add(each);
  }
  return report.result(counts.result((id) => `name of ${id}`));
}

const findingOf = (rows: readonly (ManifestRow | RawRow)[], code: string) => {
  const found = reportOf(rows).findings.filter((finding) => finding.code === code);
  expect(found.length).toBeLessThanOrEqual(1);
  return found.map(({ value, examples }) => [value, examples.map(({ ids }) => ids.join('='))])[0];
};

const long = (last: string) =>
  `the parcel that was promised for monday came on thursday with a dent in its side and nobody at the counter could say why it had ${last}`;

describe('the data report of a dataset version', () => {
  test.each<[string, string, (ManifestRow | RawRow)[], [number, string[]] | undefined]>([
    [
      'equal images under other ids',
      'copies',
      [image('a', 'x'), image('b', 'x'), image('c', 'y'), image('d', 'x')],
      [2, ['a=b', 'a=d']],
    ],
    [
      'texts that differ in case, white space and Unicode form',
      'copies',
      [text('a', 'Café  noir'), text('b', ' cafe\u0301 noir'), text('c', 'café')],
      [1, ['a=b']],
    ],
    ['no copies', 'copies', [image('a', 'x'), image('b', 'y'), text('c', 'z')], undefined],
    [
      'copies on both sides of the split',
      'held-out-copies',
      [text('a', 'x'), text('b', 'x', { split: 'test' }), text('c', 'X', { split: 'test' })],
      [2, ['a=b']],
    ],
    [
      'a content with two labels counts once, whatever an unlabelled copy says',
      'label-conflicts',
      [
        image('a', 'x', { concepts: labelled('cat') }),
        image('b', 'x', { concepts: labelled('dog') }),
        image('c', 'x', { concepts: labelled('bird') }),
        image('d', 'x'),
      ],
      [1, ['a=b']],
    ],
    [
      'the same labels in another order are no conflict',
      'label-conflicts',
      [
        image('a', 'x', { concepts: labelled('cat', 'dog') }),
        image('b', 'x', { concepts: labelled('dog', 'cat') }),
      ],
      undefined,
    ],
    [
      'two completions of one prompt',
      'label-conflicts',
      [text('a', 'hello', { target: 'hi' }), text('b', 'Hello', { target: 'good day' })],
      [1, ['a=b']],
    ],
    [
      'texts that differ in numbers and punctuation',
      'near-copies',
      [text('a', 'Order 17 is late!'), text('b', 'order 18: is late'), text('c', 'it is late')],
      [1, ['a=b']],
    ],
    [
      'long texts that differ in a word',
      'near-copies',
      [text('a', long('happened')), text('b', long('occurred')), text('c', 'something else')],
      [1, ['a=b']],
    ],
    [
      'an exact copy is no near-copy',
      'near-copies',
      [text('a', 'order 1'), text('b', 'Order 1')],
      undefined,
    ],
    [
      'near-copies of which one is held out',
      'held-out-near-copies',
      [text('a', 'day 1'), text('b', 'day 2', { split: 'test' }), text('c', 'day 3')],
      [1, ['a=b']],
    ],
    [
      'concepts with fewer than ten examples',
      'few-examples',
      [
        ...Array.from({ length: 10 }, (_, n) =>
          image(`a${n}`, `a${n}`, { concepts: labelled('many') }),
        ),
        image('b', 'b', { concepts: labelled('few') }),
      ],
      [1, ['few']],
    ],
    [
      'one concept more than ten times as common as another',
      'imbalance',
      [
        ...Array.from({ length: 33 }, (_, n) =>
          image(`a${n}`, `a${n}`, { concepts: labelled('many') }),
        ),
        ...Array.from({ length: 3 }, (_, n) =>
          image(`b${n}`, `b${n}`, { concepts: labelled('few') }),
        ),
      ],
      [11, ['few', 'many']],
    ],
    [
      'inputs that could not be ingested',
      'invalid-inputs',
      [row('broken', {}), text('a', 'x')],
      [1, ['broken']],
    ],
    [
      'unlabelled inputs among labelled ones',
      'unlabelled-inputs',
      [text('a', 'x', { concepts: labelled('cat') }), text('b', 'y')],
      [1, ['b']],
    ],
    [
      'no input has a label: that is no gap',
      'unlabelled-inputs',
      [text('a', 'x', { target: 'y' }), text('b', 'y', { target: 'x' })],
      undefined,
    ],
    [
      'images with a short side',
      'tiny-images',
      [
        { row: image('icon', 'x'), size: 90, width: 16, height: 400 },
        { row: image('photo', 'y'), size: 9_000, width: 400, height: 32 },
      ],
      [1, ['icon']],
    ],
    [
      'images more than five times as long as wide',
      'narrow-images',
      [
        { row: image('strip', 'x'), size: 90, width: 501, height: 100 },
        { row: image('wide', 'y'), size: 90, width: 500, height: 100 },
      ],
      [1, ['strip']],
    ],
    ['texts that say nothing', 'short-texts', [text('a', ' -'), text('b', 'yes')], [1, ['a']]],
  ])('%s: %s', (_, code, rows, expected) => {
    expect(findingOf(rows, code)).toEqual(expected);
  });

  test('counts what there is', () => {
    const box = { box: [0, 0, 1, 1] as const, polygon: null, mask: null };
    const report = reportOf([
      {
        row: image('a', 'x', { concepts: labelled('cat') }),
        size: 123_456,
        width: 640,
        height: 480,
      },
      { row: image('b', 'y', { regions: [{ ...box, concepts: labelled('dog') }] }), size: 2_000 },
      text('c', 'four', { split: 'test', concepts: labelled('cat') }),
      text('d', 'это не то, что я хотел', { concepts: [{ id: 'cat', value: 0 }] }),
      row('e', {}),
    ]);

    expect(report).toMatchObject({
      counts: {
        ...{ inputs: 5, images: 2, texts: 2, invalid: 1, unlabelled: 1, regions: 1 },
        ...{ train: 3, test: 1, concepts: 2 },
      },
      concepts: [
        { id: 'cat', name: 'name of cat', train: 1, test: 1 },
        { id: 'dog', name: 'name of dog', train: 1, test: 0 },
      ],
      imageBytes: { min: 2_000, median: 2_000, p95: 123_000, max: 123_000 },
      imageWidths: { min: 640, median: 640, p95: 640, max: 640 },
      textLengths: { min: 4, median: 4, p95: 22, max: 22 },
      scripts: [
        { name: 'Cyrillic', inputs: 1 },
        { name: 'Latin', inputs: 1 },
      ],
      languages: [
        { name: 'Russian', inputs: 1 },
        { name: 'unknown', inputs: 1 },
      ],
    });
    expect(report.notLookedAt.join()).toMatch(/one colour.*Sizes of 1 of 2 images/);
  });

  test('has five examples of each finding at the most, and counts all', () => {
    const rows = Array.from({ length: 50 }, (_, n) => image(`i${n}`, 'same'));
    const [finding] = reportOf(rows).findings.filter(({ code }) => code === 'copies');

    expect([finding?.value, finding?.examples.length]).toEqual([49, 5]);
  });

  test('many texts of one form are compared with some of them: it ends', () => {
    const rows = Array.from({ length: 10_000 }, (_, n) =>
      text(String(n), long(`x${'abcdefgh'[n % 8]}${n}`)),
    );

    const [near] = findingOf(rows, 'near-copies') as [number, string[]];

    expect(near).toBeGreaterThan(9_980);
  });
});

describe('scripts and languages', () => {
  test.each([
    ['The cat is on the table and it was not there before', 'Latin', 'English'],
    ['Der Hund ist nicht auf dem Tisch und die Katze auch nicht', 'Latin', 'German'],
    ['Le chat est sur la table et il ne bouge pas', 'Latin', 'French'],
    ['El perro no está en la casa, pero los gatos que viven con él sí', 'Latin', 'Spanish'],
    ['Kot nie jest na stole, ale to się jeszcze zmieni', 'Latin', 'Polish'],
    ['Собака не на столе, а кошка что-то ест', 'Cyrillic', 'Russian'],
    ['القطة على الطاولة وهي من أجمل ما في البيت', 'Arabic', 'Arabic'],
    ['猫はテーブルの上にいます', 'Japanese', 'Japanese'],
    ['猫在桌子上', 'Han', 'Chinese'],
    ['고양이가 탁자 위에 있다', 'Hangul', 'Korean'],
    ['Η γάτα είναι στο τραπέζι', 'Greek', 'Greek'],
    ['xqz 17', 'Latin', 'unknown'],
    ['1234 !?', 'none', 'unknown'],
    ['', 'none', 'unknown'],
  ])('%j is %s, %s', (said, script, language) => {
    expect([scriptOf(said), languageOf(said, scriptOf(said))]).toEqual([script, language]);
  });
});
