import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from '../../../client/client.ts';
import { AppUnderTest, png } from '../../core/api/app-under-test.ts';
import { nextLines } from '../../../cli/watch/next-words.ts';
import { Terminal } from './terminal.ts';

const app = new AppUnderTest();
let terminal: Terminal;

beforeAll(async () => {
  await app.open();
  const key = await app.keyOf('tester');
  terminal = new Terminal(clientWithPictures(key));
  await app.must('POST', '/datasets', { datasets: [{ id: 'cats' }, { id: 'empty' }] });
  const inputs = ['a', 'b', '<script>'].map((filename, at) => ({
    id: `input-${at}`,
    dataset_ids: ['cats'],
    data: {
      image: { base64: png },
      concepts: [{ id: at === 0 ? 'cat' : 'dog' }],
      metadata: { filename },
    },
  }));
  await app.must('POST', '/inputs', { inputs });
  await app.must('POST', '/datasets/cats/versions', { dataset_versions: [{ id: 'v1' }] });
  await app.must('POST', '/models', {
    models: [{ id: 'sorter', model_type_id: 'visual-classifier' }],
  });
});
afterAll(() => app.close());

/** Pictures are not JSON: of them the app in memory says only where they lie. */
function clientWithPictures(key: string): Client {
  const carry = async (path: string, init: RequestInit) => {
    if (path.includes('/hosted/orig/')) return new Response(Buffer.from(png, 'base64'));
    const sent = init.body === undefined ? undefined : (init.body as string);
    const { status, body } = await app.send(init.method ?? 'GET', path, sent, key);
    return Response.json(body, { status });
  };
  return new Client({ url: '', key, userId: 'tester', appId: 'lab', fetch: carry });
}

const run = (...args: readonly string[]) => terminal.run(args);

describe('commands that list', () => {
  test.each([
    ['types', 'visual-classifier'],
    ['templates visual-detector', 'Deeptune_Detr_Small'],
    ['datasets', 'cats'],
    ['datasets show cats', 'v1'],
    ['datasets report cats', 'few-inputs'],
    ['models', 'sorter'],
    ['versions sorter', 'untrained'],
    ['keys', 'test'],
    ['apps', 'lab'],
    ['usage --by model', ''],
    ['usage --by app,kind', ''],
    ['invoices', 'draft'],
    ['invoices show', ''],
    ['rates', 'configuration'],
    ['activity', ''],
    ['estimator report', ''],
  ])('%s: as a table, JSON and CSV on stdout, words on stderr', async (line, shown) => {
    const args = line.split(' ');
    const table = await run(...args);
    expect([table.status, table.out]).toEqual([0, expect.stringContaining(shown)]);
    const json = await run(...args, '--format', 'json');
    expect(() => JSON.parse(json.out)).not.toThrow();
    const csv = await run('--format', 'csv', ...args);
    expect([csv.status, csv.out.split('\n')[0]]).toEqual([0, expect.not.stringContaining('  ')]);
    expect((await run(...args, '--quiet')).err).toBe('');
  });

  test('an empty list is [], a header alone, or words', async () => {
    expect((await run('activity', '--format', 'json')).out).toBe('[]\n');
    expect((await run('usage', '--format', 'csv')).out).toBe(
      'day,jobs,billableSeconds,amountMicros,quotedMicros,listMicros,discountMicros,costMicros,marginMicros,asIfCostMicros,jobsWithoutCost\n',
    );
    const { out, err } = await run('models', '--type', 'text-classifier');
    expect([out, err]).toEqual([
      '',
      "There is no model of the type 'text-classifier' in app 'lab' yet\n",
    ]);
  });

  test('what one option of a command takes is not taken by the command above it', async () => {
    const { out } = await run(
      'datasets',
      'thumbnails',
      'cats',
      '--out',
      'few',
      '--limit',
      '1',
      '--format',
      'json',
    );
    expect(JSON.parse(out)).toEqual([
      expect.objectContaining({ concept: 'cat', pictures: 1, inputs: 1 }),
      expect.objectContaining({ concept: 'dog', pictures: 1, inputs: 1 }),
    ]);
  });
});

describe('what is not there', () => {
  test.each([
    ['models named wrongly', 'versions nope', 3, "Model 'nope' does not exist; there are: sorter"],
    ['versions', 'versions sorter abcd', 3, "Model 'sorter' has no version 'abcd'"],
    ['datasets', 'datasets show nope', 3, 'does not exist; there are: '],
    ['dataset versions', 'datasets report cats vvvv', 3, "Dataset 'cats' has no version 'vvvv'"],
    [
      'a version of what is not frozen',
      'datasets report empty',
      3,
      'deeptune datasets freeze empty',
    ],
    ['a trained version', 'compare sorter', 3, 'has no trained version yet'],
    ['a training', 'logs sorter', 3, 'has not been trained yet'],
    ['templates', 'templates resnet', 3, 'similar: MMClassification_ResNet'],
    ['keys', 'keys end 0123', 3, "There is no key '0123'"],
    ['a month', 'usage --period 2026-13', 2, 'such as 2026-11'],
    ['a number', 'versions sorter --limit 0', 2, 'whole number from 1 on'],
    ['a share', 'predict sorter x.png --draw-above 2', 2, 'from 0 to 1'],
    ['a file', 'predict sorter x.png', 3, 'no trained version'],
    ['a version that is named', 'predict sorter x.png --model-version 8f3a', 3, "version '8f3a'"],
    ['files or a dataset', 'predict sorter x.png --dataset cats', 2, 'not both'],
    ['a dataset for a version', 'evaluate sorter --dataset-version v1', 3, 'no trained version'],
    ['yes', 'keys create ci --days soon', 2, "--days is 'soon'"],
  ])('%s: %s ends with %i and says so', async (_, line, status, words) => {
    const ended = await run(...line.split(' '));
    expect([ended.status, ended.out]).toEqual([status, '']);
    expect(ended.err).toContain(words);
  });
});

describe('keys', () => {
  const create = ['keys', 'create', 'nightly', '--scope', 'Predict', '--scope', 'Models_Get'];

  test('a new one is on stdout alone, once, and works for what it may', async () => {
    const { out, err } = await run(...create, '--days', '30');
    const key = out.trim();
    expect(key).toMatch(/^dt_[0-9a-f]{64}$/);
    expect(err).not.toContain(key);
    const { body } = await app.send('GET', '/v2/myscopesroot', undefined, key);
    expect(body.scopes).toEqual(expect.arrayContaining(['Predict', 'Models_Get']));
    const listed = await run('keys', '--format', 'json');
    expect(listed.out).not.toContain(key);
    expect(listed.out).toContain('2026-12-29T12:00:00.000Z');
  });

  test('one is rotated into another that may do the same, and then refused', async () => {
    const first = (await run(...create)).out.trim();
    const all = JSON.parse((await run('keys', '--format', 'json')).out) as {
      readonly id: string;
      readonly description: string;
    }[];
    const id = all.find(({ description }) => description === 'nightly')?.id;
    const unasked = await run('keys', 'rotate', id!);
    expect([unasked.status, unasked.err]).toEqual([2, expect.stringContaining('--yes answers it')]);
    const ended = await run('keys', 'rotate', id!, '--yes');
    expect(ended.status).toBe(0);
    expect(ended.out.trim()).not.toBe(first);
    expect((await run('keys', 'end', id!, '--yes')).status).toBe(3);
  });
});

describe('datasets', () => {
  test('thumbnails are a folder and a sheet for each concept, by names that cannot lead out', async () => {
    const { status, out } = await run(
      'datasets',
      'thumbnails',
      'cats',
      '--out',
      'small',
      '--format',
      'json',
    );
    expect(status).toBe(0);
    const sheets = JSON.parse(out) as { sheet: string }[];
    expect(sheets.map(({ sheet }) => sheet)).toEqual(
      ['cat', 'dog'].map((name) => join(terminal.folder, 'small', `${name}.png`)),
    );
    for (const { sheet } of sheets)
      expect(readFileSync(sheet).subarray(1, 4).toString()).toBe('PNG');
  });

  test('are frozen, and the version is named', async () => {
    const { out } = await run('datasets', 'freeze', 'cats', '--id', 'v2', '--format', 'json');
    expect(JSON.parse(out)).toMatchObject({ id: 'v2', metrics: { '/': { inputs_count: '3' } } });
  });
});

describe('predict', () => {
  test('an option of a file with another ending is refused before anything is asked', async () => {
    mkdirSync(join(terminal.folder, 'pictures'), { recursive: true });
    writeFileSync(join(terminal.folder, 'pictures', 'a.png'), Buffer.from(png, 'base64'));
    const { status } = await run('predict', 'sorter', 'pictures', '--out', 'answers.txt');
    expect(status).toBeGreaterThan(0);
  });
});

test('what is said after a training are lines that can be pasted', async () => {
  const trained = { modelId: 'sorter', versionId: 'v1', named: [], version: {} };
  const lines = nextLines(trained as unknown as Parameters<typeof nextLines>[0]).slice(1);
  for (const line of lines) {
    const words = line.split('#')[0]!.trim().split(' ').slice(1);
    // What it names is not there; each of them is called rightly.
    expect([line, (await run(...words)).status]).not.toEqual([line, 2]);
  }
});
