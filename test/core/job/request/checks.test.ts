import { findModelType } from '../../../../core/catalog/catalog.ts';
import type {
  DatasetVersion,
  ManifestRow,
} from '../../../../core/dataset/version/dataset-version.ts';
import { assertTrainable, chooseConcepts } from '../../../../core/job/request/checks.ts';
import { LabelFactsCounter } from '../../../../core/job/request/rows/label-facts.ts';
import { RowFactsCounter } from '../../../../core/job/request/rows/row-facts.ts';

const dataset = { id: 'v', datasetId: 'ds', concepts: [] } as unknown as DatasetVersion;
const row = (id: string, changes: Partial<ManifestRow> = {}): ManifestRow => ({
  id,
  object: 'f'.repeat(64),
  text: null,
  concepts: [],
  split: 'train',
  origin: 'new',
  ...changes,
});
const labelled = (id: string, ...ids: string[]) =>
  row(id, { concepts: ids.map((concept) => ({ id: concept, value: 1 })) });
const text = (id: string, ...ids: string[]) => ({
  ...labelled(id, ...ids),
  object: null,
  text: id,
});
const boxed = (id: string, concept: string) =>
  row(id, {
    regions: [
      { concepts: [{ id: concept, value: 1 }], box: [0, 0, 1, 1], polygon: null, mask: null },
    ],
  });
const refs = (...ids: string[]) => ids.map((id) => ({ id, name: id }));

function check(
  modelTypeId: string,
  rows: ManifestRow[],
  ids: string[],
  isExclusive = true,
  failsOnMissingPositives = false,
): void {
  const modelType = findModelType(modelTypeId);
  const facts = new RowFactsCounter(refs(...ids));
  const labels = new LabelFactsCounter(refs(...ids));
  for (const each of rows) {
    facts.add(each);
    labels.add(each);
  }
  assertTrainable({
    modelType,
    facts,
    labels,
    dataset,
    concepts: refs(...ids),
    invalidDataTolerancePercent: 5,
    isExclusive,
    failsOnMissingPositives,
  });
}

describe('what could train', () => {
  test.each<[string, string, ManifestRow[], string[], boolean]>([
    [
      'two classes',
      'visual-classifier',
      [labelled('1', 'a'), labelled('2', 'b')],
      ['a', 'b'],
      true,
    ],
    [
      'one concept, not exclusive, with inputs that lack it',
      'visual-classifier',
      [labelled('1', 'a'), labelled('2', 'c')],
      ['a'],
      false,
    ],
    ['a detector with one kind of thing', 'visual-detector', [boxed('1', 'a')], ['a'], true],
    ['an anomaly model with unlabelled inputs', 'visual-anomaly-heatmap', [row('1')], [], true],
    [
      'an anomaly model with inputs labelled normal',
      'visual-anomaly-heatmap',
      [labelled('1', 'Normal')],
      ['Normal'],
      true,
    ],
    [
      'one of two concepts without an input',
      'visual-classifier',
      [labelled('1', 'a'), labelled('2', 'c')],
      ['a', 'b'],
      false,
    ],
    [
      'transfer learning on inputs that have none of the concepts',
      'embedding-classifier',
      [labelled('1', 'c')],
      ['a'],
      false,
    ],
    [
      'several concepts of an input where they do not exclude each other',
      'text-classifier',
      [text('1', 'a', 'b'), text('2', 'b')],
      ['a', 'b'],
      false,
    ],
    [
      'an input with one of the concepts and one that is not trained',
      'text-classifier',
      [text('1', 'a', 'c'), text('2', 'b')],
      ['a', 'b'],
      true,
    ],
    ['plain text', 'text-to-text', [row('1', { object: null, text: 'once' })], [], true],
  ])('%s', (_, type, rows, ids, isExclusive) => {
    expect(() => check(type, rows, ids, isExclusive)).not.toThrow();
  });

  test.each<[string, string, ManifestRow[], string[], boolean, string]>([
    ['one class', 'visual-classifier', [labelled('1', 'a')], ['a'], true, 'one-class-only'],
    [
      'one concept that every input has',
      'visual-classifier',
      [labelled('1', 'a')],
      ['a'],
      false,
      'one-class-only',
    ],
    ['no labels', 'visual-classifier', [row('1')], ['a', 'b'], true, 'no-positive-examples'],
    [
      'a detector whose concepts are on whole images only',
      'visual-detector',
      [labelled('1', 'a')],
      ['a'],
      true,
      'no-positive-examples',
    ],
    [
      'an anomaly model without a normal input',
      'visual-anomaly-heatmap',
      [labelled('1', 'scratch')],
      ['scratch'],
      true,
      'no-positive-examples',
    ],
    ['no inputs', 'visual-classifier', [], ['a', 'b'], true, 'dataset-empty'],
    [
      'texts for an image model',
      'visual-classifier',
      [row('1', { object: null, text: 'x' })],
      ['a', 'b'],
      true,
      'dataset-empty',
    ],
    [
      'too many unusable inputs',
      'visual-classifier',
      [labelled('1', 'a'), row('2', { object: null })],
      ['a', 'b'],
      true,
      'invalid-data-tolerance-exceeded',
    ],
    [
      'several concepts of an input where they exclude each other',
      'text-classifier',
      [text('1', 'a', 'b'), text('2', 'b'), text('3', 'a')],
      ['a', 'b'],
      true,
      'invalid-data-tolerance-exceeded',
    ],
    [
      'more unlabelled inputs than are tolerated',
      'visual-classifier',
      [labelled('1', 'a'), labelled('2', 'b'), row('3')],
      ['a', 'b'],
      false,
      'invalid-data-tolerance-exceeded',
    ],
  ])('not %s', (_, type, rows, ids, isExclusive, code) => {
    expect(() => check(type, rows, ids, isExclusive)).toThrow(
      expect.objectContaining({ code }) as Error,
    );
  });
});

test.each([
  [
    'embedding-classifier',
    { object: null, text: 'x' },
    'holds no usable image input (2 inputs looked at): it has 2 texts, and a model of type embedding-classifier takes images; one of type text-classifier takes texts',
  ],
  [
    'text-classifier',
    {},
    'holds no usable text input (2 inputs looked at): it has 2 images, and a model of type text-classifier takes texts; one of type visual-classifier takes images',
  ],
])('%s on inputs of the other kind says which type takes them', (type, kind, said) => {
  expect(() => check(type, [row('1', kind), row('2', kind)], ['a'])).toThrow(said);
});

test.each(['visual-classifier', 'embedding-classifier'])(
  'a %s that fails on missing positives names the concept that has none',
  (type) => {
    const rows = [labelled('1', 'a'), labelled('2', 'c')];

    expect(() => check(type, rows, ['a', 'b'], false, true)).toThrow(/each of the concepts 'b'/);
    expect(() => check(type, rows, ['a', 'c'], false, true)).not.toThrow();
  },
);

test('what is said of unusable labels names each kind, and what to do', () => {
  const rows = [text('1', 'a', 'b'), text('2', 'b'), text('3', 'a'), { ...text('4'), text: 'x' }];

  expect(() => check('text-classifier', rows, ['a', 'b'])).toThrow(
    "Of 4 inputs of dataset 'ds' 1 have several concepts, which exclude each other here, and 1 have no concept: 50.0 % are not usable, invalid_data_tolerance_percent allows 5 %. What to do: where inputs may have several, set concepts_mutually_exclusive to false (logreg to 1); label those without, or leave them out of the dataset; or raise the tolerance, and they are left out",
  );
});

describe('concepts of a training', () => {
  const modelType = findModelType('visual-classifier');
  const counted = {
    ...dataset,
    concepts: ['a', 'b', 'c'].map((id) => ({ id, name: id.toUpperCase(), positives: 1 })),
  };

  test("a child's begin with its parent's, in their order; new ones follow once", () => {
    const chosen = chooseConcepts(modelType, {
      asked: [],
      parent: refs('c', 'z'),
      dataset: counted,
    });

    expect(chosen.map(({ id }) => id)).toEqual(['c', 'z', 'a', 'b']);
  });

  test('those asked for, with the names that the dataset knows', () => {
    const chosen = chooseConcepts(modelType, {
      asked: refs('b', 'new', 'b'),
      parent: [],
      dataset: counted,
    });

    expect(chosen).toEqual([
      { id: 'b', name: 'B' },
      { id: 'new', name: 'new' },
    ]);
  });
});
