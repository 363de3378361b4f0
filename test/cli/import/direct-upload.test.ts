import { readFileSync } from 'node:fs';
import { localOrigin } from '../../../cli/import/folder-files.ts';
import { importInputs } from '../../../cli/import/import.ts';
import type { ImportOptions } from '../../../cli/import/import.ts';
import type { Origin } from '../../../cli/import/source-files.ts';
import { objectKeys } from '../../../core/records/object-keys.ts';
import { s3Origin } from '../../../operator/import/s3-origin.ts';
import { png } from '../../core/api/app-under-test.ts';
import { variables } from '../../lambda/account.ts';
import { fakeClients } from '../../wire/clients.ts';
import { Folder, Service } from './service.ts';

const image = Buffer.from(png, 'base64');
/** An image of so many kilobytes; no two are alike. */
const imageOf = (kilobytes: number, mark: number) =>
  Buffer.concat([image, Buffer.alloc(kilobytes * 1024, mark)]);

let service: Service;
let folder: Folder;
const waits: number[] = [];
beforeEach(async () => {
  service = await Service.start();
  folder = new Folder();
  waits.length = 0;
});
afterEach(async () => {
  await service.close();
  folder.remove();
});

const run = (origin: Origin, options: Partial<ImportOptions> = {}) =>
  importInputs(service.client, {
    datasetId: 'set',
    origin,
    byUrl: false,
    journalPath: folder.at('state/journal.json'),
    errorsPath: folder.at('errors.jsonl'),
    wait: async (milliseconds) => void waits.push(milliseconds),
    onProgress: () => undefined,
    ...options,
  });
const runFolder = () => run(localOrigin(folder.at('set')));
const errors = () => readFileSync(folder.at('errors.jsonl'), 'utf8').trim().split('\n');
const postedImages = () =>
  service.posted.flatMap(({ inputs }) => inputs.map(({ data }) => data.image ?? {}));
const sizesBelow = (prefix: string) =>
  Object.entries(service.s3.dump(variables.BUCKET_NAME))
    .filter(([key]) => key.startsWith(prefix))
    .map(([, size]) => size);

test('large images go up by links of their own, at most eight at once; small ones inside the request', async () => {
  for (let n = 0; n < 10; n += 1) folder.write(`set/large-${n}.png`, imageOf(257, n));
  folder.write('set/small.png', imageOf(200, 1));

  expect(await runFolder()).toMatchObject({ read: 11, added: 11, there: 0, failed: 0 });

  const posted = postedImages();
  const uploads = `${service.s3Url}/${variables.BUCKET_NAME}/${objectKeys.uploadsOf({ userId: 'tester', appId: 'lab' })}`;
  expect(posted.slice(0, 10).every(({ url }) => url?.startsWith(uploads))).toBe(true);
  expect(posted.some(({ url }) => url?.includes('?'))).toBe(false);
  expect(posted[10]?.base64).toBeDefined();
  expect(service.maxUploads).toBeLessThanOrEqual(8);
  const size = image.length + 257 * 1024;
  expect(sizesBelow('uploads/')).toEqual(Array(10).fill(size));
  expect(sizesBelow('users/').filter((stored) => stored === size)).toHaveLength(10);
});

test('again, it changes nothing', async () => {
  folder.write('set/large.png', imageOf(300, 1));
  await runFolder();
  const after = await service.inputs();

  expect(await runFolder()).toMatchObject({ read: 1, added: 0, there: 1, failed: 0 });
  expect(await service.inputs()).toEqual(after);
});

test('a batch holds 64 MB that go up apart at most', async () => {
  for (let n = 0; n < 4; n += 1) folder.write(`set/${n}.png`, imageOf(19_500, n));

  expect(await runFolder()).toMatchObject({ added: 4 });

  expect(service.posted.map(({ inputs }) => inputs.length)).toEqual([3, 1]);
});

test('an upload that is refused, and a file that is too large, are problems of their own', async () => {
  folder.write('set/1-huge.png', imageOf(20_000, 1));
  folder.write('set/2-refused.png', imageOf(300, 2));
  folder.write('set/3-fine.png', imageOf(10, 3));
  service.aws.faultOnce('s3', 'PutObject', 'access-denied');

  expect(await runFolder()).toMatchObject({ read: 3, added: 1, there: 0, failed: 2 });

  expect(errors().map((line) => JSON.parse(line))).toMatchObject([
    { where: '1-huge.png', reason: 'The file has 20480067 bytes; at most 20000000 are sent' },
    {
      where: '2-refused.png',
      id: expect.stringMatching(/^[0-9a-f]{32}$/),
      reason: expect.stringMatching(/^The upload was refused: HTTP 403 .*AccessDenied/),
    },
  ]);
});

test('a busy S3 is asked again', async () => {
  folder.write('set/1.png', imageOf(300, 1));
  service.aws.faultOnce('s3', 'PutObject', 'throttle');
  service.aws.faultOnce('s3', 'PutObject', 'server-error');

  expect(await runFolder()).toMatchObject({ added: 1 });

  expect(waits).toEqual([1_000, 2_000]);
});

describe('from a bucket', () => {
  const files: Readonly<Record<string, Buffer>> = {
    'cat/large.png': imageOf(300, 1),
    'cat/small.png': image,
    'dog/cut.png': image.subarray(0, 40),
    'top.png': imageOf(1, 2),
  };
  beforeEach(() => {
    for (const [name, bytes] of Object.entries(files)) {
      folder.write(`set/${name}`, bytes);
      service.s3.plant('pictures', `some/set/${name}`, bytes);
    }
    service.s3.plant('pictures', 'some/set/', '');
    service.s3.plant('pictures', 'some/set2/other.png', image);
  });
  const remote = () => s3Origin(fakeClients(service.aws).s3, 's3://pictures/some/set');

  test('the same files are the same inputs as from a folder', async () => {
    expect(await runFolder()).toMatchObject({ read: 4, added: 3, there: 0, failed: 1 });
    const [fromFolder, local] = [await service.inputs(), errors()];

    const counts = await run(await remote());

    expect(counts).toMatchObject({ read: 4, added: 0, there: 3, failed: 1 });
    expect(await service.inputs()).toEqual(fromFolder);
    expect(local).toEqual([expect.stringContaining('"where":"dog/cut.png"')]);
  });

  test('what the service reads itself has the same labels and bytes', async () => {
    const counts = await run(await remote(), { byUrl: true });

    expect(counts).toMatchObject({ read: 4, added: 3, there: 0, failed: 1 });
    expect(service.aws.count('s3', 'ListObjectsV2')).toBeGreaterThan(0);
    expect(sizesBelow('uploads/')).toEqual([]);
    expect(sizesBelow('users/').toSorted()).toEqual(
      ['cat/large.png', 'cat/small.png', 'top.png'].map((name) => files[name]?.length).toSorted(),
    );
    const labels = (await service.inputs()).map(({ data }) => data.concepts?.map(({ id }) => id));
    expect(labels.toSorted()).toEqual([[], ['cat'], ['cat'], ['dog']]);
    expect(await run(await remote(), { byUrl: true })).toMatchObject({ added: 0, there: 3 });
  });

  test('an object that may not be read, and one that has gone, are problems of their own', async () => {
    service.aws.faultOnce('s3', 'GetObject', 'access-denied');

    expect(await run(await remote())).toMatchObject({ read: 4, added: 2, there: 0, failed: 2 });

    expect(JSON.parse(errors()[0] ?? '')).toMatchObject({
      where: 'cat/large.png',
      reason: 'Your credentials may not read s3://pictures/some/set/cat/large.png, or not its key',
    });
  });
});
