import { execFileSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { messageType } from '../../../../proto/published-api.ts';
import { AppUnderTest, png } from '../../app-under-test.ts';
import type { Body } from '../../app-under-test.ts';

const lab = new AppUnderTest();
const version = '/datasets/ds/versions/v1';
const region = (region_info: object) => ({
  region_info,
  data: { concepts: [{ id: 'car', name: 'Car' }] },
});

beforeAll(async () => {
  await lab.open();
  await lab.must('POST', '/datasets', { datasets: [{ id: 'ds' }] });
  const polygon = { points: [{}, { col: 1 }, { row: 1, col: 1 }] };
  const data = {
    image: { base64: png },
    concepts: [{ id: 'street' }, { id: 'night', value: 0 }],
    regions: [
      region({ bounding_box: { bottom_row: 0.5, right_col: 1 } }),
      region({ polygon }),
      region({ mask: { image: { base64: png } } }),
    ],
  };
  const text = { text: { raw: 'hello' }, metadata: { completion: 'world' } };
  const inputs = [
    { id: 'image', data, dataset_ids: ['ds'] },
    { id: 'text', data: text, dataset_ids: ['ds'] },
  ];
  await lab.must('POST', '/inputs', { inputs });
  await lab.must('POST', '/datasets/ds/versions', { dataset_versions: [{ id: 'v1' }] });
});
afterAll(() => lab.close());

const put = (...formats: (string | number)[]) =>
  lab.must('PUT', `${version}/exports`, { exports: formats.map((format) => ({ format })) });
const exportInfo = async () => (await lab.must('GET', version)).dataset_version.export_info;

/** Files of a stored archive, read by Python's zipfile: name, whether compressed, bytes. */
async function unpacked(format: string): Promise<Map<string, Buffer>> {
  const key = `users/tester/apps/lab/datasets/ds/versions/v1/${format}.zip`;
  const file = join(mkdtempSync(join(tmpdir(), 'deeptune-')), 'export.zip');
  writeFileSync(file, (await lab.deps.objects.get(key))!);
  const program =
    'import base64, json, sys, zipfile\nz = zipfile.ZipFile(sys.argv[1])\nassert z.testzip() is None\n' +
    'assert z.infolist()[0].compress_type == 0\n' +
    'print(json.dumps([[n, base64.b64encode(z.read(n)).decode()] for n in z.namelist()]))';
  const files = JSON.parse(execFileSync('python3', ['-c', program, file], { encoding: 'utf8' }));
  return new Map(files.map(([name, base64]: string[]) => [name, Buffer.from(base64!, 'base64')]));
}

test('before anybody asks there is none', async () => {
  expect(await exportInfo()).toBeUndefined();
});

test('the answer is a receipt; then the version, and the same request again, have a link and a size', async () => {
  expect((await put('CLARIFAI_DATA_JSON')).exports).toMatchObject([
    { format: 'CLARIFAI_DATA_JSON', status: { code: 64201 } },
  ]);
  expect((await put('CLARIFAI_DATA_JSON')).exports).toMatchObject([
    { format: 'CLARIFAI_DATA_JSON', status: { code: 64200 }, url: expect.any(String) },
  ]);

  const { clarifai_data_json: made } = await exportInfo();
  expect(made).toMatchObject({
    format: 'CLARIFAI_DATA_JSON',
    status: { code: 64200 },
    url: expect.stringMatching(/\/archives\/CLARIFAI_DATA_JSON\?.*X-Amz-Signature=/),
    size: expect.stringMatching(/^[1-9]\d*$/),
  });
});

test('a link leads on to the store, without a key and with nothing but its own query', async () => {
  const { url } = (await exportInfo()).clarifai_data_json;

  const response = await lab.app.request(url);
  const stranger = await lab.app.request(
    url.replace('/apps/lab/', '/apps/other/').replace('?', '?x=https://example.com&'),
  );

  expect(response.status).toBe(302);
  const to = new URL(response.headers.get('location')!);
  expect(to.host).toMatch(/amazonaws\.com$/);
  expect(to.pathname).toContain('/apps/lab/datasets/ds/versions/v1/CLARIFAI_DATA_JSON.zip');
  expect(to.search).toBe(new URL(url).search);
  // Of another's archive there is no valid signature: the store refuses it.
  const foreign = new URL(stranger.headers.get('location')!);
  expect(foreign.host).toBe(to.host);
  expect(foreign.pathname).toContain('/apps/other/');
  expect((await lab.app.request(url.replace('CLARIFAI_DATA_JSON', 'key'))).status).toBe(404);
});

const expected = [
  {
    id: 'image',
    data: {
      image: { base64: png },
      concepts: [
        { id: 'street', name: 'street', value: 1 },
        { id: 'night', name: 'night', value: 0 },
      ],
      regions: [
        {
          region_info: { bounding_box: { top_row: 0, left_col: 0, bottom_row: 0.5, right_col: 1 } },
        },
        { region_info: { polygon: { points: [{}, { col: 1 }, { row: 1, col: 1 }] } } },
        { region_info: { mask: { image: { base64: png } } } },
      ].map((each) => ({ ...each, data: { concepts: [{ id: 'car', name: 'Car', value: 1 }] } })),
    },
  },
  { id: 'text', data: { text: { raw: 'hello' }, concepts: [] } },
];

test('CLARIFAI_DATA_JSON holds id and data of each input in one batch', async () => {
  const files = await unpacked('CLARIFAI_DATA_JSON');

  expect([...files.keys()]).toEqual(['mimetype', 'all/batch-000000_n2']);
  expect(files.get('mimetype')!.toString()).toBe('application/x.clarifai-data+json');
  const { inputs } = JSON.parse(files.get('all/batch-000000_n2')!.toString());
  expect(inputs).toMatchObject(expected);
  expect(inputs[1].data.metadata).toEqual({ completion: 'world' });
});

test('CLARIFAI_DATA_PROTOBUF is an InputBatch that the published message reads', async () => {
  await put(1);

  const files = await unpacked('CLARIFAI_DATA_PROTOBUF');

  expect([...files.keys()]).toEqual(['mimetype', 'all/batch-000000_n2']);
  expect(files.get('mimetype')!.toString()).toBe('application/x.clarifai-data+protobuf');
  const type = messageType('InputBatch');
  const { inputs } = type.toObject(type.decode(files.get('all/batch-000000_n2')!), {
    bytes: String,
  });
  const [image, text] = inputs as Body[];
  expect(image).toMatchObject({ id: 'image', data: { image: { base64: png } } });
  expect(image.data.concepts.map(({ id, value = 0 }: Body) => [id, value])).toEqual([
    ['street', 1],
    ['night', 0],
  ]);
  expect(image.data.regions.map(({ region_info }: Body) => Object.keys(region_info))).toEqual([
    ['bounding_box'],
    ['polygon'],
    ['mask'],
  ]);
  expect(text.data).toMatchObject({
    text: { raw: 'hello' },
    metadata: { fields: { completion: { stringValue: 'world' } } },
  });
});

test('COCO has images with boxes and polygons in pixels, and masks as files', async () => {
  await put('COCO');

  const files = await unpacked('COCO');

  const coco = JSON.parse(files.get('annotations.json')!.toString());
  expect(coco.images).toEqual([
    { id: 1, file_name: 'image.png', input_id: 'image', width: 1, height: 1 },
  ]);
  expect(files.get('images/image.png')!.toString('base64')).toBe(png);
  const category = (name: string) => coco.categories.find((each: Body) => each.name === name).id;
  expect(coco.annotations).toEqual([
    { id: 1, image_id: 1, category_id: category('street'), iscrowd: 0 },
    {
      id: 3,
      image_id: 1,
      category_id: category('Car'),
      iscrowd: 0,
      bbox: [0, 0, 1, 0.5],
      area: 0.5,
    },
    {
      id: 4,
      image_id: 1,
      category_id: category('Car'),
      iscrowd: 0,
      bbox: [0, 0, 1, 1],
      area: 0.5,
      segmentation: [[0, 0, 1, 0, 1, 1]],
      bbox_of_segmentation: true,
    },
    {
      id: 5,
      image_id: 1,
      category_id: category('Car'),
      iscrowd: 0,
      mask_file: expect.stringMatching(/^masks\//),
    },
  ]);
  expect([...files.keys()]).toContain(coco.annotations[3].mask_file);
  expect(coco.negative_annotations).toEqual([
    { id: 2, image_id: 1, category_id: category('night'), iscrowd: 0 },
  ]);
  expect((await exportInfo()).coco.status).toMatchObject({
    code: 64200,
    details: 'COCO has images only; left out: 1 texts',
  });
});

test('the same content is always the same archive, whatever happened to the inputs since', async () => {
  const { clarifai_data_json: before } = await exportInfo();
  const files = await unpacked('CLARIFAI_DATA_JSON');
  await lab.must('DELETE', '/inputs', { delete_all: true });
  await lab.deps.objects.delete(
    'users/tester/apps/lab/datasets/ds/versions/v1/CLARIFAI_DATA_JSON.zip',
  );

  expect((await put('CLARIFAI_DATA_JSON')).exports[0].status.code).toBe(64201);

  expect((await exportInfo()).clarifai_data_json.size).toBe(before.size);
  expect(await unpacked('CLARIFAI_DATA_JSON')).toEqual(files);
});

test('an unknown format and an unknown version are refused', async () => {
  const body = { exports: [{ format: 'CSV' }] };
  expect((await lab.refused('PUT', `${version}/exports`, body))[2]).toMatch(/COCO/);
  expect(
    (
      await lab.refused('PUT', '/datasets/ds/versions/v2/exports', {
        exports: [{ format: 'COCO' }],
      })
    )[1],
  ).toBe(11101);
});
