import type { ModelVersion } from '../../../core/api/wire/messages.ts';
import {
  conceptRowsOf,
  figureKeysOf,
} from '../../../console/pages/model/figures/concept-figures.ts';
import { headlineOf } from '../../../console/pages/model/figures/headline.ts';
import { confusionOf, measuresOf } from '../../../console/pages/model/figures/measures.ts';
import { retentionOf } from '../../../console/pages/model/figures/retention.ts';
import { wilson } from '../../../console/pages/model/figures/wilson.ts';

const classifier = {
  heldOut: {
    count: 351,
    accuracy: 0.9943,
    macroF1: 0.9939,
    confusionMatrix: { conceptIds: ['a'], matrix: [[351]] },
    perConcept: [
      { conceptId: 'a', count: 34, precision: 0.9411764705882353, recall: 0.96, rocAuc: 1 },
      { conceptId: 'b', count: 0, precision: null, recall: null },
    ],
  },
  untrained: { accuracy: 0.8063 },
  trivial: { accuracy: 0.0912 },
};

describe("Wilson's interval", () => {
  // The trainer's own interval of 349 right answers of 351.
  test('is that of the trainer', () => {
    const [low, high] = wilson(349, 351);
    expect(low).toBeCloseTo(0.97946550634, 8);
    expect(high).toBeCloseTo(0.998436008, 8);
  });

  test.each([
    [0, 10, 0],
    [10, 10, 1],
  ])('%i of %i has the end %i exactly', (hits, total, end) => {
    expect(wilson(hits, total)).toContain(end);
  });
});

describe('measures', () => {
  test('stand beside before training and trivial; counts and lists are none', () => {
    expect(measuresOf(classifier)).toEqual([
      {
        ...{ key: 'accuracy', name: 'Accuracy', heldOut: 0.9943 },
        ...{ untrained: 0.8063, trivial: 0.0912, isLessBetter: false },
      },
      {
        ...{ key: 'macroF1', name: 'F1, mean over concepts', heldOut: 0.9939 },
        ...{ untrained: undefined, trivial: undefined, isLessBetter: false },
      },
    ]);
  });

  test('of perplexity less is better; a word that is not known stays itself', () => {
    expect(measuresOf({ heldOut: { perplexity: 1.2, novelty: 3 } })).toMatchObject([
      { name: 'Perplexity', isLessBetter: true },
      { name: 'novelty', isLessBetter: false },
    ]);
  });

  test('nothing held out has none, and no matrix', () => {
    expect(measuresOf({})).toEqual([]);
    expect(confusionOf({ heldOut: { confusionMatrix: null } })).toBeUndefined();
    expect(confusionOf(classifier)).toEqual(classifier.heldOut.confusionMatrix);
  });
});

describe('figures of concepts', () => {
  test('have an interval where they are shares of counted inputs', () => {
    const [row] = conceptRowsOf(classifier);
    // Recall: 33 of 34; precision: 33 of 35 answers.
    expect(row).toEqual({
      conceptId: 'a',
      support: 34,
      figures: {
        precision: { value: 0.9411764705882353, interval: wilson(33, 35) },
        recall: { value: 0.96, interval: wilson(33, 34) },
        rocAuc: { value: 1 },
      },
    });
  });

  test('what was not measured is left out, and the columns are those of all rows', () => {
    const rows = conceptRowsOf(classifier);
    expect(rows[1]).toEqual({ conceptId: 'b', support: 0, figures: {} });
    expect(figureKeysOf(rows)).toEqual(['precision', 'recall', 'rocAuc']);
  });

  test("an interval of the trainer's own goes first", () => {
    const rows = conceptRowsOf({
      heldOut: { perConcept: [{ conceptId: 'a', count: 9, ap50: 0.5, ap50Interval: [0.4, 0.6] }] },
    });
    expect(rows[0]?.figures['ap50']).toEqual({ value: 0.5, interval: [0.4, 0.6] });
  });
});

describe('the headline', () => {
  const versionWith = (verdict: object) =>
    ({ id: 'v', status: {}, metadata: { deeptune: { status: 'trained', verdict } } }) as never;

  test('is the verdict, with what could not be measured left out', () => {
    const verdict = {
      ...{ metric: 'accuracy', heldOut: 0.9, interval: null, count: 12, trivial: 0.5 },
      ...{ untrained: null, isBetterThanTrivial: true, text: 'better', method: '' },
    };
    expect(headlineOf(versionWith(verdict))).toEqual({
      ...{ metric: 'accuracy', value: 0.9, interval: undefined, count: 12, trivial: 0.5 },
      ...{ trivialAnswer: undefined, untrained: undefined, isBetterThanTrivial: true },
      ...{ text: 'better', method: undefined },
    });
  });

  test('there is none where nothing was measured', () => {
    expect(headlineOf(versionWith({ metric: 'accuracy', heldOut: null }))).toBeUndefined();
    expect(headlineOf({ id: 'v', status: {} } as unknown as ModelVersion)).toBeUndefined();
  });
});

describe('what an incremental training kept', () => {
  test('by concept, beside the parent on the same inputs', () => {
    const metrics = {
      oldConcepts: { count: 285, accuracy: 0.99 },
      newConcepts: { count: 66, accuracy: 1 },
      parent: { accuracyOnOldConcepts: 0.98, negativeFlipPercent: 0.35 },
    };
    expect(retentionOf(metrics)).toEqual({
      isByConcept: true,
      negativeFlipPercent: 0.35,
      rows: [
        {
          ...{ part: 'old', key: 'accuracy', name: 'Accuracy', count: 285 },
          ...{ value: 0.99, parent: 0.98, isLessBetter: false },
        },
        {
          ...{ part: 'new', key: 'accuracy', name: 'Accuracy', count: 66 },
          ...{ value: 1, parent: undefined, isLessBetter: false },
        },
      ],
    });
  });

  test('by input for types without concepts; nothing without a parent', () => {
    const metrics = {
      oldInputs: { count: 9, perplexity: 1.2 },
      newInputs: { count: 3, perplexity: 1.4 },
      parent: { perplexityOnOldInputs: 1.3 },
    };
    const retention = retentionOf(metrics);
    expect(retention?.isByConcept).toBe(false);
    expect(retention?.rows[0]).toMatchObject({ parent: 1.3, isLessBetter: true });
    expect(retentionOf(classifier)).toBeUndefined();
  });
});
