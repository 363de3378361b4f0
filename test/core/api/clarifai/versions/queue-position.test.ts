import { admit } from '../../../../../core/job/steps/admit.ts';
import { initialState } from '../../../../../core/job/workflow/state.ts';
import { scope } from '../../../../lambda/account.ts';
import { AppUnderTest } from '../../app-under-test.ts';

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

async function train(): Promise<string> {
  const train_info = { params: { template: 'Deeptune_Bert_Small' } };
  const body = { model_versions: [{ train_info }] };
  return (await lab.must('POST', '/models/reader/versions', body)).model.model_version.id;
}

const askForAPlace = (versionId: string) =>
  admit(initialState({ ...scope, modelId: 'reader', versionId }), lab.deps);

const statusOf = async (id: string) =>
  (await lab.must('GET', `/models/reader/versions/${id}`)).model_version.status;

test('a queued version says how many are before it', async () => {
  const ids = [await train(), await train(), await train(), await train()];
  const preparing = await train();
  for (const id of ids) await askForAPlace(id);

  const details = [];
  for (const id of [...ids, preparing]) {
    const status = await statusOf(id);
    expect(status).toMatchObject({
      code: 21103,
      description: 'Model is currently in queue for training.',
    });
    details.push(status.details);
  }
  expect(details).toEqual([
    // It has its place: its workflow is about to start it.
    undefined,
    'Waiting for a free place, first in the queue',
    'Waiting for a free place, 1 job before it in the queue',
    'Waiting for a free place, 2 jobs before it in the queue',
    undefined,
  ]);
});
