import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readModelFolder } from '../../operator/staging/model-folder.ts';
import { folderWith, safetensors, smallModel } from './model-files.ts';

const folders: string[] = [];
const folder = (files: Readonly<Record<string, string | Uint8Array>>) => {
  folders.push(folderWith(files));
  return folders.at(-1) as string;
};
afterAll(() => folders.forEach((one) => rmSync(one, { recursive: true })));

test('what a job reads is taken, in order; other files and folders are left alone', async () => {
  const path = folder({ ...smallModel, 'README.md': 'words', 'model.onnx': 'x' });
  mkdirSync(join(path, 'onnx'));
  writeFileSync(join(path, 'onnx', 'model.bin'), 'x');

  const files = await readModelFolder(path, false);

  expect(files.map(({ name }) => name)).toEqual([
    'config.json',
    'model.safetensors',
    'preprocessor_config.json',
  ]);
  expect(files[0]).toEqual({ name: 'config.json', path: join(path, 'config.json'), size: 23 });
});

test('a link into the hub cache is followed', async () => {
  const blobs = folder({ blob: safetensors(7) });
  const path = folder({ 'config.json': '{}' });
  symlinkSync(join(blobs, 'blob'), join(path, 'model.safetensors'));

  const files = await readModelFolder(path, false);

  expect(files[1]).toMatchObject({ name: 'model.safetensors', size: safetensors(7).length });
});

const { 'config.json': config, 'model.safetensors': weights } = smallModel;
const index = JSON.stringify({
  weight_map: { a: 'model-1.safetensors', b: 'model-2.safetensors' },
});
const pickled = (name: string) => ({ ...smallModel, [name]: 'x' });
const withWeights = (content: string | Uint8Array) => ({
  'config.json': config,
  'model.safetensors': content,
});

test.each([
  ['a pickle', pickled('pytorch_model.bin'), /pytorch_model\.bin: such files can run code/],
  ['another pickle', pickled('consolidated.pt'), /consolidated\.pt.*--include/],
  ['no configuration', { 'model.safetensors': weights }, /has no config\.json/],
  ['no weights', { 'config.json': config }, /has no \*\.safetensors/],
  ['weights cut off', withWeights(weights.subarray(0, 150)), /has 150 bytes and should have \d+/],
  ['weights with something behind', withWeights(Buffer.concat([weights, weights])), /download/],
  ['a placeholder of Git LFS', withWeights('version https://git-lfs.github.com/spec/v1'), /header/],
  ['an empty file', withWeights(''), /has 0 bytes and has no safetensors header/],
  [
    'a shard missing',
    {
      'config.json': config,
      'model-1.safetensors': weights,
      'model.safetensors.index.json': index,
    },
    /has no model-2\.safetensors/,
  ],
  [
    'a broken index',
    { ...smallModel, 'model.safetensors.index.json': '[' },
    /is not a valid index/,
  ],
])('%s is refused', async (_, files, message) => {
  await expect(readModelFolder(folder(files), false)).rejects.toMatchObject({
    code: 'base-model-invalid',
    message: expect.stringMatching(message),
  });
});

test('a model that reads text needs its tokenizer', async () => {
  await expect(readModelFolder(folder(smallModel), true)).rejects.toMatchObject({
    message: expect.stringMatching(/has no tokenizer \(one of tokenizer\.json/),
  });
  const whole = folder({ ...smallModel, 'vocab.txt': 'a' });
  expect(await readModelFolder(whole, true)).toHaveLength(4);
});

test('a folder that is not there', async () => {
  await expect(readModelFolder('/nowhere/at/all', false)).rejects.toMatchObject({
    code: 'base-model-invalid',
    message: expect.stringContaining('/nowhere/at/all cannot be read'),
  });
});
