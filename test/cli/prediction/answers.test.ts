import { emptyAnswer } from '../../../cli/answers/answer.ts';
import type { AnswerRow } from '../../../cli/answers/answer.ts';
import { answerOfBatchLine } from '../../../cli/answers/batch-answer.ts';
import { answerOfData } from '../../../cli/answers/wire-answer.ts';
import { answerWriter, columnsOf } from '../../../cli/prediction/answer-writer.ts';
import type { Data } from '../../../core/api/wire/messages.ts';

const boxes: AnswerRow = {
  source: 'a, "b".png',
  answer: {
    ...emptyAnswer,
    regions: [0.9, 0.4].map((value) => ({
      ...{ box: { top: 0, left: 0.1, bottom: 0.2, right: 0.3 }, mask: undefined },
      ...{ polygon: undefined, concepts: [{ id: 'cat', name: 'Cat', value }], value },
    })),
  },
};
const classes: AnswerRow = {
  source: '=1+1',
  answer: {
    ...emptyAnswer,
    concepts: [
      { id: 'dog', name: 'dog', value: 0.75 },
      { id: 'cat', name: 'cat', value: 0.25 },
    ],
  },
};
const failed: AnswerRow = {
  source: 'x.png',
  error: { code: 'unreadable', message: 'It is\nempty' },
};

describe('answers as CSV', () => {
  test('of a detector: a line per region, and one for nothing found', () => {
    const writer = answerWriter('csv', columnsOf('visual-detector', ['cat']));
    expect(writer.head).toEqual(['source,error,concept,value,top,left,bottom,right']);
    expect(writer.lines(boxes)).toEqual([
      '"a, ""b"".png",,cat,0.9,0,0.1,0.2,0.3',
      '"a, ""b"".png",,cat,0.4,0,0.1,0.2,0.3',
    ]);
    expect(writer.lines({ source: 'n', answer: emptyAnswer })).toEqual(['n,,,,,,,']);
  });

  test('of a classifier: a column per concept; what begins a formula stays a text', () => {
    const writer = answerWriter('csv', columnsOf('visual-classifier', ['cat', 'dog']));
    expect(writer.head).toEqual(['source,error,concept,value,cat,dog']);
    expect(writer.lines(classes)).toEqual(["'=1+1,,dog,0.75,0.25,0.75"]);
    expect(writer.lines(failed)).toEqual(['x.png,"It is\nempty",,,,']);
  });

  test('of texts and vectors', () => {
    const text = { source: 'line 1', answer: { ...emptyAnswer, text: 'a,b' } };
    expect(answerWriter('csv', columnsOf('text-to-text', [])).lines(text)).toEqual([
      'line 1,,"a,b"',
    ]);
    const vector = { source: 'x', answer: { ...emptyAnswer, embedding: [1, -0.5] } };
    expect(answerWriter('csv', columnsOf('visual-embedder', ['c'])).lines(vector)).toEqual([
      'x,,1 -0.5',
    ]);
  });
});

describe('answers as JSON Lines', () => {
  const writer = answerWriter('jsonl', columnsOf('visual-detector', []));
  const parsed = (row: AnswerRow) => writer.lines(row).map((line) => JSON.parse(line) as object);

  test('are one object a line, with an error where there is no answer', () => {
    expect(parsed(failed)).toEqual([
      { source: 'x.png', error: { code: 'unreadable', message: 'It is\nempty' } },
    ]);
    expect(parsed(classes)).toEqual([expect.objectContaining({ concepts: expect.any(Array) })]);
  });

  test('of nothing found have an empty list', () =>
    expect(parsed({ source: 'n', answer: emptyAnswer })).toEqual([{ source: 'n', regions: [] }]));
});

describe('an answer', () => {
  const data = {
    regions: [
      {
        region_info: {
          bounding_box: { top_row: 0.1, left_col: 0.2, bottom_row: 0.3, right_col: 0.4 },
        },
        data: {
          concepts: [
            { id: 'b', name: '', value: 0.2 },
            { id: 'a', name: 'A', value: 0.8 },
          ],
        },
        value: 0.8,
      },
    ],
  } as unknown as Data;

  test('of now and of a job read the same', () => {
    const line = JSON.stringify({
      id: 'i',
      output: {
        regions: [
          {
            ...{ box: [0.1, 0.2, 0.3, 0.4], mask_base64: null, value: 0.8 },
            concepts: [
              { id: 'b', name: '', value: 0.2 },
              { id: 'a', name: 'A', value: 0.8 },
            ],
          },
        ],
      },
    });
    const row = answerOfBatchLine(line, 1);
    expect(row).toEqual({ source: 'i', answer: answerOfData(data) });
    expect(answerOfData(data).regions[0]?.concepts.map(({ id }) => id)).toEqual(['a', 'b']);
  });

  test.each([
    ['{', 'Line 3 of the answers is not JSON: {'],
    ['{"id":"x"}', "Line 3 of the answers has neither 'output' nor 'error'"],
  ])('of a broken line %s is refused with its number', (line, message) =>
    expect(() => answerOfBatchLine(line, 3)).toThrow(message),
  );
});
