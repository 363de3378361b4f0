import {
  answerAsCorrection,
  choicesOf,
  labelledInput,
} from '../../../console/pages/model/predict/answer/corrections.ts';
import { shapesOf } from '../../../console/drawing/shapes.ts';
import type { Output } from '../../../core/api/wire/messages.ts';

const image = { image: { base64: 'aaaa' } };
const concept = (id: string, value?: number) => ({
  id,
  name: id,
  app_id: 'a',
  ...(value === undefined ? {} : { value }),
});
const nothing = { conceptIds: [], shapes: [], completion: '' };

describe('a corrected answer as a labelled input', () => {
  it('has the right concept', () => {
    expect(labelledInput(image, 'concepts', { ...nothing, conceptIds: ['cat'] })).toEqual({
      data: { ...image, concepts: [{ id: 'cat', value: 1 }] },
    });
  });

  it('has the right text as its completion', () => {
    const text = { text: { raw: 'hello' } };

    expect(labelledInput(text, 'text', { ...nothing, completion: 'hi' })).toEqual({
      data: { ...text, metadata: { completion: 'hi' } },
    });
  });

  it('has the boxes that are right where they were, and masks as they came', () => {
    const box = { top_row: 0.25, left_col: 0.5, bottom_row: 0.75, right_col: 1 };
    const shapes = shapesOf([
      { region_info: { bounding_box: box }, data: { concepts: [concept('cat', 0.9)] } },
      {
        region_info: { bounding_box: box, mask: { image: { base64: 'mmmm' } } },
        data: { concepts: [concept('rust', 0.9)] },
      },
    ]);

    expect(labelledInput(image, 'regions', { ...nothing, shapes }).data?.regions).toEqual([
      { region_info: { bounding_box: box }, data: { concepts: [{ id: 'cat', value: 1 }] } },
      {
        region_info: { mask: { image: { base64: 'mmmm' } } },
        data: { concepts: [{ id: 'rust', value: 1 }] },
      },
    ]);
  });

  it('has no regions where none is right: a background', () => {
    expect(labelledInput(image, 'regions', nothing)).toEqual({ data: { ...image, regions: [] } });
  });
});

test('the likeliest concept is what the answer says, and the choices begin with the answer', () => {
  const output = {
    data: { concepts: [concept('b', 0.8), concept('a', 0.2)] },
  } as unknown as Output;

  expect(answerAsCorrection(output, []).conceptIds).toEqual(['b']);
  expect(choicesOf(output, [concept('a'), concept('c')]).map(({ id }) => id)).toEqual([
    'b',
    'a',
    'c',
  ]);
});
