import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SourceContent } from '../../../cli/copy/clarifai.ts';
import { readContent } from '../../../cli/copy/content.ts';
import { copyApp } from '../../../cli/copy/copy.ts';
import { CopyJournal } from '../../../cli/copy/journal.ts';
import { patientFetch } from '../../../cli/copy/patient-fetch.ts';
import type { CopyProblem } from '../../../cli/copy/tally.ts';
import { Tally } from '../../../cli/copy/tally.ts';
import { createApiKey } from '../../../core/access/authenticate.ts';
import { Client } from '../../../client/client.ts';
import type { ServedHost } from '../../core/api/http/served-hosts.ts';
import { serveLaptop } from '../../core/api/http/served-hosts.ts';
import { ClarifaiApp } from './clarifai-app.ts';
import { mask, picture, shop, trainInfo } from './shop.ts';

let theirs: ClarifaiApp;
let host: ServedHost;
let ours: Client;
let ourKey: string;
const folder = mkdtempSync(join(tmpdir(), 'deeptune-copy-'));
const pauses: number[] = [];

beforeEach(async () => {
  [theirs, host] = await Promise.all([ClarifaiApp.start(shop), serveLaptop()]);
  ours = await host.open('tester');
  const whose = { userId: 'tester', description: 'test', scopes: ['All'] };
  ourKey = (await createApiKey(whose, host.deps)).key;
  pauses.length = 0;
});
afterEach(() => Promise.all([theirs.close(), host.close()]));
afterAll(() => rmSync(folder, { recursive: true }));

async function copy() {
  const wait = (milliseconds: number) => Promise.resolve(void pauses.push(milliseconds));
  const patient = patientFetch({ carry: fetch, wait, onRetry: () => undefined });
  const { url, key } = theirs;
  const client = new Client({ url, key, userId: 'ada', appId: 'shop', fetch: patient });
  const problems: CopyProblem[] = [];
  const journal = new CopyJournal(join(folder, 'journal.json'));
  const tally = new Tally((problem) => problems.push(problem), journal.counts);
  const copied = await copyApp({
    source: { client, userId: 'ada', appId: 'shop' },
    target: {
      client: ours,
      appId: 'lab',
      wait,
    },
    reader: { fetch: patient, url, key },
    tally,
    journal,
    say: () => undefined,
  });
  return { ...copied, problems, counts: tally.counts };
}

const wholeCounts = {
  concepts: { read: 2, copied: 2, there: 0, failed: 0, leftOut: {} },
  datasets: { read: 1, copied: 1, there: 0, failed: 0, leftOut: {} },
  inputs: {
    read: 45,
    copied: 42,
    there: 0,
    failed: 1,
    leftOut: { video: 1, 'not ingested there, status 30002': 1 },
  },
  annotations: {
    read: 46,
    copied: 42,
    there: 0,
    failed: 0,
    leftOut: {
      'regions of the kind point': 1,
      'made by a model or workflow': 1,
      'without concepts or regions': 1,
      'of an input that is not copied': 1,
    },
  },
  'dataset inputs': {
    read: 45,
    copied: 42,
    there: 0,
    failed: 0,
    leftOut: { 'inputs that are not copied': 3 },
  },
  'dataset versions': { read: 1, copied: 1, there: 0, failed: 0, leftOut: {} },
  models: {
    read: 2,
    copied: 1,
    there: 0,
    failed: 0,
    leftOut: { 'of the type workflow-thing, which is not trained here': 1 },
  },
};

/** The bytes behind the address that our API answers of an input. */
async function bytesOf(id: string): Promise<Uint8Array> {
  const { input } = await ours.call('GetInput', { input_id: id });
  return bytesAt(input.data?.image);
}

function bytesAt(image: SourceContent = {}): Promise<Uint8Array> {
  return readContent(image, { fetch, url: host.url, key: ourKey });
}

test('an app: contents, labels, membership, version and settings; what is left out is counted', async () => {
  const { counts, problems, changedVersions, trainings } = await copy();

  expect(counts).toEqual(wholeCounts);
  expect(problems).toEqual([
    { subject: 'inputs', id: 'gone', reason: `${theirs.url}/data/orig/gone answers 404` },
  ]);
  expect(Buffer.compare(await bytesOf('p17'), picture(17))).toBe(0);
  const { input: text } = await ours.call('GetInput', { input_id: 'hosted-text' });
  expect(text.data?.text?.raw).toBe('Grüße, 世界');
  const { input } = await ours.call('GetInput', { input_id: 'p5' });
  expect(input.data?.metadata).toEqual({ filename: 'p5.png' });
  expect(input.data?.concepts?.map(({ id, name, value }) => ({ id, name, value }))).toEqual([
    { id: 'shoe', name: 'Shoe', value: 1 },
    { id: 'boot', name: 'Boot', value: 0 },
  ]);
  expect(changedVersions).toEqual([{ id: 'all/first', then: 45, now: 42 }]);
  const { dataset } = await ours.call('GetDataset', { dataset_id: 'all' });
  expect(dataset).toMatchObject({ description: 'Everything', metadata: { season: 'winter' } });
  const { model } = await ours.call('GetModel', { model_id: 'shoes' });
  expect(model).toMatchObject({ name: 'Shoes', notes: 'ours' });
  expect(trainings).toMatchObject([
    {
      modelId: 'shoes',
      versionId: 'good',
      request: { model_versions: [{ train_info: trainInfo }] },
    },
  ]);
});

test('a box and a mask lie where they lay, under the ids of their annotations', async () => {
  await copy();

  const { annotations } = await ours.call('ListAnnotations', { input_ids: ['p0', 'p1'] });
  const byId = new Map(annotations.map((each) => [each.id, each]));
  expect(byId.get('boxes')).toMatchObject({
    input_id: 'p0',
    annotation_info: { by: 'Eve' },
    status: { code: 24150 },
    data: {
      regions: [
        {
          region_info: {
            bounding_box: { top_row: 0.25, left_col: 0.125, bottom_row: 0.75, right_col: 0.5 },
          },
        },
      ],
    },
  });
  const masked = byId.get('masks');
  expect(masked?.status?.code).toBe(24151);
  const image = masked?.data?.regions?.[0]?.region_info?.mask?.image;
  expect(Buffer.compare(await bytesAt(image), mask)).toBe(0);
});

test('done again it changes nothing, and says that all is there', async () => {
  await copy();
  const { counts } = await copy();

  expect(counts.inputs).toMatchObject({ copied: 0, there: 42 });
  expect(counts.annotations).toMatchObject({ copied: 0, there: 42 });
  expect(counts['dataset inputs']).toMatchObject({ copied: 0, there: 42 });
  expect([counts.concepts.there, counts.datasets.there, counts.models.there]).toEqual([2, 1, 1]);
});

test('cut off, it goes on behind the last page, and the counts are of the whole', async () => {
  theirs.breaksBehind = 'p31';
  await expect(copy()).rejects.toThrow('a bad day');
  theirs.breaksBehind = undefined;
  theirs.requests.length = 0;

  const { counts } = await copy();

  expect(theirs.requests.filter((path) => path.includes('/data/orig/p'))).toHaveLength(8);
  expect(counts).toEqual({
    ...wholeCounts,
    datasets: { read: 1, copied: 0, there: 1, failed: 0, leftOut: {} },
  });
});

test('asked to slow down, it waits as long as it is told', async () => {
  theirs.busy = 3;

  const { counts } = await copy();

  expect(pauses).toEqual([7_000, 7_000, 7_000]);
  expect(counts).toEqual(wholeCounts);
});

test('an input of the same id with other content is a failure, and stays as it is', async () => {
  const other = { id: 'raw-text', data: { text: { raw: 'mine' } } };
  await ours.call('PostInputs', {}, { inputs: [other] });

  const { problems, counts } = await copy();

  expect(problems).toContainEqual({
    subject: 'inputs',
    id: 'raw-text',
    reason: 'An input of this id is there already, with other content',
  });
  expect(counts.inputs).toMatchObject({ copied: 41, failed: 2 });
  const { input } = await ours.call('GetInput', { input_id: 'raw-text' });
  expect(input.data?.text?.raw).toBe('mine');
});

test('an address that never answers is named, at once', async () => {
  await theirs.close();

  await expect(copy()).rejects.toThrow(`${theirs.url} cannot be reached`);
  expect(pauses).toEqual([]);
  theirs = await ClarifaiApp.start(shop);
});
