import { createApiKey } from '../../../../core/access/authenticate.ts';
import { parseTrainingJobName } from '../../../../core/records/job-names.ts';
import { objectKeys } from '../../../../core/records/object-keys.ts';
import { png } from '../app-under-test.ts';
import { Lab } from '../lab.ts';

/** `/v1` over HTTP, each answer checked against the document. */
describe('below /v1', () => {
  let lab: Lab;
  let key: string;
  beforeAll(async () => {
    lab = await Lab.open();
    const request = { userId: 'tester', appId: 'lab', description: '', scopes: ['All'] };
    ({ key } = await createApiKey(request, lab.deps));
  });
  afterAll(() => lab.close());

  const lines = Array.from({ length: 12 }, (_, n) => `{"prompt":"${n}","completion":"${n + 1}"}`);
  const form = (file: string | File, purpose = 'fine-tune') => {
    const made = new FormData();
    made.set('file', file);
    made.set('purpose', purpose);
    return made;
  };
  const jsonl = () => new File([lines.join('\n')], 'pairs.jsonl');
  const upload = async () => must('POST', '/v1/files', form(jsonl()));
  const send = (method: string, path: string, body?: unknown) => lab.send(method, path, body, key);
  const must = async (method: string, path: string, body?: unknown) => {
    const answer = await send(method, path, body);
    expect([path, answer.status]).toEqual([path, 200]);
    return answer.body;
  };
  const jobs = '/v1/fine_tuning/jobs';
  const start = async (training_file: string) =>
    must('POST', jobs, { model: 'Deeptune_Gpt_Small', training_file });
  const ended = async (id: string) => {
    for (let tries = 0; tries < 2_000; tries += 1) {
      const job = await must('GET', `${jobs}/${id}`);
      if (!['queued', 'running'].includes(job.status)) return job;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    throw new Error(`job ${id} does not end`);
  };

  /** Once its newest event says so: OpenAI has no status for it. */
  const pausedJob = async (id: string) => {
    for (let tries = 0; tries < 2_000; tries += 1) {
      const [event] = (await must('GET', `${jobs}/${id}/events?limit=1`)).data;
      if (event.message.startsWith('The job has been paused')) return must('GET', `${jobs}/${id}`);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    throw new Error(`job ${id} is not paused`);
  };

  test('a file is kept, listed and deleted', async () => {
    const file = await upload();

    expect(file).toMatchObject({ object: 'file', filename: 'pairs.jsonl', status: 'processed' });
    expect(await must('GET', `/v1/files/${file.id}`)).toEqual(file);
    expect((await must('GET', '/v1/files?purpose=fine-tune&limit=1')).data).toEqual([file]);
    expect(await must('DELETE', `/v1/files/${file.id}`)).toEqual({
      id: file.id,
      object: 'file',
      deleted: true,
    });
    expect((await send('GET', `/v1/files/${file.id}`)).status).toBe(404);
  });

  test.each([
    ['no file', form('text'), "'file' must be a file in a multipart form"],
    ['another purpose', form(jsonl(), 'batch'), "purpose: must be 'fine-tune'; received"],
    ['an image', form(new File([Buffer.from(png, 'base64')], 'a.png')), 'Line 1: not valid UTF-8'],
  ])('%s is refused', async (_what, body, message) => {
    const answer = await send('POST', '/v1/files', body);

    expect(answer.status).toBe(400);
    expect(answer.body.error.message).toContain(message);
  });

  test('a form without its boundary is refused, not an error of ours', async () => {
    const headers = { authorization: `Bearer ${key}` };
    const response = await lab.app.request('/v1/files', {
      method: 'POST',
      headers: { ...headers, 'content-type': 'multipart/form-data' },
      body: 'x',
    });

    expect([response.status, await response.json()]).toMatchObject([
      400,
      { error: { code: 'invalid_form' } },
    ]);
  });

  test('a job is started, followed to its model, and its model deleted', async () => {
    const started = await start((await upload()).id);
    const job = await ended(started.id);
    const model = `/v1/models/${job.fine_tuned_model}`;

    expect([job.status, job.error]).toEqual(['succeeded', null]);
    expect((await must('GET', jobs)).data).toEqual([job]);
    expect((await must('GET', `${jobs}/${job.id}/events?limit=100`)).data[0].message).toBe(
      'The job has successfully completed',
    );
    expect((await must('GET', `${jobs}/${job.id}/checkpoints`)).data).toHaveLength(1);
    expect((await must('GET', '/v1/models')).data).toContainEqual(await must('GET', model));
    expect((await must('DELETE', model)).deleted).toBe(true);
    expect((await send('GET', model)).status).toBe(404);
  });

  test.each([
    [{ n_epochs: 2, batch_size: 4, learning_rate_multiplier: 0.3 }, 0.3],
    [{ n_epochs: 2, batch_size: 4, learning_rate_multiplier: 'auto' }, 'auto'],
    [{ n_epochs: 2, batch_size: 4 }, 'auto'],
  ])(
    'a job answers the hyperparameters that it was asked for: %j',
    async (hyperparameters, rate) => {
      const training_file = (await upload()).id;
      const method = { type: 'supervised', supervised: { hyperparameters } };
      const job = { model: 'Deeptune_Gpt_Small', training_file, method };
      const wanted = { n_epochs: 2, batch_size: 4, learning_rate_multiplier: rate };

      const started = await must('POST', jobs, job);

      expect(started.hyperparameters).toEqual(wanted);
      const found = await ended(started.id);
      expect(found.hyperparameters).toEqual(wanted);
      expect(found.method.supervised.hyperparameters).toEqual(wanted);
    },
  );

  test('a chat with a model that is being deployed is 503, which clients ask again after; then it is answered', async () => {
    lab.host(({ inputs }) => ({ outputs: inputs.map(() => ({ text: 'yes' })) }));
    const job = await ended((await start((await upload()).id)).id);
    const messages = [{ role: 'user', content: 'well?' }];
    const chat = () =>
      send('POST', '/v1/chat/completions', { model: job.fine_tuned_model, messages });

    const [first, second] = [await chat(), await chat()];

    expect([first.status, first.body.error]).toEqual([
      503,
      expect.objectContaining({ code: 'model-deploying', type: 'server_error' }),
    ]);
    expect(second.status).toBe(200);
    expect(second.body.choices[0].message.content).toBe('yes');
  });

  test('its checkpoint is that of the best epoch, which the model is of', async () => {
    const usual = lab.account.container;
    const point = (step: number, metric: number, best: boolean) =>
      JSON.stringify({
        step,
        totalSteps: 30,
        stage: 'training',
        loss: 1 / step,
        metric,
        best,
        seconds: 1,
      });
    const curve = [point(10, 0.5, true), point(20, 0.8, true), point(30, 0.7, false), ''];
    lab.account.container = async (job, account) => {
      const versionId = parseTrainingJobName(job.request.TrainingJobName)?.jobId ?? '';
      const scope = { userId: 'tester', appId: 'lab' };
      const key = `${objectKeys.checkpointPrefix(scope, versionId)}progress.jsonl`;
      await lab.deps.objects.put(key, new TextEncoder().encode(curve.join('\n')));
      await usual?.(job, account);
    };

    const job = await ended((await start((await upload()).id)).id);
    lab.account.container = usual;

    const [checkpoint] = (await must('GET', `${jobs}/${job.id}/checkpoints`)).data;
    expect(checkpoint).toMatchObject({
      step_number: 20,
      metrics: { step: 20, train_loss: 0.05, full_valid_mean_token_accuracy: 0.8 },
    });
  });

  test('a paused job can be given up, and is then over', async () => {
    const usual = lab.account.container;
    lab.account.container = () => undefined;
    const { id } = await start((await upload()).id);
    await must('POST', `${jobs}/${id}/pause`);
    await pausedJob(id);

    const twice = await send('POST', `${jobs}/${id}/pause`);
    const cancelled = await must('POST', `${jobs}/${id}/cancel`);
    lab.account.container = usual;

    expect([twice.status, twice.body.error.message]).toEqual([
      400,
      `Job ${id} is paused; only a running one can be paused`,
    ]);
    expect(cancelled).toMatchObject({ status: 'cancelled', finished_at: expect.any(Number) });
    expect((await send('POST', `${jobs}/${id}/resume`)).status).toBe(400);
  });

  test('jobs are found by their metadata', async () => {
    const training_file = (await upload()).id;
    const asked = { model: 'Deeptune_Gpt_Small', training_file, metadata: { team: 'a' } };
    const { id } = await must('POST', jobs, asked);
    const idsOf = async (query: string) =>
      (await must('GET', `${jobs}?limit=100&${query}`)).data.map((job: { id: string }) => job.id);

    expect(await idsOf('metadata[team]=a')).toEqual([id]);
    expect(await idsOf('metadata[team]=b')).toEqual([]);
    expect(await idsOf('metadata=null')).not.toContain(id);
  });

  test('a job that runs is paused and resumed, and cancelled', async () => {
    lab.account.container = () => undefined;
    const { id } = await start((await upload()).id);

    await must('POST', `${jobs}/${id}/pause`);
    const paused = await pausedJob(id);
    const resumed = await must('POST', `${jobs}/${id}/resume`);
    const cancelled = await must('POST', `${jobs}/${id}/cancel`);

    expect(paused).toMatchObject({ status: 'queued', fine_tuned_model: null, finished_at: null });
    expect(resumed).toMatchObject({ id, status: 'queued' });
    expect(cancelled.status).toBe('cancelled');
    expect((await ended(id)).status).toBe('cancelled');
    expect((await send('POST', `${jobs}/none/cancel`)).status).toBe(404);
  });
});
