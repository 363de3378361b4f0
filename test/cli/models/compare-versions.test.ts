import { compareVersions } from '../../../cli/models/compare-versions.ts';
import { comparisonLines } from '../../../cli/models/comparison-words.ts';
import type { ModelVersion } from '../../../core/api/wire/messages.ts';

interface Measured {
  readonly id: string;
  readonly accuracy: number;
  readonly interval: readonly [number, number] | null;
  readonly datasetVersion?: string;
  readonly f1: Readonly<Record<string, number | null>>;
  readonly more?: object;
  readonly parent?: string;
}

function version(of: Measured): ModelVersion {
  const perConcept = Object.entries(of.f1).map(([conceptId, f1]) => ({ conceptId, count: 9, f1 }));
  const heldOut = { count: 40, accuracy: of.accuracy, perConcept };
  const verdict = {
    ...{ metric: 'accuracy', heldOut: of.accuracy, interval: of.interval, count: 40 },
    ...{ trivial: 0.2, untrained: 0.1, isBetterThanTrivial: true, text: '' },
  };
  return {
    id: of.id,
    status: { code: 21100, description: '' },
    metadata: { deeptune: { status: 'trained', verdict } },
    metrics: {
      status: { code: 21300, description: '' },
      extended_metrics: { user_metrics: { heldOut, ...of.more } },
    },
    train_info: {
      dataset: { id: 'd', version: { id: of.datasetVersion ?? 'd1' } },
      params: {},
      ...(of.parent === undefined
        ? {}
        : { resume_from_model: { id: 'm', model_version: { id: of.parent } } }),
    },
  } as unknown as ModelVersion;
}

const before = version({
  id: 'old',
  accuracy: 0.8,
  interval: [0.7, 0.9],
  f1: { cat: 0.9, dog: 0.6, gone: 1 },
});
const after = version({
  ...{ id: 'new', accuracy: 0.95, interval: [0.91, 0.99], parent: 'old' },
  f1: { cat: 0.85, dog: 0.95, bird: null },
  more: {
    oldConcepts: { count: 20, accuracy: 0.9 },
    parent: { accuracyOnOldConcepts: 0.8, negativeFlipPercent: 2.5 },
  },
});

describe('two versions', () => {
  test('are compared by metric and by concept, what changed most first', () => {
    const { metrics, concepts } = compareVersions(before, after);
    expect(metrics).toEqual([{ metric: 'accuracy', from: 0.8, to: 0.95 }]);
    expect(concepts.map(({ conceptId, from, to, state }) => [conceptId, from, to, state])).toEqual([
      ['dog', 0.6, 0.95, 'kept'],
      ['cat', 0.9, 0.85, 'kept'],
      ['bird', null, null, 'new'],
      ['gone', 1, null, 'gone'],
    ]);
  });

  test.each([
    [[0.7, 0.9], [0.91, 0.99], false],
    [[0.7, 0.92], [0.91, 0.99], true],
    [[0.7, 0.9], null, undefined],
  ] as const)('with the intervals %j and %j: overlap %s', (a, b, expected) => {
    const one = version({ id: 'a', accuracy: 0.8, interval: a, f1: {} });
    const two = version({ id: 'b', accuracy: 0.9, interval: b, f1: {} });
    expect(compareVersions(one, two).intervalsOverlap).toBe(expected);
  });

  test('of which one is the other’s parent say what both were asked', () => {
    expect(compareVersions(before, after).onParentsData).toEqual({
      count: 20,
      metrics: [{ metric: 'accuracy', from: 0.8, to: 0.9 }],
      negativeFlipPercent: 2.5,
    });
    const stranger = version({ id: 'other', accuracy: 0.8, interval: null, f1: {} });
    expect(compareVersions(stranger, after).onParentsData).toBeUndefined();
  });

  test('on other data say so', () => {
    const elsewhere = version({
      id: 'x',
      accuracy: 0.8,
      interval: [0, 1],
      datasetVersion: 'd2',
      f1: {},
    });
    const lines = comparisonLines(compareVersions(elsewhere, after)).join('\n');
    expect(lines).toContain('different held-out inputs');
    expect(comparisonLines(compareVersions(before, after)).join('\n')).not.toContain('different');
  });
});
