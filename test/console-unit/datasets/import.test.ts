import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parse } from 'yaml';
import type { Entry, Problem } from '../../../cli/import/entry.ts';
import { FolderFiles } from '../../../cli/import/folder-files.ts';
import { recogniseSource } from '../../../cli/import/recognise.ts';
import { prepareInput } from '../../../cli/import/sending/prepare.ts';
import { sourceOf } from '../../../cli/import/source.ts';
import type { SourceFiles } from '../../../cli/import/source-files.ts';
import { BrowserFiles } from '../../../console/pages/datasets/import/browser-files.ts';
import { browserLayouts } from '../../../console/pages/datasets/import/browser-layouts.ts';
import { givenFrom } from '../../../console/pages/datasets/import/given-files.ts';
import { parsePlainYaml } from '../../../console/pages/datasets/import/plain-yaml.ts';
import { pngOf } from '../../../cli/import/layouts/mask.ts';

const picture = pngOf({ width: 40, height: 40, pixels: new Uint8Array(1600).fill(90) });
const coco = {
  images: [{ id: 1, file_name: 'a.png', width: 40, height: 40 }],
  annotations: [{ id: 1, image_id: 1, category_id: 3, bbox: [4, 4, 10, 10] }],
  categories: [{ id: 3, name: 'wheel' }],
};

/** Sources by what they are: their files. */
const sources: Readonly<Record<string, Readonly<Record<string, string | Uint8Array>>>> = {
  'folders of concepts, with what is left out': {
    'cats/1.png': picture,
    'dogs/naïve <b>.png': picture,
    'dogs/broken.png': 'no picture',
    'readme.txt': 'notes',
    '.DS_Store': 'x',
    '.cache/a.png': picture,
  },
  'pictures without labels': { '1.png': picture, '2.PNG': picture },
  'splits of folders': { 'train/cat/1.png': picture, 'val/cat/2.png': picture },
  'texts in folders': { 'ham/1.txt': 'hello', 'spam/2.txt': 'buy <script>' },
  COCO: { 'images/a.png': picture, 'annotations.json': JSON.stringify(coco) },
  YOLO: {
    'data.yaml': 'train: images\nnames: [wheel, "two words"]\n',
    'images/a.png': picture,
    'labels/a.txt': '1 0.5 0.5 0.2 0.2\n',
  },
  'a table of pictures': {
    'metadata.csv': 'file_name,label\na.png,cat\nmissing.png,dog\n',
    'a.png': picture,
  },
};

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'deeptune-source-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test.each(Object.entries(sources))(
  '%s: a browser sends the inputs that the command line sends, under the same ids',
  async (_, files) => {
    for (const [name, content] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), content);
    }
    const given = givenFrom(
      Object.keys(files)
        .reverse()
        .map((name) => ({
          path: `source/${name}`,
          file: new Blob([new Uint8Array(readFileSync(join(folder, name)))]),
        })),
    );
    const [here, there] = [new BrowserFiles(given.name, given.files), new FolderFiles(folder)];
    const inBrowser = await recogniseSource(browserLayouts, { files: here });
    const onDisk = await sourceOf({ files: there });
    expect(inBrowser.description).toBe(onDisk.description);
    expect(await sent(inBrowser.read(), here)).toEqual(await sent(onDisk.read(), there));
  },
);

/** What would be sent, and what is left out and why, but for where the folder lies. */
async function sent(entries: AsyncIterable<Entry | Problem>, files: SourceFiles) {
  const options = { datasetId: 'products', files, byUrl: false };
  const found: unknown[] = [];
  for await (const entry of entries) {
    const one = 'reason' in entry ? entry : await prepareInput(entry, options);
    found.push(JSON.parse(JSON.stringify(one).replaceAll(files.place, '')));
  }
  return found;
}

test.each([
  [{ 'data.zip': 'PK' }, "'data.zip' is a ZIP archive, which the command line imports"],
  [
    { 'Annotations/a.xml': '<annotation><filename>a.png</filename></annotation>' },
    'It is Pascal VOC, an XML file for each picture, which the command line imports',
  ],
  [
    { mimetype: 'application/x.clarifai-data+json', 'inputs_n1.json': '{"inputs":[]}' },
    "It is Clarifai's export, which the command line imports",
  ],
  [
    { 'data.yaml': 'names: &all [a]\n', 'images/a.png': '', 'labels/a.txt': '0 0.5 0.5 0.2 0.2' },
    'the browser does not read; the command line does',
  ],
])('%j is left to the command line', async (files: Readonly<Record<string, string>>, reason) => {
  const given = Object.entries(files).map(([path, text]) => ({ path, file: new Blob([text]) }));
  const read = recogniseSource(browserLayouts, { files: new BrowserFiles('data', given) });
  await expect(read).rejects.toThrow(reason);
});

test('loose files: the one table among them is meant, of a folder its files', () => {
  const blob = new Blob([]);
  const of = (...paths: readonly string[]) => {
    const { files, ...given } = givenFrom(paths.map((path) => ({ path, file: blob })));
    return { ...given, files: files.map(({ path }) => path) };
  };
  expect(of('rows.csv')).toEqual({ name: 'rows.csv', file: 'rows.csv', files: ['rows.csv'] });
  expect(of('rows.csv', 'a.png')).toEqual({
    name: '2 files',
    file: 'rows.csv',
    files: ['rows.csv', 'a.png'],
  });
  expect(of('pets/rows.csv', 'pets/a.png')).toEqual({
    name: 'pets',
    files: ['rows.csv', 'a.png'],
  });
  expect(of('cats/1.png', 'dogs/2.png')).toEqual({
    name: '2 files',
    files: ['cats/1.png', 'dogs/2.png'],
  });
});

test.each([
  'names: [cat, dog]\nnc: 2\n',
  'names:\n  0: cat\n  1: traffic light # two words\ntrain: ../train/images\nval: images/val\n',
  'names:\n- \'cat\'\n- "dog # no comment"\n- plain words\n',
  '# made by a tool\n---\npath: /data/set\ntrain:\n  - a\n  - b\nkpt_shape: [17, 3]\nnames: {}\n'.replace(
    '{}',
    "['a', b]",
  ),
  'names: ["a, b", c,]\ndownload: null\nval:\ntest: ~\nflag: true\nrate: -0.5\n',
  "nc: 1\r\nnames: ['x']\r\nroboflow:\r\n  workspace: w\r\n  version: 3\r\n  url: https://a.b/c\r\n",
])('%j is read as YAML is', (text) => {
  expect(parsePlainYaml(text)).toEqual(parse(text));
});

test.each([
  'names: {0: cat}',
  'names: &a [x]',
  'a: |\n  text',
  'names: [[a], b]',
  'n: 0x1F',
  'b: "a\\n"',
])('%j is refused rather than read otherwise', (text) => {
  expect(() => parsePlainYaml(text)).toThrow('the command line does');
});
