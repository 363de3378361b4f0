import { keys } from '../../../../../core/records/keys.ts';
import { objectKeys } from '../../../../../core/records/object-keys.ts';
import { toData } from '../../../../../core/records/records.ts';
import { datasetVersionWrite } from '../../../../../core/dataset/version/dataset-version-store.ts';
import type { DatasetVersion } from '../../../../../core/dataset/version/dataset-version.ts';
import { admit } from '../../../../../core/job/steps/admit.ts';
import { train } from '../../../../../core/job/steps/train.ts';
import { initialState } from '../../../../../core/job/workflow/state.ts';
import { scope } from '../../../../lambda/account.ts';
import type { Body } from '../../app-under-test.ts';
import { AppUnderTest } from '../../app-under-test.ts';

const activity = '/v2/users/me/activity';
const lab = new AppUnderTest({ settings: { maxConcurrentTrainings: 1 } });

beforeAll(async () => {
  await lab.open();
  await lab.must('POST', '/models', {
    models: [{ id: 'reader', model_type_id: 'text-classifier' }],
  });
  for (const concept of ['good', 'bad']) {
    const ids = Array.from({ length: 8 }, (_, n) => `${concept}-${n}`);
    await lab.must('POST', '/inputs', lab.texts(ids, undefined, [{ id: concept }]));
  }
});
afterAll(() => lab.close());

async function ask(): Promise<string> {
  const train_info = { params: { template: 'Deeptune_Bert_Small' } };
  const body = { model_versions: [{ train_info }] };
  return (await lab.must('POST', '/models/reader/versions', body)).model.model_version.id;
}

const stateOf = (versionId: string) => initialState({ ...scope, modelId: 'reader', versionId });
const jobs = async (query = ''): Promise<Body[]> => (await lab.must('GET', activity + query)).jobs;

test('nothing is under way', async () => {
  expect(await lab.must('GET', activity)).toMatchObject({
    jobs: [],
    dataset_versions: [],
    running: 0,
    maxRunning: 1,
  });
});

test('each job says whether it runs, how far it is, what it costs so far, and why it waits', async () => {
  const [first, second, third, preparing] = [await ask(), await ask(), await ask(), await ask()];
  const admitted = await admit(stateOf(first), lab.deps);
  await train({ state: admitted, taskToken: 'token' }, lab.deps);
  for (const id of [second, third]) await admit(stateOf(id), lab.deps);
  const line = { step: 30, totalSteps: 120, loss: 0.5, seconds: 90, secondsLeft: 270 };
  const progress = `${JSON.stringify({ ...line, stage: 'training' })}\n`;
  const key = `${objectKeys.checkpointPrefix(scope, first)}progress.jsonl`;
  await lab.deps.objects.put(key, new TextEncoder().encode(progress));

  const { jobs: open, running, maxRunning } = await lab.must('GET', activity);

  expect([running, maxRunning]).toEqual([1, 1]);
  expect(open.map(({ id }: Body) => id)).toEqual([first, preparing, second, third]);
  expect(open[0]).toMatchObject({
    kind: 'train',
    app_id: 'lab',
    model_id: 'reader',
    model_version_id: first,
    status: 'running',
    progress: { stage: 'training', step: 30, percent: 25, secondsLeft: 270, loss: 0.5 },
    // 90 s at $4 an hour.
    amountSoFarMicros: 100_000,
  });
  // One line is no rate: the forecast, less what has gone of its steps.
  expect(open[0].remaining).toMatchObject({ source: 'forecast', p50Seconds: expect.any(Number) });
  expect(open[0].wait).toBeUndefined();
  expect(open[1].remaining).toBeUndefined();
  expect(open[0].reservation.maxAmountMicros).toBeGreaterThan(100_000);
  expect(open.slice(1).map(({ wait }: Body) => [wait.reason, wait.position, wait.message])).toEqual(
    [
      ['preparing', undefined, 'Its data are being laid out'],
      ['limit', 0, '1 of at most 1 job runs at the same time; it is the first in the queue'],
      ['limit', 1, '1 of at most 1 job runs at the same time; 1 job is before it in the queue'],
    ],
  );
});

test('a dataset version that is being frozen is named, and why a job waits for it', async () => {
  const [, preparing] = await jobs();
  const { id: datasetId, version_id: id } = preparing.dataset;
  const { value, rev } = await frozen(datasetId, id);
  const freezing = { scope, isRead: false, parts: ['a', 'b'], tries: 0 };
  const pending: DatasetVersion = { ...value, state: 'processing', freezing };
  await lab.deps.table.write([datasetVersionWrite(scope, pending, { rev })]);

  const { dataset_versions, jobs: open } = await lab.must('GET', activity);

  expect(dataset_versions).toMatchObject([{ app_id: 'lab', id, state: 'processing', parts: 2 }]);
  expect(open[1].wait).toMatchObject({
    reason: 'dataset',
    message: `Dataset version '${id}' is being frozen`,
  });
  const now = await frozen(datasetId, id);
  await lab.deps.table.write([datasetVersionWrite(scope, value, { rev: now.rev })]);
});

async function frozen(datasetId: string, id: string) {
  const item = await lab.deps.table.get(keys.datasetVersion(scope, datasetId, id));
  return { value: item?.data as unknown as DatasetVersion, rev: item?.rev ?? 0 };
}

test('a job that the budget has no room for says so while it waits', async () => {
  const period = lab.deps.now().slice(0, 7);
  const key = keys.budget('tester', period);
  const before = await lab.deps.table.get(key);
  const spent = { ...before?.data, postedMicros: 10 ** 12 };
  await lab.deps.table.write([
    { put: { ...key, data: toData(spent) }, if: { rev: before?.rev ?? 0 } },
  ]);

  expect((await jobs())[2].wait).toMatchObject({
    reason: 'budget',
    message: expect.stringMatching(
      /^It will be refused when it asks for its place. This may cost up to \$\d.* only \$0\.00 is left/,
    ),
  });
});

test('a host that streams no events says what to ask instead', async () => {
  const refused = await lab.refused('GET', '/v2/users/me/events');
  expect(refused).toEqual([501, 10040, expect.stringMatching(/GET .*activity/)]);
});

test("an app's jobs are asked for by name, and another user's are never seen", async () => {
  await lab.must('POST', '/v2/users/me/apps', { apps: [{ id: 'other' }] });
  expect(await jobs('?app_id=other')).toEqual([]);
  expect(await jobs('?app_id=lab')).toHaveLength(4);
  expect((await lab.refused('GET', `${activity}?app_id=none`))[1]).toBe(11101);
  const { keys: made } = await lab.must('POST', '/v2/users/me/keys', {
    keys: [{ apps: [{ id: 'other' }], scopes: ['All'] }],
  });
  const byAppKey = await lab.send('GET', activity, undefined, made[0].id);
  expect(byAppKey.body.jobs).toEqual([]);

  const stranger = await lab.keyOf('stranger');
  const answer = await lab.send('GET', activity, undefined, stranger);
  expect(answer.body).toMatchObject({ jobs: [], dataset_versions: [], running: 0 });
  const foreign = await lab.send('GET', '/v2/users/tester/activity', undefined, stranger);
  expect(foreign.body.status.code).toBe(11101);
});
