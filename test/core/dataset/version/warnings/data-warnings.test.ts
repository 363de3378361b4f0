import { findModelType, findTemplate } from '../../../../../core/catalog/catalog.ts';
import type { JsonObject } from '../../../../../core/json.ts';
import type { TrainingCounts } from '../../../../../core/dataset/version/training-counts.ts';
import { classBalance } from '../../../../../core/dataset/version/warnings/class-balance.ts';
import { copiedInputs } from '../../../../../core/dataset/version/warnings/copied-inputs.ts';
import { dataWarningCodes } from '../../../../../core/dataset/version/warnings/data-warning.ts';
import type { DataWarning } from '../../../../../core/dataset/version/warnings/data-warning.ts';
import { dataWarnings } from '../../../../../core/dataset/version/warnings/data-warnings.ts';
import { decodedPictures } from '../../../../../core/dataset/version/warnings/decoded-pictures.ts';
import { fewInputs } from '../../../../../core/dataset/version/warnings/few-inputs.ts';
import { intervalHalf, testSet } from '../../../../../core/dataset/version/warnings/test-set.ts';
import { withoutRegions } from '../../../../../core/dataset/version/warnings/without-regions.ts';
import { unusableLabels } from '../../../../../core/dataset/version/warnings/unusable-labels.ts';
import { validationPart } from '../../../../../core/dataset/version/warnings/validation-part.ts';

const codesAndValues = (warnings: readonly DataWarning[]) =>
  warnings.map(({ code, value }) => [code, value]);
const concept = (id: string, train: number, test: number) => ({ id, train, test });
const counts = (changes: Partial<TrainingCounts> = {}): TrainingCounts => ({
  train: { inputs: 2000, labelled: 2000 },
  test: { inputs: 500, labelled: 500 },
  copies: 0,
  heldOutCopies: 0,
  concepts: [concept('a', 1000, 250), concept('b', 1000, 250)],
  ...changes,
});

describe('few inputs', () => {
  it.each([
    [1000, []],
    [999, [['few-inputs', 999]]],
    [0, [['few-inputs', 0]]],
  ])('%d', (inputs, expected) => {
    expect(codesAndValues(fewInputs(inputs))).toEqual(expected);
  });
});

describe('labels that a classifier cannot use', () => {
  const unlabelled = {
    train: { inputs: 30, labelled: 29 },
    test: { inputs: 10, labelled: 9 },
    several: 13,
  };
  it.each([
    [true, unlabelled, [['unusable-labels', 15]]],
    [false, unlabelled, [['unusable-labels', 2]]],
    [true, {}, []],
    [false, { several: 13 }, []],
  ])('exclusive %s: %j', (isExclusive, changes, expected) => {
    expect(codesAndValues(unusableLabels(counts(changes), isExclusive))).toEqual(expected);
  });

  it('are told with what is wrong and what to do', () => {
    expect(unusableLabels(counts(unlabelled), true)).toMatchObject([
      {
        message:
          'Of 40 inputs 13 have several concepts, which exclude each other here, and 2 have no concept: a training leaves them out, and is refused where they are more than invalid_data_tolerance_percent',
        advice:
          'Where inputs may have several, set concepts_mutually_exclusive to false (logreg to 1). Label those without, or leave them out of the dataset',
      },
    ]);
  });
});

describe('the balance of concepts', () => {
  it.each([
    ['even ones', [concept('a', 100, 20), concept('b', 90, 20)], []],
    ['ten to one', [concept('a', 160, 40), concept('b', 16, 4)], []],
    ['more than ten to one', [concept('a', 160, 41), concept('b', 16, 4)], [['imbalance', 10.1]]],
    ['few of one', [concept('a', 50, 20), concept('b', 9, 5)], [['few-examples', 9]]],
    [
      'none to train on',
      [concept('a', 50, 20), concept('b', 0, 5)],
      [
        ['few-examples', 0],
        ['imbalance', 14],
      ],
    ],
    [
      'none held out',
      [concept('a', 50, 20), concept('b', 50, 0), concept('c', 20, 0)],
      [['concepts-without-test-inputs', 2]],
    ],
    [
      'a concept that no input has',
      [concept('a', 50, 9), concept('b', 0, 0)],
      [['few-examples', 0]],
    ],
    ['no concepts', [], []],
  ])('%s', (_what, concepts, expected) => {
    expect(codesAndValues(classBalance(concepts))).toEqual(expected);
  });

  it('says the ratio and the names, the first five of many', () => {
    const rare = Array.from({ length: 8 }, (_, index) => concept(`rare-${index}`, 3, 1));
    const [few, imbalance] = classBalance([concept('common', 400, 100), ...rare]);

    expect(few?.message).toBe(
      "8 of 9 concepts have fewer than 10 inputs to train on: 'rare-0', 'rare-1', 'rare-2', 'rare-3', 'rare-4' and 3 more; the fewest is 3",
    );
    expect(imbalance?.message).toBe("'common' has 500 inputs, 'rare-0' 4: 125 to 1");
  });
});

describe('copies', () => {
  it.each([
    [0, 0, []],
    [3, 0, [['copies', 3]]],
    [
      3,
      2,
      [
        ['copies', 3],
        ['held-out-copies', 2],
      ],
    ],
  ])('%d, of them %d held out', (copies, heldOutCopies, expected) => {
    expect(codesAndValues(copiedInputs(counts({ copies, heldOutCopies })))).toEqual(expected);
  });
});

describe('the test set', () => {
  // Half widths of Wilson's 95 % interval at one half, from scipy.stats.binomtest(n / 2,
  // n).proportion_ci(method='wilson').
  it.each([
    [10, 0.2634],
    [100, 0.0962],
    [1000, 0.0309],
  ])('of %d tells a share to ±%d', (count, half) => {
    expect(intervalHalf(count)).toBeCloseTo(half, 4);
  });

  it.each([
    [0, [['small-test-set', 0]]],
    [1, [['small-test-set', 1]]],
    [92, [['small-test-set', 92]]],
    [93, []],
  ])('of %d inputs', (heldOut, expected) => {
    expect(codesAndValues(testSet(heldOut))).toEqual(expected);
  });

  it('says how exactly, and what it takes', () => {
    const [warning] = testSet(20);

    expect(warning?.message).toMatch(/^20 held-out inputs tell a share .* to ±0\.20 only/);
    expect(warning?.advice).toContain('93 of them tell it to ±0.10');
  });
});

describe('the validation part', () => {
  it.each([
    [99, [['no-validation-part', 99]]],
    [100, []],
  ])('of %d inputs to train on', (trained, expected) => {
    expect(codesAndValues(validationPart(trained, 0))).toEqual(expected);
  });

  it('says that a patience has no effect without one', () => {
    expect(validationPart(64, 3)[0]?.message).toMatch(/early_stopping_patience 3 has no effect$/);
    expect(validationPart(64, 0)[0]?.message).not.toMatch(/patience/);
  });
});

const images = { unmarked: 3, backgrounds: 2 };
const ofImages = withoutRegions(images);
const seen = {
  counts: {
    train: 30,
    validation: 5,
    test: 5,
    invalid: 0,
    pictures: { 'one-colour': 4, 'scaled-12-bit': 30, 'scaled-16-bit': 10, turned: 40 },
    nearPictures: { copies: 3, acrossSplits: 1, examples: [['a', 'b']] },
  },
};

describe('images without regions', () => {
  it('are told by what becomes of them, to a type that learns from regions alone', () => {
    expect(codesAndValues(ofImages)).toEqual([
      ['images-without-regions', 3],
      ['background-images', 2],
    ]);
    expect(withoutRegions({ unmarked: 0, backgrounds: 0 })).toEqual([]);
    const question = (typeId: string) => {
      const modelType = findModelType(typeId);
      const [template] = modelType.templates;
      if (!template) throw new Error(`${typeId} has no template`);
      return { modelType, template, hyperparameters: {}, counts: counts(), images };
    };
    const codes = (typeId: string) => dataWarnings(question(typeId)).map(({ code }) => code);
    expect(codes('visual-detector')).toContain('background-images');
    expect(codes('visual-classifier')).not.toContain('background-images');
  });

  it('are inputs all the same: a detector learns from backgrounds', () => {
    const modelType = findModelType('visual-detector');
    const [template] = modelType.templates;
    if (!template) throw new Error('no template');
    const half = { inputs: 2000, labelled: 5 };
    const question = { modelType, template, hyperparameters: {}, counts: counts({ train: half }) };
    expect(dataWarnings(question).map(({ code }) => code)).not.toContain('few-inputs');
  });
});

describe('pictures as the trainer decoded them', () => {
  it('are told where they look wrong: of one colour, or white at several numbers', () => {
    const found = decodedPictures(seen);

    expect(codesAndValues(found)).toEqual([
      ['one-colour', 4],
      ['mixed-ranges', 2],
      ['near-copies', 3],
      ['held-out-near-copies', 1],
    ]);
    expect(found[0]?.message).toMatch(/^4 of 40 pictures have one single colour/);
    expect(found[1]?.message).toContain('30 use 12 bits, 10 use 16 bits');
  });

  it.each([{}, { counts: {} }, { counts: { train: 9, pictures: { 'scaled-16-bit': 9 } } }])(
    'nothing is said of %j',
    (metrics) => {
      expect(decodedPictures(metrics as JsonObject)).toEqual([]);
    },
  );
});

describe('all of them', () => {
  const of = (typeId: string, templateId: string, changes: Partial<TrainingCounts> = {}) => {
    const modelType = findModelType(typeId);
    const template = findTemplate(modelType, templateId);
    return { modelType, template, hyperparameters: {} as JsonObject, counts: counts(changes) };
  };
  const poor: Partial<TrainingCounts> = {
    train: { inputs: 80, labelled: 40 },
    test: { inputs: 20, labelled: 10 },
    copies: 4,
    heldOutCopies: 1,
    concepts: [concept('a', 38, 10), concept('b', 2, 0)],
  };

  it('says nothing of good data', () => {
    expect(dataWarnings(of('text-classifier', 'Deeptune_Bert_Small'))).toEqual([]);
  });

  it('has every code for data that are poor in every way', () => {
    const found = dataWarnings(of('text-classifier', 'Deeptune_Bert_Small', poor));

    // Whether inputs were deleted since is no question of their counts, nor is a line of versions.
    const others = ['deleted-inputs', 'line-incomplete', 'kept-sides', 'renamed-concepts'];
    const counted = dataWarningCodes.filter(
      (code) => ![...others, 'concepts-without-inputs'].includes(code),
    );
    const all = [...found, ...ofImages, ...decodedPictures(seen)];
    expect(new Set(all.map(({ code }) => code))).toEqual(new Set(counted));
    // Inputs without a concept teach a classifier nothing.
    expect(codesAndValues(found)).toContainEqual(['few-inputs', 50]);
    expect(codesAndValues(found)).toContainEqual(['no-validation-part', 40]);
    for (const { message, advice } of found)
      expect(`${message} ${advice}`.length).toBeGreaterThan(40);
  });

  it('asks a text generator for no concepts, and counts inputs without any', () => {
    const found = dataWarnings(of('text-to-text', 'Deeptune_Gpt_Small', poor));

    expect(found.map(({ code }) => code)).toEqual([
      'few-inputs',
      'copies',
      'held-out-copies',
      'small-test-set',
      'no-validation-part',
    ]);
    expect(found[0]?.value).toBe(100);
  });

  it('expects no validation part of a model that compares no epochs', () => {
    const found = dataWarnings(of('visual-anomaly-heatmap', 'Deeptune_PatchCore_Small', poor));

    expect(found.map(({ code }) => code)).not.toContain('no-validation-part');
  });

  it('speaks of the concepts that are trained, also of those that no input has', () => {
    const question = of('visual-classifier', 'Deeptune_ResNet_Small', {
      concepts: [concept('a', 500, 100), concept('b', 400, 100), concept('c', 2, 0)],
    });

    expect(dataWarnings({ ...question, conceptIds: ['a', 'b'] })).toEqual([]);
    expect(codesAndValues(dataWarnings({ ...question, conceptIds: ['a', 'none'] }))).toEqual([
      ['few-examples', 0],
    ]);
  });
});
