import type { Answers } from '../../../../lambda/export-files.ts';

/** What the trainer leaves of an evaluation on the sixty texts of `more`. */
export const answersOfMore: Answers = {
  evaluation: {
    report: { count: 59, accuracy: 0.8, macroF1: 0.75 },
    summary: { accuracy: 0.8, f1: { mean: 0.75, deviation: 0.02 } },
    cooccurrence: {
      conceptIds: ['bad', 'good'],
      matrix: [
        [30, 0],
        [0, 29],
      ],
    },
    perConcept: [
      {
        conceptId: 'bad',
        positives: 30,
        total: 59,
        f1: 0.77,
        rocCurve: { fpr: [0, 1], tpr: [0, 1], thresholds: [2, 0.1] },
        precisionRecallCurve: { precision: [1, 0.5], recall: [0, 1], thresholds: [0.9, 0.1] },
      },
      { conceptId: 'good', positives: 29, total: 59, f1: 0.73 },
    ],
    testSet: [
      {
        inputId: 'more-bad-0',
        predicted: [
          { id: 'bad', value: 0.9 },
          { id: 'good', value: 0.1 },
        ],
        actual: ['bad'],
      },
    ],
  },
  lines: [{ id: 'more-bad-0', label: { concepts: ['bad'] }, output: { concepts: [] }, score: 1 }],
  rows: { total: 60, answered: 57, invalid: 1, notMeasured: 2 },
  firstFailure: "Input 'more-good-7': no",
};
