import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Client } from '../../../client/client.ts';
import { localOrigin } from '../../../cli/import/folder-files.ts';
import { importInputs } from '../../../cli/import/import.ts';
import type { ImportOptions } from '../../../cli/import/import.ts';
import { png } from '../../core/api/app-under-test.ts';
import { credentials as keyPair } from '../../wire/clients.ts';
import { Folder, Service } from './service.ts';

/** What the SDK finds in an environment. */
const credentials = {
  AWS_ACCESS_KEY_ID: keyPair.accessKeyId,
  AWS_SECRET_ACCESS_KEY: keyPair.secretAccessKey,
  AWS_REGION: 'eu-central-1',
};
const root = join(__dirname, '..', '..', '..');
const image = Buffer.from(png, 'base64');

describe('importing', () => {
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
  const optionsFor = (from: string): ImportOptions => ({
    datasetId: 'set',
    origin: localOrigin(folder.at(from)),
    byUrl: false,
    journalPath: folder.at('state/journal.json'),
    errorsPath: folder.at('errors.jsonl'),
    wait: async (milliseconds) => void waits.push(milliseconds),
    onProgress: () => undefined,
  });
  const run = (from: string) => importInputs(service.client, optionsFor(from));
  const errors = () =>
    existsSync(folder.at('errors.jsonl'))
      ? readFileSync(folder.at('errors.jsonl'), 'utf8')
          .trim()
          .split('\n')
          .map((line) => JSON.parse(line))
      : undefined;
  const writeRows = (count: number) =>
    folder.write(
      'rows.jsonl',
      Array.from({ length: count }, (_, index) => `{"text": "row ${index}", "label": "a"}\n`).join(
        '',
      ),
    );

  const command = (args: readonly string[], env: Record<string, string>) =>
    promisify(execFile)(process.execPath, [join(root, 'bin', 'import.ts'), ...args], {
      cwd: folder.path,
      env: { ...process.env, ...env },
    }).catch((error: { code: number; stdout: string; stderr: string }) => error);

  test('images get their labels and the dataset, which is made; a repetition changes nothing', async () => {
    for (const name of ['cat/1.png', 'cat/2.png', 'dog/1.png']) folder.write(`set/${name}`, image);

    const first = await run('set');
    const after = await service.inputs();
    const second = await run('set');

    expect(first).toMatchObject({ read: 3, added: 3, there: 0, failed: 0 });
    expect(second).toMatchObject({ read: 3, added: 0, there: 3, failed: 0 });
    expect(await service.inputs()).toEqual(after);
    const labels = after.map(({ data }) => data.concepts?.map(({ id }) => id).join());
    expect(labels.toSorted()).toEqual(['cat', 'cat', 'dog']);
    expect(after.every(({ dataset_ids: [id] = [] }) => id === 'set')).toBe(true);
    expect(errors()).toBeUndefined();
    expect(existsSync(folder.at('state/journal.json'))).toBe(false);
  });

  test('regions come as shares of the image', async () => {
    folder.write('1.png', image);
    const objects = { bbox: [[0.25, 0.5, 0.5, 9]], categories: ['spot'] };
    folder.write('metadata.jsonl', JSON.stringify({ file_name: '1.png', objects }));

    await run('');

    expect((await service.inputs())[0]?.data.regions).toMatchObject([
      {
        region_info: {
          bounding_box: { top_row: 0.5, left_col: 0.25, bottom_row: 1, right_col: 0.75 },
        },
        data: { concepts: [{ id: 'spot' }] },
      },
    ]);
  });

  test('masks of COCO are ingested', async () => {
    folder.write('1.png', image);
    const runs = { counts: [0, 1], size: [1, 1] };
    const object = { id: 1, image_id: 1, category_id: 1, bbox: [0, 0, 1, 1], segmentation: runs };
    const coco = {
      images: [{ id: 1, file_name: '1.png' }],
      categories: [{ id: 1, name: 'spot' }],
      annotations: [object],
    };
    folder.write('instances.json', JSON.stringify(coco));

    expect(await run('instances.json')).toMatchObject({ added: 1 });

    expect(service.posted[0]).toMatchObject({
      inputs: [{ data: { regions: [{ region_info: { mask: { image: {} } } }] } }],
    });
    expect((await service.inputs())[0]?.data.regions).toHaveLength(1);
  });

  test('what fails is in a file of errors, item by item, and the others are imported', async () => {
    folder.write('good.png', image);
    folder.write('cut.png', image.subarray(0, 40));
    const rows = [
      'image,text,label,id',
      'good.png,,a,',
      'cut.png,,a,',
      'none.png,,a,',
      ',fine,bad\tconcept,',
      ',fine too,b,an id with spaces',
      ',fine,c,',
      'short',
    ];
    folder.write('rows.csv', rows.join('\n'));

    const counts = await run('rows.csv');

    expect(counts).toMatchObject({ read: 7, added: 2, there: 0, failed: 5 });
    const found = errors()?.toSorted((a, b) => a.where.localeCompare(b.where));
    expect(found).toMatchObject([
      { where: 'rows.csv:3', kind: 'failed', reason: expect.stringMatching(/not a whole PNG/) },
      { where: 'rows.csv:4', reason: expect.stringMatching(/none\.png does not exist$/) },
      { where: 'rows.csv:5', reason: expect.stringMatching(/"bad.tconcept".* control char/) },
      { where: 'rows.csv:6', id: 'an id with spaces' },
      {
        where: 'rows.csv:8',
        reason: expect.stringMatching(/has 1 fields; the header has 4: \["short"\]/),
      },
    ]);
  });

  test('cut off, it goes on where it stopped', async () => {
    writeRows(1_000);
    service.fate = (request) => (request > 3 ? 'away' : 'answered');
    await expect(run('rows.jsonl')).rejects.toThrow();
    expect(waits).toEqual([1_000, 2_000, 4_000, 8_000, 16_000]);
    service.fate = () => 'answered';
    service.posted.length = 0;

    const counts = await run('rows.jsonl');

    expect(counts).toMatchObject({ read: 1_000, added: 1_000, there: 0, failed: 0 });
    expect(service.posted.map(({ inputs }) => inputs.length)).toEqual([128, 128, 128, 128, 104]);
    expect(await service.inputs()).toHaveLength(1_000);
  });

  test('cut off, and the source is another one now: it begins anew', async () => {
    writeRows(300);
    service.fate = (request) => (request > 1 ? 'away' : 'answered');
    await expect(run('rows.jsonl')).rejects.toThrow();
    service.fate = () => 'answered';
    const path = folder.at('rows.jsonl');
    folder.write('rows.jsonl', `{"text": "a new one"}\n${readFileSync(path, 'utf8')}`);

    expect(await run('rows.jsonl')).toMatchObject({ read: 301, added: 173, there: 128, failed: 0 });
  });

  test('an answer that was lost: nothing is there twice, and no failure is forgotten', async () => {
    folder.write('1.png', image);
    folder.write('rows.csv', 'image\n1.png\nhttps://example.com/2.png\n');
    service.fate = (request) => (request === 1 ? 'lost' : 'answered');

    const counts = await run('rows.csv');

    expect(counts).toMatchObject({ read: 2, added: 0, there: 1, failed: 1 });
    expect(errors()).toMatchObject([{ where: 'rows.csv:3', code: 30002 }]);
    expect(await service.inputs()).toHaveLength(2);
  });

  test('requests stay small', async () => {
    const padded = Buffer.concat([image, Buffer.alloc(250_000)]);
    for (let n = 10; n < 23; n += 1) folder.write(`a/${n}.png`, padded);

    expect(await run('a')).toMatchObject({ added: 13 });

    expect(service.posted.map(({ inputs }) => inputs.length)).toEqual([11, 2]);
  });

  test('as a command: counts to stdout, words to stderr, status 1 where something failed', async () => {
    folder.write('pictures/cat/1.png', image);
    folder.write('pictures/cat/2.png', image.subarray(0, 40));
    const args = ['--app', 'lab', '--dataset', 'set', '--from', 'pictures', '--user', 'tester'];

    const done = await command([...args, '--url', service.url], { DEEPTUNE_KEY: service.key });
    const refused = await command(args, { DEEPTUNE_KEY: '' });

    expect(done).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/is in import-errors\.jsonl/),
    });
    expect(JSON.parse(done.stdout)).toMatchObject({ read: 2, added: 1, there: 0, failed: 1 });
    expect(existsSync(folder.at('import-errors.jsonl'))).toBe(true);
    expect(refused).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^DEEPTUNE_KEY is not set/),
    });
  });

  test('as a command, from a bucket: uploaded by us, or read by the service', async () => {
    for (const name of ['1.png', '2.png']) service.s3.plant('pictures', `set/${name}`, image);
    service.s3.plant('pictures', 'set/cut.png', image.subarray(0, 40));
    const env = { DEEPTUNE_KEY: service.key, AWS_ENDPOINT_URL_S3: service.s3Url, ...credentials };
    const from = (place: string) => ['--dataset', 'set', '--from', place, '--user', 'tester'];
    const run = (...args: string[]) =>
      command(['--app', 'lab', '--url', service.url, ...args], env);

    const sent = await run(...from('s3://pictures/set'));
    const read = await run(...from('s3://pictures/set'), '--by-url');
    const absent = await run(...from('s3://pictures/none'));
    const local = await run(...from('.'), '--by-url');

    expect(JSON.parse(sent.stdout)).toMatchObject({ read: 3, added: 2, there: 0, failed: 1 });
    expect(JSON.parse(read.stdout)).toMatchObject({ read: 3, added: 2, there: 0, failed: 1 });
    const posted = service.posted.flatMap(({ inputs }) => inputs.map(({ data }) => data.image));
    expect(posted.slice(2)).toEqual(
      ['1', '2', 'cut'].map((name) => ({ url: `s3://pictures/set/${name}.png` })),
    );
    expect(absent).toMatchObject({ code: 1, stderr: expect.stringContaining('does not exist') });
    expect(local).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('is for --from s3://'),
    });
  });

  test('an app that does not exist ends the import at once', async () => {
    writeRows(1);
    const lost = new Client({ ...service, userId: 'tester', appId: 'none' });

    await expect(importInputs(lost, optionsFor('rows.jsonl'))).rejects.toThrow(/'none' does not/);
    expect(service.posted).toEqual([]);
  });
});
