import { admit } from '../../../../../core/job/steps/admit.ts';
import { train } from '../../../../../core/job/steps/train.ts';
import { initialState } from '../../../../../core/job/workflow/state.ts';
import { objectKeys } from '../../../../../core/records/object-keys.ts';
import { scope } from '../../../../lambda/account.ts';
import { AppUnderTest } from '../../app-under-test.ts';

const lab = new AppUnderTest();

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

/** Steps of 2 s of the trainer's own clock. */
const lines = (count: number) =>
  Array.from({ length: count }, (_, index) =>
    JSON.stringify({
      ...{ step: index + 1, totalSteps: 100, stage: 'training', epoch: (index + 1) / 10 },
      ...{ loss: 0.5, seconds: 2 * (index + 1), elapsed: 3 + 2 * (index + 1), secondsLeft: 1 },
    }),
  );

async function progress(versionId: string, count: number): Promise<void> {
  const key = `${objectKeys.checkpointPrefix(scope, versionId)}progress.jsonl`;
  const text = [...lines(count), ''].join('\n');
  await lab.deps.objects.put(key, new TextEncoder().encode(text));
}

test('once steps are measured they tell the time left, the same wherever it is shown', async () => {
  const train_info = { params: { template: 'Deeptune_Bert_Small' } };
  const path = '/models/reader/versions';
  const asked = await lab.must('POST', path, { model_versions: [{ train_info }] });
  const { id } = asked.model.model_version;
  const state = initialState({ ...scope, modelId: 'reader', versionId: id });
  await train({ state: await admit(state, lab.deps), taskToken: 'token' }, lab.deps);

  await progress(id, 3);
  const before = await lab.must('GET', `${path}/${id}/progress`);
  await progress(id, 50);
  const { remaining, estimate } = await lab.must('GET', `${path}/${id}/progress`);

  expect(before.remaining).toMatchObject({ source: 'forecast' });
  expect(before.remaining.measuredSteps).toBeUndefined();
  // 50 steps of 2 s at least; what follows them goes by the forecast.
  expect(remaining).toMatchObject({ source: 'measured', measuredSteps: 49 });
  expect(remaining.p50Seconds).toBeGreaterThanOrEqual(98);
  expect(estimate.p10Seconds).toBeLessThan(estimate.p90Seconds);
  const { jobs } = await lab.must('GET', '/v2/users/me/activity');
  const { model_version } = await lab.must('GET', `${path}/${id}`);
  const { models } = await lab.must('GET', '/model_summaries');
  const shown = [
    jobs[0].remaining.p50Seconds,
    model_version.status.time_remaining,
    models[0].newest.secondsLeft,
  ];
  for (const seconds of shown) expect(Math.abs(seconds - remaining.p50Seconds)).toBeLessThan(2);
});
