import type { ModelVersion } from '../../../core/api/wire/messages.ts';
import { versionName } from '../../../console/parts/version/version-name.ts';
import { stateOf } from '../../../console/parts/version/version-state.ts';
import { versionSearch } from '../../../console/pages/model/version-search.ts';
import { conceptChanges } from '../../../console/pages/model/versions/concept-changes.ts';
import { compared } from '../../../console/pages/model/versions/difference.ts';

const id = (sequence: string) => `ffff${sequence}${'ab'.repeat(10)}`;

function version(sequence: string, changes: object): ModelVersion {
  return {
    id: id(sequence),
    status: { code: 21100, description: '' },
    total_input_count: 100,
    ...changes,
  } as ModelVersion;
}

describe('the name of a version', () => {
  test.each([
    [id('00000003'), 'Version 3'],
    [id('00002710'), 'Version 10000'],
    // Ids of earlier releases: a time, or nothing but chance.
    ['019123456789abcdef0123456789abcd', 'Version 6789abcd'],
    ['fffe0000000340e7b248c032e69395f9', 'Version e69395f9'],
  ])('of %s is %s', (versionId, name) => {
    expect(versionName(versionId)).toBe(name);
  });

  test.each([
    ['12', 'ffff0000000c'],
    [' Version 10000 ', 'ffff00002710'],
    ['#7', 'ffff00000007'],
    ['nightly 12', 'nightly 12'],
    ['version', 'version'],
    ['  ', ''],
  ])('is searched for as "%s": "%s"', (text, search) => {
    expect(versionSearch(text)).toBe(search);
  });
});

describe('the state of a version', () => {
  test.each([
    [
      { status: { code: 21106, description: 'x' }, metadata: { deeptune: { status: 'stopped' } } },
      'Stopped',
      false,
    ],
    [
      { status: { code: 21101, description: 'x' }, metadata: { deeptune: { status: 'stopping' } } },
      'Stopping',
      true,
    ],
    // A base model of the app `main` has a code alone.
    [{ status: { code: 21100, description: 'x' } }, 'Trained', false],
    [{ status: { code: 99, description: 'Something new' } }, 'Something new', false],
  ])('%j: %s', (wire, word, isOpen) => {
    expect(stateOf(wire as ModelVersion)).toMatchObject({ word, isOpen });
  });
});

describe('versions side by side', () => {
  const metricsOf = (heldOut: object) => ({
    metrics: { extended_metrics: { user_metrics: { heldOut } } },
  });
  const infoOf = (params: object, datasetVersion: string) => ({
    train_info: { params, dataset: { id: 'digits', version: { id: datasetVersion } } },
  });
  const [older, newer, untrained] = [
    version('00000002', {
      ...metricsOf({ accuracy: 0.9, perplexity: 3 }),
      ...infoOf({ template: 'T', num_epochs: 10, old: 1 }, 'v1'),
    }),
    version('00000003', {
      ...metricsOf({ accuracy: 0.95, perplexity: 4 }),
      ...infoOf({ template: 'T', num_epochs: 20 }, 'v1'),
    }),
    version('00000001', {}),
  ];
  const lineIn = (versions: readonly ModelVersion[], name: string) =>
    compared(versions)
      .flatMap(({ lines }) => lines)
      .find((line) => line.name === name);

  test.each([
    ['Accuracy', ['0.900', '0.950'], true, 1],
    ['Perplexity', ['3.000', '4.000'], true, 0],
    ['Dataset version', ['v1', 'v1'], false, undefined],
    ['num_epochs', ['10', '20'], true, undefined],
    ['template', ['T', 'T'], false, undefined],
    ['old', ['1', undefined], true, undefined],
  ])('%s: %j, differs %s, best %s', (name, values, differs, best) => {
    const line = lineIn([older!, newer!], name);
    expect(line).toMatchObject({ values, differs });
    expect(line?.best).toBe(best);
  });

  test('one that was never trained has nothing to show, and is not the best', () => {
    expect(lineIn([older!, untrained!], 'Accuracy')).toEqual({
      name: 'Accuracy',
      values: ['0.900', undefined],
      differs: true,
    });
  });
});

describe('concepts against the parent', () => {
  test('those of both, new ones and those that are gone', () => {
    const metrics = (...perConcept: readonly object[]) => ({ heldOut: { perConcept } }) as never;
    const changes = conceptChanges(
      metrics({ conceptId: 'a', count: 5, iou: 0.5 }, { conceptId: 'gone', count: 1, iou: 0.1 }),
      metrics({ conceptId: 'a', count: 6, iou: 0.7 }, { conceptId: 'new', count: 2, iou: null }),
    );
    expect(changes).toEqual([
      {
        conceptId: 'a',
        support: 6,
        figures: { iou: { before: 0.5, now: 0.7 } },
        isNew: false,
        isGone: false,
      },
      { conceptId: 'new', support: 2, figures: {}, isNew: true, isGone: false },
      {
        conceptId: 'gone',
        support: 1,
        figures: { iou: { before: 0.1 } },
        isNew: false,
        isGone: true,
      },
    ]);
  });
});
