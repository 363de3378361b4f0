import {
  answerWords,
  labelWords,
  regionsOf,
} from '../../../console/pages/model/overview/rows/row-words.ts';

const nameOf = (id: string) => id.toUpperCase();
const row = (rest: object) => ({ input_id: 'i', ...rest });
const region = (value: number, id: string) => ({
  ...{ box: [0.1, 0.2, 0.3, 0.4], mask_base64: null, value },
  concepts: [{ id, name: id, value }],
});

describe('a held-out row in words', () => {
  test.each([
    [{ concepts: ['a', 'b'] }, 'A, B'],
    [{ concepts: [] }, 'no concept'],
    [{ target: 'a completion' }, 'a completion'],
    [{ target: '' }, '(empty)'],
    [{ regions: [{ concepts: ['a'] }, { concepts: ['b'] }, { concepts: ['a'] }] }, '2 × A, B'],
    [{ regions: [] }, 'no region'],
    [undefined, 'no concept'],
  ])('labelled %j: %s', (label, words) => {
    expect(labelWords(row(label ? { label } : {}), nameOf)).toBe(words);
  });

  test.each([
    [
      {
        answer: {
          concepts: [
            { id: 'a', value: 0.93 },
            { id: 'b', value: 0.07 },
          ],
        },
      },
      'A (0.930)',
    ],
    [{ answer: { text: 'said' } }, 'said'],
    [{ answer: { regions: [region(0.9, 'a'), region(0.1, 'b')] } }, 'A (and 1 below 0.3)'],
    [{ answer: { regions: [] } }, 'no region'],
    [{ answer: {}, isCorrect: false }, 'another concept was nearest'],
    [{ error: { code: 'x', message: 'torn file' } }, 'could not be answered: torn file'],
    [{ answer: { concepts: [] } }, 'nothing'],
  ])('answered %j: %s', (rest, words) => {
    expect(answerWords(row(rest), nameOf)).toBe(words);
  });
});

describe('the regions of a row', () => {
  test('become regions of the wire; what is hardly likely is not drawn', () => {
    expect(regionsOf({ regions: [region(0.9, 'a'), region(0.1, 'b')] })).toEqual([
      {
        id: '0',
        data: { concepts: [{ id: 'a', name: 'a', app_id: '', value: 0.9 }] },
        region_info: {
          bounding_box: { top_row: 0.1, left_col: 0.2, bottom_row: 0.3, right_col: 0.4 },
        },
        value: 0.9,
      },
    ]);
  });

  test('labels name concepts by their id; nothing to draw is left out', () => {
    expect(regionsOf({ regions: [{ box: [0, 0, 1, 1], concepts: ['a'] }] })[0]?.data).toEqual({
      concepts: [{ id: 'a', name: '', app_id: '', value: 1 }],
    });
    expect(regionsOf({ regions: [{ box: null, concepts: ['a'] }] })).toEqual([]);
    expect(regionsOf({ concepts: [] })).toEqual([]);
    expect(regionsOf(undefined)).toEqual([]);
  });
});
