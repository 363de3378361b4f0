import { unzipSync } from 'fflate';
import type { Client } from '../../../../client/client.ts';
import { pngOf } from '../../../../cli/import/layouts/mask.ts';
import type { Body } from '../../../core/api/app-under-test.ts';
import type { ExportFormat, Imported } from './imported.ts';
import { exported, Importing, picture, turnedPhoto } from './imported.ts';

const lab: { importing: Importing; client: Client } = {} as never;
const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');

/** Not on pixels, and not all in one place. */
const box = { top_row: 0.1234567, left_col: 0.2, bottom_row: 0.7654321, right_col: 0.9 };
const points = [
  { row: 0.1, col: 0.1 },
  { row: 0.33333, col: 0.9 },
  { row: 0.8, col: 0.45 },
];
const mask = base64(
  pngOf({ width: 40, height: 30, pixels: new Uint8Array(1200).fill(255, 300, 700) }),
);
const region = (region_info: object, ...concepts: object[]) => ({
  region_info,
  data: { concepts },
});

/** What every model type is trained on, with what people hang on it. */
const inputs = [
  // classifiers: several concepts, some of them said not to be there, ids other than names
  {
    id: 'classified',
    data: {
      image: { base64: base64(picture(40, 30, 10)) },
      concepts: [{ id: 'c-1', name: 'Über/Sicht' }, { id: 'night', value: 0 }, { id: 'street' }],
      metadata: { filename: 'a/b.jpg', split: 'test', nested: { list: [1, null, true, 'x'] } },
      geo: { geo_point: { longitude: 10.5, latitude: -20.25 } },
    },
  },
  // detectors and segmenters
  {
    id: 'regions',
    data: {
      image: { base64: base64(picture(40, 30, 20)) },
      concepts: [{ id: 'c-1', name: 'Über/Sicht', value: 0 }],
      regions: [
        region({ bounding_box: box }, { id: 'car' }),
        region({ bounding_box: box }, { id: 'car' }),
        region({ bounding_box: box }, { id: 'car' }, { id: 'red' }, { id: 'old', value: 0 }),
        region({ polygon: { points } }, { id: 'roof' }),
        region({ bounding_box: box, polygon: { points } }, { id: 'roof' }),
        region({ mask: { image: { base64: mask } } }, { id: 'road' }),
        region({ bounding_box: box, mask: { image: { base64: mask } } }, { id: 'road' }),
        region({ bounding_box: box }, { id: 'not-a-car', value: 0 }),
      ],
    },
  },
  {
    id: 'turned',
    data: {
      image: { base64: base64(turnedPhoto) },
      regions: [
        region({ bounding_box: box }, { id: 'car' }),
        region({ polygon: { points } }, { id: 'roof' }),
      ],
    },
  },
  { id: 'background', data: { image: { base64: base64(picture(7, 5, 30)) } } },
  // text models
  {
    id: 'text',
    data: {
      text: { raw: 'first line\r\n\tsecond "line", 日本 😀' },
      concepts: [{ id: 'street' }, { id: 'night', value: 0 }],
    },
  },
  {
    id: 'pair',
    data: { text: { raw: 'What?' }, metadata: { completion: 'That.\n', source: 'faq.csv', n: 3 } },
  },
];

beforeAll(async () => {
  lab.importing = await Importing.start();
  lab.client = await lab.importing.app();
  await lab.client.call('PostDatasets', {}, { datasets: [{ id: 'set' }] });
  await lab.client.call(
    'PostInputs',
    {},
    {
      inputs: inputs.map((input) => ({ ...input, dataset_ids: ['set'] })),
    },
  );
});
afterAll(() => lab.importing.close());

/** The same whatever the order of concepts; numbers to a millionth, as protobuf's have 24 bits. */
function canonical(input: Body): Body {
  const rounded = JSON.parse(JSON.stringify(input), (_, value) =>
    typeof value === 'number' ? Math.round(value * 1e6) / 1e6 : value,
  );
  const sorted = (concepts: Body[] = []) => concepts.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const regions = (rounded.regions ?? []).map((each: Body) => ({
    ...each,
    data: { concepts: sorted(each.data.concepts) },
  }));
  return {
    ...rounded,
    concepts: sorted(rounded.concepts),
    regions: regions.toSorted((a: Body, b: Body) =>
      JSON.stringify(a) < JSON.stringify(b) ? -1 : 1,
    ),
  };
}

const packed: Record<string, (archive: Uint8Array) => [Record<string, Uint8Array>, string]> = {
  'as it is': (archive) => [{ 'export.zip': archive }, 'export.zip'],
  unpacked: (archive) => [unzipSync(archive), ''],
};

describe.each<[ExportFormat, boolean]>([
  ['CLARIFAI_DATA_JSON', true],
  ['CLARIFAI_DATA_PROTOBUF', true],
  ['COCO', false],
])('%s', (format, hasTexts) => {
  test.each(Object.keys(packed))('an archive %s is imported to the same', async (how) => {
    const archive = await exported(lab.client, format);
    const original = unzipSync(await exported(lab.client, 'CLARIFAI_DATA_JSON'));
    const [files, from] = packed[how]!(archive);

    const into = await lab.importing.app();
    const imported: Imported = await lab.importing.import(files, from, into);

    const { inputs: all } = JSON.parse(
      Buffer.from(Object.values(original)[1]!).toString('utf8'),
    ) as { inputs: Body[] };
    const wanted = all
      .filter(({ data }) => hasTexts || data.text === undefined)
      .map(({ id, data }) => {
        delete data.image?.hosted;
        delete data.text?.hosted;
        return canonical({ id, ...data });
      });
    expect(wanted).toHaveLength(hasTexts ? 6 : 4);
    expect(imported.problems).toEqual([]);
    expect(imported.counts).toMatchObject({ added: wanted.length, failed: 0 });
    expect(imported.inputs.map(canonical)).toEqual(wanted);
    // The bytes of a picture are part of that; here is that they are those that were sent.
    const turned = imported.inputs.find(({ id }) => id === 'turned');
    expect(turned.image.base64).toBe(base64(turnedPhoto));

    const again = unzipSync(await exported(into, format));
    expect(Object.keys(again).length).toBe(Object.keys(unzipSync(archive)).length);
  });
});
