import { openAiRoutes } from '../../../../core/api/openai/open-ai-app.ts';
import { examples } from '../../../../core/api/reference/examples.ts';
import { withId } from '../tenants/id-slots.ts';
import { TwoTenants, fineTuningFile, secret, victimsAppKey } from '../tenants/two-tenants.ts';

/**
 * Two tenants below `/v1`: the intruder names the victim's files, jobs and models, in paths and in
 * bodies, in a project of the same name.
 */
let tenants: TwoTenants;
/** The intruder's, good to train on. */
let ownFile: string;
beforeAll(async () => {
  tenants = await TwoTenants.open();
  const { text } = await send('POST', '/files', fineTuningFile('own'));
  ownFile = (JSON.parse(text) as { id: string }).id;
}, 60_000);
afterAll(() => tenants.lab.close());

async function send(method: string, path: string, body?: object) {
  const headers = { authorization: `Bearer ${tenants.key}`, 'openai-project': 'lab' };
  const text = body instanceof FormData ? body : JSON.stringify(body);
  const sent = body === undefined ? {} : { body: text };
  const response = await tenants.lab.app.request(`/v1${path}`, { method, headers, ...sent });
  return { status: response.status, text: await response.text() };
}

test.each(openAiRoutes)('$id with another’s id in its path', async ({ method, path }) => {
  const { file, job, model } = tenants.job;
  const ids: Record<string, string> = { file_id: file, fine_tuning_job_id: job, model };
  const before = tenants.victimRecords();

  const at = path.replace(/:(\w+)/g, (_, name: string) => ids[name] ?? '');
  const answer = await send(method, at);

  expect(answer.text).not.toContain(secret);
  if (at !== path) expect(answer.status).toBe(404);
  expect(tenants.victimRecords()).toBe(before);
  expect(before).toContain(secret);
});

test.each([
  ['createFineTuningJob', 'model'],
  ['createFineTuningJob', 'training_file'],
  ['createFineTuningJob', 'validation_file'],
  ['createChatCompletion', 'model'],
  ['createCompletion', 'model'],
])('%s with another’s id as %s', async (id, slot) => {
  const path = openAiRoutes.find((route) => route.id === id)?.path ?? '';
  const before = tenants.victimRecords();

  const isJob = id === 'createFineTuningJob';
  const right = { ...examples[id], ...(isJob ? { training_file: ownFile } : {}) };

  for (const named of [tenants.job.file, tenants.job.model, 'victim-reader']) {
    const answer = await send('POST', path, withId(right, slot, named));

    expect([named, answer.status]).toEqual([named, 404]);
    expect(answer.text).not.toContain(secret);
  }
  expect(tenants.victimRecords()).toBe(before);
});

test('the owner still has what he had', async () => {
  const { lab, job } = tenants;
  const key = await victimsAppKey(lab);
  const files = await lab.send('GET', '/v1/files', undefined, key);
  const model = await lab.send('GET', `/v1/models/${job.model}`, undefined, key);

  expect(files.body.data).toMatchObject([{ id: job.file, filename: `${secret}.jsonl` }]);
  expect(model.status).toBe(200);
});
