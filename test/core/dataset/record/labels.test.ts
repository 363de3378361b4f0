import {
  annotationSuccess,
  annotationsOf,
  mergeLabels,
  patchLabels,
  withoutConcepts,
} from '../../../../core/dataset/record/labels.ts';
import type { PatchAction } from '../../../../core/dataset/record/labels.ts';
import type { ConceptValue, Input, Labels, Region } from '../../../../core/dataset/record/input.ts';

/** Labels in short: `cat` is there, `!dog` is not. */
function concept(text: string): ConceptValue {
  const id = text.replace('!', '');
  return { id, name: id, value: text.startsWith('!') ? 0 : 1 };
}

/** @param top of its box, by which it is told apart; null: it has no shape */
function region(id: string | undefined, top: number | null, ...concepts: string[]): Region {
  const shape = { box: top === null ? null : ([top, 0, 1, 1] as const), polygon: null, mask: null };
  return { ...(id === undefined ? {} : { id }), ...shape, concepts: concepts.map(concept) };
}

const labels = (concepts: string[], regions: Region[] = []): Labels => ({
  concepts: concepts.map(concept),
  regions,
});

/** The reverse of the above. */
function written({ concepts, regions }: Labels): unknown {
  const said = (values: readonly ConceptValue[]) =>
    values.map(({ id, value }) => `${value > 0 ? '' : '!'}${id}`);
  return [
    said(concepts),
    ...regions.map(({ id, box, concepts: own }) => [id, box?.[0] ?? null, ...said(own)]),
  ];
}

describe('several annotations as one', () => {
  test.each<[string, Labels[], unknown]>([
    ['nothing is nothing', [], [[]]],
    ['different concepts add up', [labels(['cat']), labels(['dog'])], [['cat', 'dog']]],
    ['the later word about a concept counts', [labels(['cat']), labels(['!cat'])], [['!cat']]],
    ['also the other way round', [labels(['!cat']), labels(['cat'])], [['cat']]],
    [
      'a concept stays where it was said first',
      [labels(['cat', 'dog']), labels(['!cat'])],
      [['!cat', 'dog']],
    ],
    [
      'regions add up, also two of the same shape',
      [labels([], [region('a', 0.1, 'cat')]), labels([], [region('b', 0.1, 'cat')])],
      [[], ['a', 0.1, 'cat'], ['b', 0.1, 'cat']],
    ],
  ])('%s', (_, all, wanted) => {
    expect(written(mergeLabels(all))).toEqual(wanted);
  });
});

describe('a patch of concepts', () => {
  test.each<[PatchAction, string[], string[], string[]]>([
    // [action, before, patch, after]
    ['merge', ['cat'], ['dog'], ['cat', 'dog']],
    ['merge', ['cat', 'dog'], ['!cat'], ['!cat', 'dog']],
    ['merge', ['cat'], [], ['cat']],
    ['overwrite', ['cat', 'dog'], ['bird'], ['bird']],
    // An empty list is not meant: proto3 cannot tell it from an absent one.
    ['overwrite', ['cat'], [], ['cat']],
    ['remove', ['cat', 'dog'], ['cat'], ['dog']],
    // By the id alone, whatever the patch says of it.
    ['remove', ['cat', '!dog'], ['!cat', 'dog'], []],
    ['remove', ['cat'], ['bird'], ['cat']],
  ])('%s %j with %j: %j', (action, before, patch, after) => {
    expect(written(patchLabels(labels(before), labels(patch), action))).toEqual([after]);
  });
});

test('a region that was sent without an id and given one is the one of its shape', () => {
  const before = labels([], [region('a', 0.1, 'cat')]);
  const patch = { ...labels([], [region('given', 0.1, 'wet')]), givenIds: new Set(['given']) };

  const { regions } = patchLabels(before, patch, 'merge');

  expect(regions).toEqual([region('a', 0.1, 'cat', 'wet')]);
});

describe('a patch of regions', () => {
  const before = labels(['whole'], [region('a', 0.1, 'cat'), region('b', 0.2, 'dog', 'wet')]);
  const a = ['a', 0.1, 'cat'];
  const b = ['b', 0.2, 'dog', 'wet'];

  test.each<[string, PatchAction, Region[], unknown[]]>([
    ['adds one with a new id', 'merge', [region('c', 0.3, 'bird')], [a, b, ['c', 0.3, 'bird']]],
    ['adds one without an id', 'merge', [region(undefined, 0.3)], [a, b, [undefined, 0.3]]],
    [
      'adds a concept to the one of its shape where it has no id',
      'merge',
      [region(undefined, 0.1, 'wet')],
      [['a', 0.1, 'cat', 'wet'], b],
    ],
    [
      'keeps another with an id of its own apart',
      'merge',
      [region('c', 0.1, 'wet')],
      [a, b, ['c', 0.1, 'wet']],
    ],
    ['adds a concept to one', 'merge', [region('a', null, 'wet')], [['a', 0.1, 'cat', 'wet'], b]],
    ['moves one, which keeps its concepts', 'merge', [region('a', 0.5)], [['a', 0.5, 'cat'], b]],
    ['takes a concept back', 'merge', [region('b', null, '!wet')], [a, ['b', 0.2, 'dog', '!wet']]],
    ['replaces all', 'overwrite', [region('c', 0.3, 'bird')], [['c', 0.3, 'bird']]],
    ['replaces none where it has none', 'overwrite', [], [a, b]],
    ['takes one away that is named alone', 'remove', [region('a', null)], [b]],
    ['takes a concept from one', 'remove', [region('b', null, 'wet')], [a, ['b', 0.2, 'dog']]],
    ['takes one away that has no concept left', 'remove', [region('a', null, 'cat')], [b]],
    ['leaves one alone that has another id', 'remove', [region('c', null)], [a, b]],
  ])('%s (%s)', (_, action, regions, after) => {
    const patched = patchLabels(before, { concepts: [], regions }, action);

    expect(written(patched)).toEqual([['whole'], ...after]);
  });

  test('two regions without an id are two, before the patch and in it', () => {
    const two = labels([], [region(undefined, 0.1), region(undefined, 0.2)]);

    const patched = patchLabels(
      two,
      labels([], [region(undefined, 0.3), region(undefined, 0.4)]),
      'merge',
    );

    expect(patched.regions.map(({ box }) => box?.[0])).toEqual([0.1, 0.2, 0.3, 0.4]);
  });
});

test('what is said about an input: its own labels under its id, then the annotations, oldest first', () => {
  const times = { createdAt: '2026-01-01T00:00:00.000Z', modifiedAt: '2026-01-02T00:00:00.000Z' };
  const annotation = { ...labels(['dog']), status: 24151, userId: 'ann', info: {}, ...times };
  const input: Input = {
    id: 'i',
    data: { kind: 'text', text: 'a dog' },
    concepts: [concept('cat')],
    metadata: {},
    datasetIds: [],
    annotations: [
      { ...annotation, id: 'first' },
      { ...annotation, id: 'second' },
    ],
    ...times,
  };

  const all = annotationsOf(input, 'owner');

  expect(all.map(({ id, inputId, isInputLevel }) => [id, inputId, isInputLevel])).toEqual([
    ['i', 'i', true],
    ['first', 'i', false],
    ['second', 'i', false],
  ]);
  expect(all[0]).toMatchObject({ userId: 'owner', status: annotationSuccess, regions: [] });
  expect(all[1]).toMatchObject({ userId: 'ann', status: 24151 });
});

test('without: by id, whatever the value', () => {
  expect(withoutConcepts([concept('cat'), concept('!dog')], [{ id: 'dog' }])).toEqual([
    concept('cat'),
  ]);
});
