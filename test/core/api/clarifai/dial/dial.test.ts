import { jobKeys, objectKeys } from '../../../../../core/records/object-keys.ts';
import { parseTrainingJobName } from '../../../../../core/records/job-names.ts';
import { scope } from '../../../../lambda/export-files.ts';
import { dialText } from '../../../training/dial/dial-under-test.ts';
import type { Body } from '../../app-under-test.ts';
import { Lab } from '../../lab.ts';

let lab: Lab;
let first: string;
let child: string;

/** 10 old inputs, 4 new ones: naive continuation flips five of the old. */
const truth = [...Array<number[]>(10).fill([0]), ...Array<number[]>(4).fill([2])];
const answers = (old: number, fresh: number) => [
  ...truth.slice(0, 10).map((_, row) => [row < old ? 0 : 2]),
  ...truth.slice(10).map((_, row) => [row < fresh ? 2 : 0]),
];
const points = [
  { weight: 0, shift: 0, answers: answers(10, 0) },
  { weight: 0.6, shift: -1.5, answers: answers(10, 3) },
  { weight: 0.6, shift: 0, answers: answers(8, 3) },
  { weight: 1, shift: 0, answers: answers(5, 4) },
];

const put = (key: string, text: string) =>
  lab.account.host('api').objects.put(key, new TextEncoder().encode(text));
const read = async (key: string) =>
  new TextDecoder().decode(await lab.account.host('api').objects.get(key));
const folderOf = (id: string) => objectKeys.versionPrefix(scope, id);
const writeDial = (id: string, changes: object = {}) =>
  put(
    jobKeys.dial(folderOf(id)),
    dialText({ concepts: ['bad', 'good', 'odd'], newConcepts: ['odd'], truth, points }, changes),
  );

beforeAll(async () => {
  lab = await Lab.open();
  await lab.addTexts('texts', 12);
  await lab.post('/models', { model: { id: 'reader', model_type_id: 'text-classifier' } });
  first = await lab.train('reader', {
    train_info: { params: { template: 'Deeptune_Bert_Small', dataset_id: 'texts' } },
  });
  await lab.addTexts('more', 12, ['odd']);
  child = await lab.train('reader', {
    train_info: {
      params: { template: 'Deeptune_Bert_Small', dataset_id: 'more' },
      resume_from_model: { id: 'reader', model_version: { id: first } },
    },
  });
  await writeDial(child);
});
afterAll(() => lab.close());

const dialPath = (id: string) => `/models/reader/versions/${id}/dial`;
const refusal = async (answer: Promise<{ body: Body }>) => (await answer).body.status;

test('the dial shows its points, its frontier, and what a version of one costs', async () => {
  const { body } = await lab.get(dialPath(child));

  expect(body.dial).toMatchObject({ parentVersionId: 'parent', score: 'right' });
  expect(body.dial.price.amountMicros).toBeGreaterThan(0);
  expect(body.dial.price.maxAmountMicros).toBeGreaterThanOrEqual(body.dial.price.amountMicros);
  expect(body.dial.points).toHaveLength(4);
  const [parent, best, between, naive] = body.dial.points;
  expect(parent).toMatchObject({ weight: 0, oldAccuracy: 1, newAccuracy: 0, passes: true });
  expect(parent).toMatchObject({ negativeFlipPercent: 0, isOnFrontier: false });
  expect(best).toMatchObject({ shift: -1.5, newAccuracy: 0.75, passes: true, isOnFrontier: true });
  expect(between).toMatchObject({ negativeFlipPercent: 20, passes: false, isOnFrontier: false });
  expect(naive).toMatchObject({ isNaive: true, oldAccuracy: 0.5, newAccuracy: 1 });
  expect(naive).toMatchObject({ passes: false, isOnFrontier: true, accuracy: 9 / 14 });
});

test('the inputs that would flip are named', async () => {
  const { body } = await lab.get(`${dialPath(child)}/flips?weight=0.6&shift=0`);

  expect(body.flips).toEqual([
    { id: 'r8', conceptId: 'bad', parentAnswer: 'bad', candidateAnswer: 'odd' },
    { id: 'r9', conceptId: 'bad', parentAnswer: 'bad', candidateAnswer: 'odd' },
  ]);
  const none = await lab.get(`${dialPath(child)}/flips?weight=0&shift=7`);
  expect(none.body.flips).toEqual([]);
});

describe('a version of a point', () => {
  let made: Body;

  beforeAll(async () => {
    const body = { dial: { weight: 0.6, shift: -1.5 } };
    const { body: answer } = await lab.post(dialPath(child), body);
    await lab.settled('reader', answer.model_version.id);
    made = answer.model_version;
  });

  test('is queued like any training, under a quote of its own', async () => {
    expect(made.status.code).toBe(21103);
    const { body } = await lab.get(`/models/reader/quotes/${made.id}`);
    expect(made.metadata.deeptune.reservation.explanation).toContainEqual(
      expect.stringMatching(/^No step is taken: .* on the \d+ inputs of the evaluation set/),
    );
    expect(body.quote.settings.dial).toEqual({
      candidateVersionId: child,
      weight: 0.6,
      shift: -1.5,
    });
    const { model_version: settled } = (await lab.get(`/models/reader/versions/${made.id}`)).body;
    expect(settled.status.code).toBe(21100);
  });

  test('lays out both ends and the rows that are for testing, and nothing to learn from', async () => {
    const job = JSON.parse(await read(`${jobKeys.trainPrefix(folderOf(made.id))}job.json`));
    expect(job).toMatchObject({
      parentVersionId: first,
      dial: { candidateVersionId: child, weight: 0.6, shift: -1.5 },
    });
    expect(job.concepts.map(({ id }: Body) => id)).toContain('odd');
    const rowsOf = async (id: string) =>
      (await read(`${jobKeys.trainPrefix(folderOf(id))}manifest.jsonl`))
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line));
    const laidOut = await rowsOf(made.id);
    expect(laidOut.length).toBeGreaterThan(2);
    expect(laidOut).toEqual((await rowsOf(child)).filter(({ split }) => split === 'test'));
    for (const [version, prefix] of [
      [first, objectKeys.parentPrefix(scope, made.id)],
      [child, objectKeys.candidatePrefix(scope, made.id)],
    ] as const)
      expect(JSON.parse(await read(`${prefix}manifest.json`)).modelVersionId).toBe(version);
  });

  test('names a channel for the candidate', () => {
    const jobs = lab.account.aws.sagemaker.jobs.all();
    const { request } = jobs.find(
      (job: Body) => parseTrainingJobName(job.request.TrainingJobName)?.jobId === made.id,
    )!;
    const names = request.InputDataConfig!.map(({ ChannelName }: Body) => ChannelName);
    expect(names).toEqual(expect.arrayContaining(['train', 'model', 'candidate']));
  });

  test('has no dial of its own', async () => {
    expect(await refusal(lab.get(dialPath(made.id)))).toMatchObject({
      code: 11101,
      details: expect.stringMatching(/itself a point of a dial/),
    });
  });
});

test('weight 0 has the concepts of the parent', async () => {
  const { body } = await lab.post(dialPath(child), { dial: { weight: 0, shift: 2 } });
  const version = await lab.settled('reader', body.model_version.id);

  expect(version.active_concept_count).toBe(2);
  const job = JSON.parse(await read(`${jobKeys.trainPrefix(folderOf(version.id))}job.json`));
  expect(job.concepts.map(({ id }: Body) => id)).not.toContain('odd');
});

test('one key starts one job; another point under it is refused', async () => {
  const headers = { 'idempotency-key': 'dial-1' };
  const send = async (weight: number) => {
    const body = JSON.stringify({ dial: { weight } });
    const path = lab.base + dialPath(child);
    const authorization = `Key ${await lab.keyOf('tester')}`;
    const init = { method: 'POST', body, headers: { ...headers, authorization } };
    return (await lab.app.request(path, init)).json() as Promise<Body>;
  };
  const [one, again, other] = [await send(0.4), await send(0.4), await send(0.2)];

  expect(again.model_version.id).toBe(one.model_version.id);
  expect(other.status.details).toMatch(/'dial-1' was used for another request/);
  await lab.settled('reader', one.model_version.id);
});

test.each([
  ['a weight beyond the candidate', { weight: 1.2 }, /dial.weight is 1.2: it lies from 0/],
  ['a weight before the parent', { weight: -0.1 }, /dial.weight is -0.1/],
  ['a shift beyond reason', { weight: 0.5, shift: 21 }, /dial.shift is 21: .* -20 to 20/],
  ['no weight', {}, /weight/],
  ['a field that nothing reads', { weight: 0.5, offset: 1 }, /offset/],
])('%s is refused', async (_, dial, message) => {
  const status = await refusal(lab.post(dialPath(child), { dial }));

  expect(status.code).not.toBe(10000);
  expect(status.details).toMatch(message);
});

test('a version without a parent, or without a dial, has none', async () => {
  expect((await refusal(lab.get(dialPath(first)))).details).toMatch(
    /goes on from no other version/,
  );
  const plain = await lab.train('reader', {
    train_info: {
      params: { template: 'Deeptune_Bert_Small', dataset_id: 'more' },
      resume_from_model: { id: 'reader', model_version: { id: first } },
    },
  });
  expect((await refusal(lab.get(dialPath(plain)))).details).toMatch(/has no dial: an earlier/);
  await writeDial(plain, { canShift: false });
  const shifted = lab.post(dialPath(plain), { dial: { weight: 0.5, shift: 1 } });
  expect((await refusal(shifted)).details).toMatch(/no biases/);
  await lab.delete(`/models/reader/versions/${plain}`);
  expect((await refusal(lab.post(dialPath(plain), { dial: { weight: 1 } }))).code).toBe(21200);
});

test.each(['weight=x&shift=0', 'shift=0', 'weight=0.61&shift=0'])(
  'flips of no measured point (%s) are refused, with those that are',
  async (query) => {
    const { status } = (await lab.get(`${dialPath(child)}/flips?${query}`)).body;

    expect(status.details).toMatch(query.includes('0.61') ? /0.6\/-1.5, 0.6\/0/ : /not a number/);
  },
);

test("another tenant's dial does not exist", async () => {
  const key = await lab.keyOf('stranger');

  const { body } = await lab.call('GET', dialPath(child), undefined, key);
  expect(body.status.code).not.toBe(10000);
  expect(body.dial).toBeUndefined();
});
