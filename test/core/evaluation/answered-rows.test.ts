import { chosenRows, isCorrect, parseAnswers } from '../../../core/evaluation/answered-rows.ts';
import type { AnsweredRow, RowChoice } from '../../../core/evaluation/answered-rows.ts';

const classified = (id: string, is: string, answer: string, value: number): AnsweredRow => ({
  id,
  label: { concepts: [is] },
  output: {
    concepts: [
      { id: answer, value },
      { id: 'rest', value: 1 - value },
    ],
  },
  score: is === answer ? 1 : 0,
});
const rows: readonly AnsweredRow[] = [
  classified('a', 'cat', 'cat', 0.9),
  classified('b', 'cat', 'dog', 0.6),
  classified('c', 'dog', 'cat', 0.95),
  { id: 'd', error: { code: 'input-unreadable', message: 'cut off' } },
  { id: 'e', error: { code: 'not-measured', message: 'no label' } },
  { id: 'f', label: { concepts: ['dog'] }, output: { concepts: [{ id: 'dog', value: 0.7 }] } },
];

const cases: [Partial<RowChoice>, string[]][] = [
  // What broke first, then the surest error, what has no score last.
  [{ order: 'worst' }, ['d', 'c', 'b', 'a', 'f', 'e']],
  [{ order: 'best' }, ['a', 'c', 'b', 'f', 'd', 'e']],
  [{ order: 'input' }, ['a', 'b', 'c', 'd', 'e', 'f']],
  [{ concept: 'cat' }, ['b', 'a']],
  [{ concept: 'cat', predicted: 'dog' }, ['b']],
  [{ predicted: 'cat' }, ['c', 'a']],
  [{ onlyWrong: true }, ['d', 'c', 'b', 'e']],
  [{ concept: 'none' }, []],
];

test.each(cases)('%j: %j', (choice, ids) => {
  const asked: RowChoice = { order: 'worst', onlyWrong: false, ...choice };
  expect(chosenRows(rows, asked).map(({ id }) => id)).toEqual(ids);
});

test('rows of boxes are found by the concepts of their regions', () => {
  const boxes: AnsweredRow = {
    id: 'x',
    label: { regions: [{ box: [0, 0, 1, 1], concepts: ['ship'] }] },
    output: {
      regions: [
        {
          concepts: [
            { id: 'plane', value: 0.8 },
            { id: 'ship', value: 0.2 },
          ],
        },
      ],
    },
    score: 0.2,
  };
  const by = (choice: Partial<RowChoice>) =>
    chosenRows([boxes], { order: 'worst', onlyWrong: false, ...choice }).length;
  expect([by({ concept: 'ship' }), by({ predicted: 'plane' }), by({ predicted: 'ship' })]).toEqual([
    1, 1, 0,
  ]);
});

test.each<[string, AnsweredRow, boolean | undefined]>([
  ['a right answer', { id: 'a', score: 1 }, true],
  ['boxes that overlap by half', { id: 'a', score: 0.5, label: { regions: [] } }, true],
  ['masks that overlap by less', { id: 'a', score: 0.49, label: { regions: [] } }, false],
  [
    'a text that is the target',
    { id: 'a', score: 0.2, label: { target: 'yes' }, output: { text: ' yes ' } },
    true,
  ],
  [
    'a text that is near the target',
    { id: 'a', score: 0.9, label: { target: 'yes' }, output: { text: 'yes!' } },
    false,
  ],
  ['nothing to compare', { id: 'a' }, undefined],
])('%s', (_, row, expected) => {
  expect(isCorrect(row)).toBe(expected);
});

test('a first line without an id says what the rows have in common; an evaluation has none', () => {
  const head = { schemaVersion: 1, rows: { heldOut: 3 }, score: 'right' };
  const text = [head, { id: 'a' }].map((line) => `${JSON.stringify(line)}\n`).join('');

  expect(parseAnswers(text)).toEqual({
    rows: [{ id: 'a' }],
    scoreName: 'right',
    counts: { heldOut: 3 },
  });
  expect(parseAnswers('{"id":"a"}\n')).toEqual({ rows: [{ id: 'a' }] });
  expect(parseAnswers('')).toEqual({ rows: [] });
});
