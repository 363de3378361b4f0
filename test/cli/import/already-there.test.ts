import { readFileSync, symlinkSync } from 'node:fs';
import { localOrigin } from '../../../cli/import/folder-files.ts';
import { importInputs } from '../../../cli/import/import.ts';
import type { ImportOptions } from '../../../cli/import/import.ts';
import { png } from '../../core/api/app-under-test.ts';
import { Folder, Service } from './service.ts';

const image = Buffer.from(png, 'base64');
let service: Service;
let folder: Folder;
let problems: string[];
beforeEach(async () => {
  service = await Service.start();
  folder = new Folder();
  problems = [];
});
afterEach(async () => {
  await service.close();
  folder.remove();
});

const run = (from: string, options: Partial<ImportOptions> = {}) =>
  importInputs(service.client, {
    datasetId: 'set',
    origin: localOrigin(folder.at(from)),
    byUrl: false,
    journalPath: folder.at('state/journal.json'),
    errorsPath: folder.at('state-errors.jsonl'),
    wait: () => Promise.reject(new Error('the service is away')),
    onProgress: () => undefined,
    onProblem: ({ reason }) => problems.push(reason),
    ...options,
  });
const labels = async () =>
  Object.fromEntries(
    (await service.inputs()).map(({ id, data }) => [id, data.concepts?.map((one) => one.id)]),
  );

describe('rows whose ids are taken', () => {
  beforeEach(async () => {
    folder.write('a.csv', 'id,text,label\n1,one,x\n2,two,y\n');
    await run('a.csv');
  });

  test('by the same content in another dataset: they are put into this one', async () => {
    expect(await run('a.csv', { datasetId: 'other' })).toMatchObject({
      read: 2,
      added: 0,
      there: 2,
      joined: 2,
      failed: 0,
    });

    const inputs = await service.inputs();
    expect(inputs.map(({ dataset_ids: ids }) => ids?.toSorted())).toEqual([
      ['other', 'set'],
      ['other', 'set'],
    ]);
    expect(await run('a.csv', { datasetId: 'other' })).toMatchObject({ there: 2, joined: 0 });
  });

  test('by other content: each fails with both', async () => {
    folder.write('b.csv', 'id,text,label\n1,another one,x\n2,two,y\n');

    expect(await run('b.csv')).toMatchObject({ read: 2, there: 1, failed: 1 });

    expect(problems).toEqual([
      expect.stringMatching(/'1' is taken .* there "one", here "another one"/),
    ]);
  });

  test('by another picture of the same name: it fails; by the same one it is there', async () => {
    const other = Buffer.from(readFileSync('test/intake/files/rgb.png'));
    for (const [at, bytes] of [image, other, image].entries()) {
      folder.write(`${at}/1.png`, bytes);
      folder.write(`${at}/rows.csv`, 'id,image,label\npicture,1.png,x\n');
    }
    expect(await run('0/rows.csv')).toMatchObject({ added: 1 });

    expect(await run('1/rows.csv')).toMatchObject({ there: 0, failed: 1 });
    expect(await run('2/rows.csv')).toMatchObject({ there: 1, failed: 0 });

    expect(problems).toEqual([
      expect.stringMatching(/'picture' is taken .* SHA-256 [0-9a-f]{12}…/),
    ]);
  });

  test('with other labels: they keep theirs until --update', async () => {
    folder.write('b.csv', 'id,text,label\n1,one,z|w\n2,two,\n');

    expect(await run('b.csv')).toMatchObject({ there: 2, labelsDiffer: 2, relabelled: 0 });
    expect(await labels()).toEqual({ 1: ['x'], 2: ['y'] });

    expect(await run('b.csv', { update: true })).toMatchObject({
      there: 2,
      labelsDiffer: 0,
      relabelled: 2,
    });
    expect(await labels()).toEqual({ 1: ['z', 'w'], 2: [] });
    expect(await run('b.csv')).toMatchObject({ there: 2, labelsDiffer: 0 });
  });
});

test('completions and boxes that changed are taken over too', async () => {
  const box = (x: number) => ({ bbox: [[x, 0, 0.25, 0.25]], categories: ['spot'] });
  const rows = (completion: string, x: number) =>
    [
      { id: 'a', text: 'hello', completion },
      { id: 'b', image: '1.png', objects: box(x) },
    ].map((row) => JSON.stringify(row));
  folder.write('1.png', image);
  folder.write('rows.jsonl', rows('bye', 0).join('\n'));
  await run('rows.jsonl');
  expect(await run('rows.jsonl')).toMatchObject({ there: 2, labelsDiffer: 0 });
  folder.write('rows.jsonl', rows('good bye', 0.5).join('\n'));

  expect(await run('rows.jsonl', { update: true })).toMatchObject({ there: 2, relabelled: 2 });

  const inputs = new Map((await service.inputs()).map(({ id, data }) => [id, data]));
  expect(inputs.get('a')?.metadata).toEqual({ completion: 'good bye' });
  expect(inputs.get('b')?.metadata).toEqual({ filename: '1.png' });
  expect(inputs.get('b')?.regions).toMatchObject([
    { region_info: { bounding_box: { left_col: 0.5, right_col: 0.75 } } },
  ]);
});

describe('files', () => {
  test('links that stay in the folder are followed; those that lead out, round, nowhere are counted', async () => {
    folder.write('outside/secret.png', image);
    folder.write('set/cat/1.png', image);
    symlinkSync('cat', folder.at('set/dog'));
    symlinkSync('../outside', folder.at('set/out'));
    symlinkSync('../../outside/secret.png', folder.at('set/cat/secret.png'));
    symlinkSync('..', folder.at('set/cat/round'));
    symlinkSync('nowhere', folder.at('set/none'));

    const counts = await run('set');

    expect(counts).toMatchObject({ added: 2, failed: 0 });
    expect(Object.keys(counts.leftOut)).toEqual(['link']);
    expect(Object.values(await labels()).toSorted()).toEqual([['cat'], ['dog']]);
  });

  test('paths as Windows writes them, in another case, from its own drive, out of the folder, through a link', async () => {
    folder.write('outside/secret.png', image);
    folder.write('set/img/a.png', image);
    folder.write('set/img/b.png', image);
    symlinkSync('../../outside/secret.png', folder.at('set/img/link.png'));
    const paths = [
      'img\\a.png',
      'IMG/B.PNG',
      'C:\\img\\a.png',
      '..\\outside\\secret.png',
      'img/link.png',
    ];
    folder.write('set/rows.csv', ['image,label', ...paths.map((path) => `${path},x`)].join('\n'));

    expect(await run('set/rows.csv')).toMatchObject({
      read: 5,
      added: 2,
      failed: 3,
      notes: { 'other-case': 1 },
    });

    expect(problems).toEqual([
      expect.stringMatching(/'C:\\img\\a\.png' is a path of its own machine/),
      expect.stringMatching(/lies outside/),
      expect.stringMatching(/is a link that leads out of/),
    ]);
    const names = (await service.inputs()).map(({ data }) => data.metadata?.['filename']);
    expect(names.toSorted()).toEqual(['IMG/B.PNG', 'img/a.png']);
  });

  test('texts in folders of classes; other files are counted', async () => {
    folder.write('set/spam/1.txt', 'buy now');
    folder.write('set/ham/1.txt', Buffer.from('\ufeffgr\u00fc\u00dfe', 'utf16le'));
    folder.write('set/ham/2.txt', Buffer.from('gr\u00fc\u00dfe', 'latin1'));
    folder.write('set/README.md', 'about');

    expect(await run('set')).toMatchObject({
      read: 4,
      added: 2,
      leftOut: { 'not-a-text': 1 },
      failed: 1,
    });

    const texts = (await service.inputs()).map(({ data }) => [
      data.text?.raw,
      data.concepts?.[0]?.id,
    ]);
    expect(texts.toSorted()).toEqual([
      ['buy now', 'spam'],
      ['gr\u00fc\u00dfe', 'ham'],
    ]);
  });
});
