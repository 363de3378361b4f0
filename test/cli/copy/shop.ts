import { pngOf } from '../../../cli/import/layouts/mask.ts';
import type { JsonObject } from '../../../core/json.ts';

/** A grey picture of 8 x 6 whose pixels tell it from others. */
export function picture(shade: number): Uint8Array {
  const pixels = new Uint8Array(8 * 6).fill(shade % 2);
  pixels[shade % 48] = 1;
  pixels[(shade * 7 + 3) % 48] = 1;
  return new Uint8Array(pngOf({ width: 8, height: 6, pixels }));
}

/** The left half of 8 x 6. */
export const mask = new Uint8Array(
  pngOf({
    width: 8,
    height: 6,
    pixels: Uint8Array.from({ length: 48 }, (_, at) => (at % 8 < 4 ? 1 : 0)),
  }),
);

const pictures = 40;
const success = { code: 30000 };
const labelled = { code: 24150 };
const box = { top_row: 0.25, left_col: 0.125, bottom_row: 0.75, right_col: 0.5 };
const shoe = { id: 'shoe', name: 'Shoe', value: 1 };
const boot = { id: 'boot', name: 'Boot', value: 0 };

/** An app as Clarifai answers it: hosted contents, labels of all kinds, things that we lack. */
export function shop(url: string) {
  const hosted = (path: string) => ({ hosted: { prefix: `${url}/data`, suffix: path } });
  const contents = new Map<string, Uint8Array>([['/data/orig/mask', mask]]);
  const inputs: JsonObject[] = Array.from({ length: pictures }, (_, n) => {
    contents.set(`/data/orig/p${n}`, picture(n));
    const data = {
      image: { ...hosted(`p${n}`), url: 'https://elsewhere.example/gone.png' },
      metadata: { filename: `p${n}.png` },
    };
    return { id: `p${n}`, status: success, data };
  });
  contents.set('/data/orig/t', new TextEncoder().encode('Grüße, 世界'));
  inputs.push(
    { id: 'hosted-text', status: success, data: { text: hosted('t') } },
    { id: 'raw-text', status: success, data: { text: { raw: 'plain' } } },
    { id: 'film', status: success, data: { video: hosted('film') } },
    { id: 'broken', status: { code: 30002 }, data: { image: hosted('broken') } },
    { id: 'gone', status: success, data: { image: hosted('gone') } },
  );
  return { contents, lists: listsOf(inputs, hosted('mask')) };
}

function listsOf(inputs: JsonObject[], maskImage: JsonObject) {
  const annotations: JsonObject[] = [
    // Their input-level annotations have ids of their own.
    ...inputs.slice(0, pictures).map(({ id }) => ({
      id: `own-${String(id)}`,
      input_id: String(id),
      input_level: true,
      status: labelled,
      data: { concepts: [shoe, boot] },
    })),
    {
      id: 'boxes',
      input_id: 'p0',
      status: labelled,
      annotation_info: { by: 'Eve' },
      data: {
        regions: [{ id: 'r1', region_info: { bounding_box: box }, data: { concepts: [shoe] } }],
      },
    },
    {
      id: 'masks',
      input_id: 'p1',
      status: { code: 24151 },
      data: {
        regions: [
          { id: 'r2', region_info: { mask: { image: maskImage } }, data: { concepts: [shoe] } },
        ],
      },
    },
    { id: 'points', input_id: 'p2', status: labelled, data: { regions: [pointRegion] } },
    { id: 'guess', input_id: 'p3', model_version_id: 'v', data: { concepts: [shoe] } },
    { id: 'empty', input_id: 'p4', input_level: true, data: {} },
    { id: 'of-gone', input_id: 'gone', data: { concepts: [shoe] } },
  ];
  const members = inputs.map(({ id }) => ({ input: { id: String(id) } }));
  return {
    '/inputs': inputs,
    '/annotations': annotations,
    '/concepts': [
      { id: 'shoe', name: 'Shoe' },
      { id: 'boot', name: 'Boot' },
    ],
    '/datasets': [{ id: 'all', description: 'Everything', metadata: { season: 'winter' } }],
    '/datasets/all/inputs': members,
    '/datasets/all/versions': [
      { id: 'first', description: 'as it was', metrics: { '/': { inputs_count: '45' } } },
    ],
    '/models': [
      { id: 'shoes', name: 'Shoes', model_type_id: 'visual-classifier', notes: 'ours' },
      { id: 'flow', model_type_id: 'workflow-thing' },
    ],
    '/models/shoes/versions': [
      { id: 'untrained', status: { code: 21102 } },
      { id: 'good', status: { code: 21100 }, train_info: trainInfo, created_at: '2024-01-02' },
    ],
  };
}

const pointRegion = {
  region_info: { point: { row: 0.5, col: 0.5 } },
  data: { concepts: [shoe] },
};

export const trainInfo = {
  params: { template: 'MMClassification_ResNet_50_RSB_A1', num_epochs: 7 },
  dataset: { id: 'all', version: { id: 'first' } },
};
