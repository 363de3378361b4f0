import { parseEvaluationMetrics } from '../../../core/evaluation/metrics-file.ts';

const whole = {
  report: { count: 2, accuracy: 1, macroRocAuc: null },
  summary: { accuracy: 1, f1: { mean: 1, deviation: 0 } },
  confusion: {
    conceptIds: ['a', 'b'],
    matrix: [
      [1, 0],
      [0, 1],
    ],
  },
  perConcept: [{ conceptId: 'a', positives: 1, total: 2, f1: 1 }],
  testSet: [{ inputId: 'i', predicted: [{ id: 'a', value: 0.9 }], actual: ['a'] }],
};

test('evaluation.json is read whole; what the trainer adds one day is left out', () => {
  const text = JSON.stringify({ ...whole, later: 1, summary: { ...whole.summary, later: 2 } });

  expect(parseEvaluationMetrics(text)).toEqual(whole);
});

test.each<[string, unknown, RegExp]>([
  ['no JSON', '{"report": ', /field ''/],
  ['a list', '[]', /field ''/],
  ['without concepts', { ...whole, perConcept: undefined }, /field 'perConcept'/],
  ['a text for a number', { ...whole, summary: { accuracy: 'good' } }, /field 'summary.accuracy'/],
  [
    'a concept without an id',
    { ...whole, perConcept: [{ positives: 1 }] },
    /field 'perConcept.0.conceptId'/,
  ],
])('%s breaks the contract, and the field is named', (_, content, message) => {
  const text = typeof content === 'string' ? content : JSON.stringify(content);

  expect(() => parseEvaluationMetrics(text)).toThrow(message);
});
