import { inflateSync } from 'node:zlib';
import { zipSync } from 'fflate';
import { box, coco, cocoCases, image } from './coco-cases.ts';
import { Importing, picture, turnedPhoto } from './imported.ts';
import { layoutCases } from './layout-cases.ts';
import type { Files } from './said.ts';
import { pictures, problemsOf, saidOf } from './said.ts';

let importing: Importing;
beforeAll(async () => void (importing = await Importing.start()));
afterAll(() => importing.close());

const layouts = { ...layoutCases, ...cocoCases };

test.each(Object.entries(layouts))('%s', async (_, each) => {
  const { files, from, said, problems = [] } = each;
  const imported = await importing.import(files, from);

  expect(saidOf(imported)).toEqual(said);
  expect(problemsOf(imported)).toEqual([...problems].toSorted());
  expect(imported.counts.added).toBe(Object.keys(said).length);
  expect(imported.counts.read).toBe(Object.keys(said).length + problems.length);
  if (each.withoutSome !== undefined)
    expect(imported.counts.notes['without-annotation']).toBe(each.withoutSome);
});

test.each([
  ['YOLO of darknet, with what is wrong', 1],
  ['Pascal VOC', 1],
])('%s: an image whose annotation was refused says that it comes without', async (name, count) => {
  const { files, from } = layouts[name]!;

  const { counts } = await importing.import(files, from);

  expect(counts.notes).toMatchObject({ 'without-annotation': count });
});

/** An archive with a name that leads out of it, which no writer of archives makes. */
function slip(): Uint8Array {
  const archive = Buffer.from(zipSync({ 'xx/evil.png': picture(9, 9) }));
  return Buffer.from(archive.toString('latin1').replaceAll('xx/evil', '../evil'), 'latin1');
}

const zipped = ['COCO of Roboflow', 'YOLO of Ultralytics', 'Pascal VOC', 'folders of concepts'];
test.each(zipped)('%s in a ZIP archive', async (name) => {
  const { files, said } = layouts[name]!;
  const inside = Object.entries(files).map(([path, content]): [string, Uint8Array] => [
    path,
    Buffer.from(content),
  ]);

  const imported = await importing.import(
    { 'a.zip': zipSync(Object.fromEntries(inside)) },
    'a.zip',
  );

  expect(saidOf(imported)).toEqual(said);
});

test.each<[string, Files, string, RegExp]>([
  ['a torn archive', { 'a.zip': 'PK\u0003\u0004 torn' }, 'a.zip', /is no whole ZIP archive/],
  [
    'labels of YOLO without names',
    { 'labels/1.txt': '0 0.5 0.5 1 1\n', ...pictures('images/1.png') },
    '',
    /without names of their classes/,
  ],
  [
    'COCO without images',
    { 'a.json': '{"annotations": [], "categories": []}' },
    'a.json',
    /is neither a list of objects nor COCO.*: 'images' is missing/,
  ],
  [
    'several COCO files of the same images',
    { 'a.json': coco([], []), 'b.json': coco([], []) },
    '',
    /a\.json, b\.json\. Name the one/,
  ],
  [
    'a bomb of YAML',
    {
      'data.yaml': `a: &a [x,x]\nb: &b [${'*a,'.repeat(20)}]\nnames: [*b]\n`,
      'labels/1.txt': '0 0.5 0.5 1 1\n',
      ...pictures('images/1.png'),
    },
    '',
    /'data.yaml' cannot be read as YAML/,
  ],
  ['an archive that leads out of itself', { 'a.zip': slip() }, 'a.zip', /invalid relative path/],
])('%s is refused before anything is sent', async (_, files, from, reason) => {
  await expect(importing.import(files, from)).rejects.toThrow(reason);
});

/** Columns and rows of the pixels that are not 0, first and last; our PNGs are not filtered. */
function pixelsOf(base64: string) {
  const bytes = Buffer.from(base64, 'base64');
  const [width, height] = [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
  const start = bytes.indexOf('IDAT');
  const rows = inflateSync(bytes.subarray(start + 4, start + 4 + bytes.readUInt32BE(start - 4)));
  const inside: [number, number][] = [];
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) if (rows[y * (width + 1) + 1 + x]) inside.push([x, y]);
  const [xs, ys] = [inside.map(([x]) => x), inside.map(([, y]) => y)];
  const [columns, lines] = [xs, ys].map((all) => [Math.min(...all), Math.max(...all)]);
  return { width, height, count: inside.length, columns, lines };
}

test.each([
  ['as people see it', { width: 48, height: 64 }, 8, 20, 40, 16],
  ['as it is stored', { width: 64, height: 48 }, 40, 16, 20, 20],
])('the pixels of a mask on a turned photo that was labelled %s', async (_, size, ...rest) => {
  const [x = 0, width = 0, y = 0, height = 0] = rest;
  // Column after column, outside and inside in turn.
  const counts = [x * size.height + y];
  for (let column = 0; column < width; column += 1) counts.push(height, size.height - height);
  const sum = counts.reduce((all, run) => all + run, 0);
  counts[counts.length - 1]! += size.height * size.width - sum;
  const segmentation = { counts, size: [size.height, size.width] };
  const annotation = box(1, 1, { bbox: [x, y, width, height], segmentation });

  const { inputs } = await importing.import({
    'a.json': coco([image(1, 'photo.jpg', size)], [annotation]),
    'photo.jpg': turnedPhoto,
  });

  expect(pixelsOf(inputs[0].regions[0].region_info.mask.image.base64)).toEqual({
    width: 48,
    height: 64,
    count: 320,
    columns: [8, 27],
    lines: [40, 55],
  });
});
