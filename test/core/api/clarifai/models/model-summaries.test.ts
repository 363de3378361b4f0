import { objectKeys } from '../../../../../core/records/object-keys.ts';
import { scope } from '../../../../lambda/account.ts';
import type { Body } from '../../app-under-test.ts';
import { Lab } from '../../lab.ts';

let lab: Lab;
let trained: string;
beforeAll(async () => {
  lab = await Lab.open();
  await lab.addTexts('reviews', 10);
  await lab.must('POST', '/models', { models: [{ id: 'old', model_type_id: 'text-classifier' }] });
  await lab.must('POST', '/models', { models: [{ id: 'new', model_type_id: 'text-classifier' }] });
  trained = await lab.train('old');
}, 60_000);
afterAll(() => lab.close());

const summaries = (query = '', at = '/model_summaries'): Promise<Body> =>
  lab.must('GET', `${at}?${query}`);

test('each model says how it stands, what it is worth and what was charged', async () => {
  const { models, total } = await summaries('sort_by_amount=true');
  const { usage_records } = await lab.must('GET', '/v2/users/me/billing/usage');

  expect(total).toBe(2);
  // With the untrained version that a model is made with.
  expect(models[0]).toMatchObject({
    ...{ id: 'old', app_id: 'lab', model_type_id: 'text-classifier', versions: 2, jobs: 1 },
    newest: { id: trained, status: 'trained' },
    serving: { id: trained, status: 'trained' },
    amountMicros: usage_records[0].amountMicros,
  });
  expect(models[1]).toMatchObject({ id: 'new', versions: 1, amountMicros: 0, jobs: 0 });
  expect(models[1].newest.status).toBe('untrained');
  expect(models[1].serving).toBeUndefined();
});

test('the model card that the trainer wrote is answered as Markdown', async () => {
  const path = `/models/old/versions/${trained}/card`;
  expect((await lab.refused('GET', path))[2]).toMatch(/has no model card/);
  const key = `${objectKeys.exportPrefix(scope, trained)}README.md`;
  await lab.deps.objects.put(key, new TextEncoder().encode('# Model version é'));
  expect((await lab.must('GET', path)).card).toEqual({
    format: 'markdown',
    text: '# Model version é',
  });
  const [{ newest }] = (await summaries('search=new')).models;
  expect((await lab.refused('GET', `/models/new/versions/${newest.id}/card`))[1]).toBe(21102);
});

test('a model whose newest training failed says which version still answers', async () => {
  lab.account.container = (job, account) =>
    account.endJob(job.request.TrainingJobName, {
      TrainingJobStatus: 'Failed',
      FailureReason: 'AlgorithmError: exit code 1',
    });
  await lab.train('old');

  const [old] = (await summaries('search=old')).models;

  expect(old.newest.status).toBe('failed');
  expect(old.newest.failure.code).toEqual(expect.any(String));
  expect(old).toMatchObject({ versions: 3, serving: { id: trained } });
});

test('pages, filters and apps', async () => {
  const ids = async (query: string, at?: string) =>
    (await summaries(query, at)).models.map(({ id }: Body) => id);
  expect(await ids('sort_by_name=true&sort_ascending=true&per_page=1&page=2')).toEqual(['old']);
  expect(await ids('search=new')).toEqual(['new']);
  expect(await ids('sort_by_name=true', '/v2/users/me/model_summaries')).toEqual(['old', 'new']);
  const stranger = await lab.keyOf('stranger');
  const foreign = await lab.send('GET', `${lab.base}/model_summaries`, undefined, stranger);
  expect(foreign.body.status.code).toBe(11101);
});
