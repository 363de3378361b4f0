import { placeInWords, shapesOf } from '../../../console/drawing/shapes.ts';
import type { Region } from '../../../core/api/wire/messages.ts';

const concept = (id: string, value?: number) => ({
  id,
  name: id.toUpperCase(),
  app_id: 'app',
  ...(value === undefined ? {} : { value }),
});

describe('shapes of regions', () => {
  it('takes the likeliest concept of a box, and keeps the others', () => {
    const region: Region = {
      id: 'r',
      value: 0.8,
      region_info: {
        bounding_box: { top_row: 0.25, left_col: 0.5, bottom_row: 0.75, right_col: 0.625 },
      },
      data: { concepts: [concept('cat', 0.2), concept('dog', 0.8)] },
    };

    const [shape] = shapesOf([region]);

    expect(shape).toMatchObject({
      concept: { id: 'dog', name: 'DOG' },
      value: 0.8,
      others: [{ id: 'cat' }],
      box: { left: 0.5, top: 0.25, width: 0.125, height: 0.5 },
    });
  });

  it('puts a box around a polygon, whose points are rows and columns on the wire', () => {
    const points = [
      { row: 0.1, col: 0.2 },
      { row: 0.5, col: 0.4 },
      { row: 0.3, col: 0.8 },
    ];

    const [shape] = shapesOf([{ region_info: { polygon: { points } }, data: {} }]);

    expect(shape?.points).toEqual([
      [0.2, 0.1],
      [0.4, 0.5],
      [0.8, 0.3],
    ]);
    expect(shape?.box.left).toBe(0.2);
    expect(shape?.box.width).toBeCloseTo(0.6);
    expect(shape?.box.height).toBeCloseTo(0.4);
  });

  it('cuts what reaches beyond the picture, and turns nothing inside out', () => {
    const beyond = { top_row: -0.5, left_col: 0.9, bottom_row: 1.5, right_col: 0.2 };

    const [shape] = shapesOf([{ region_info: { bounding_box: beyond }, data: {} }]);

    expect(shape?.box).toEqual({ left: 0.9, top: 0, width: 0, height: 1 });
  });

  it('gives a mask without a box the whole picture, and a label the value 1', () => {
    const mask = { image: { base64: 'aaaa' } };

    const [shape] = shapesOf([
      { region_info: { mask }, data: { concepts: [concept('rust')] }, value: 0 },
    ]);

    expect(shape).toMatchObject({ value: 1, mask: mask.image, box: { width: 1, height: 1 } });
  });

  it('keeps regions without an id apart', () => {
    const ids = shapesOf([
      { region_info: {}, data: {} },
      { region_info: {}, data: {} },
    ]).map(({ id }) => id);

    expect(new Set(ids).size).toBe(2);
  });
});

it('says where a box is', () => {
  expect(placeInWords({ left: 0.234, top: 0.34, width: 0.316, height: 0.469 })).toBe(
    'left 23 %, top 34 %, 32 % × 47 %',
  );
});
