import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import OpenAI, { toFile } from 'openai';
import type { ModelVersion } from '../../../core/api/wire/messages.ts';
import { metricsOf } from '../../../demo/money.ts';
import type { LiveHost } from './live-host.ts';
import { python, root, startLiveHost, usageOf } from './live-host.ts';
import { until } from '../../until.ts';

interface Pair {
  readonly prompt: string;
  readonly completion: string;
}

/** OpenAI's own client, pointed at the laptop host. */
describe('with the openai client', () => {
  let host: LiveHost;
  let client: OpenAI;
  let pairs: Pair[];

  beforeAll(async () => {
    host = await startLiveHost();
    client = new OpenAI({
      apiKey: host.server.key,
      baseURL: `${host.server.url}/v1`,
      maxRetries: 0,
    });
    const lines = execFileSync(python, [join(root, 'demo', 'pairs.py')], { encoding: 'utf8' });
    pairs = lines
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Pair);
  }, 60_000);

  afterAll(() => host.close());

  const upload = async (some: readonly Pair[], name = 'pairs.jsonl') => {
    const chats = some.map(({ prompt, completion }) => ({
      messages: [
        { role: 'user', content: prompt },
        { role: 'assistant', content: completion },
      ],
    }));
    const text = chats.map((chat) => JSON.stringify(chat)).join('\n');
    return client.files.create({
      file: await toFile(Buffer.from(text), name),
      purpose: 'fine-tune',
    });
  };
  const ended = (id: string) =>
    until(150, async () => {
      const job = await client.fineTuning.jobs.retrieve(id);
      return ['queued', 'running'].includes(job.status) ? undefined : job;
    });
  /** Once its newest event says so: OpenAI has no status for it. */
  const pausedJob = (id: string) =>
    until(60, async () => {
      const { data } = await client.fineTuning.jobs.listEvents(id, { limit: 1 });
      const isPaused = data[0]?.message.startsWith('The job has been paused');
      return isPaused ? client.fineTuning.jobs.retrieve(id) : undefined;
    });
  const running = (id: string) =>
    until(60, async () => {
      const { data } = await client.fineTuning.jobs.listEvents(id);
      return data.some(({ type }) => type === 'metrics') ? data : undefined;
    });

  test('fine-tunes, answers, and fine-tunes the result once more', async () => {
    const file = await upload(pairs.slice(0, 200));
    const validation = await upload(pairs.slice(200, 240), 'validation.jsonl');
    const job = await client.fineTuning.jobs.create({
      model: 'Deeptune_Gpt_Small',
      training_file: file.id,
      validation_file: validation.id,
      suffix: 'signs',
      method: { type: 'supervised', supervised: { hyperparameters: { n_epochs: 2 } } },
    });

    const done = await ended(job.id);
    const events = await client.fineTuning.jobs.listEvents(job.id, { limit: 100 });
    const checkpoints = await client.fineTuning.jobs.checkpoints.list(job.id);
    const answer = await client.chat.completions.create({
      model: done.fine_tuned_model ?? '',
      messages: [{ role: 'user', content: pairs[0]?.prompt ?? '' }],
    });
    const streamed = await client.chat.completions
      .stream({
        model: done.fine_tuned_model ?? '',
        messages: [{ role: 'user', content: pairs[0]?.prompt ?? '' }],
        stream_options: { include_usage: true },
      })
      .finalChatCompletion();
    const second = await client.fineTuning.jobs.create({
      model: done.fine_tuned_model ?? '',
      training_file: (await upload(pairs.slice(240, 300))).id,
      hyperparameters: { n_epochs: 1 },
    });

    expect(job).toMatchObject({ object: 'fine_tuning.job', training_file: file.id });
    expect(done).toMatchObject({
      status: 'succeeded',
      fine_tuned_model: expect.stringMatching(/^ft:Deeptune_Gpt_Small:signs:[0-9a-f]{32}$/),
      hyperparameters: { n_epochs: 2, batch_size: 16 },
    });
    expect(events.data[0]?.message).toBe('The job has successfully completed');
    expect(events.data.filter(({ type }) => type === 'metrics').length).toBeGreaterThan(1);
    expect(checkpoints.data[0]?.metrics.train_loss).toBeGreaterThan(0);
    expect(answer.choices[0]?.message.content).toMatch(/\w/);
    expect(answer.usage?.completion_tokens).toBeGreaterThan(0);
    expect([streamed.choices[0]?.message.content, streamed.usage]).toEqual([
      answer.choices[0]?.message.content,
      answer.usage,
    ]);
    expect((await ended(second.id)).status).toBe('succeeded');
    const { heldOut } = metricsOf(await versionOf(job.id));
    // The validation file is what is held out, and nothing else.
    expect(heldOut.count).toBe(40);
  }, 200_000);

  /** The same training as the wire of Clarifai shows it. */
  async function versionOf(jobId: string): Promise<ModelVersion> {
    const model = { app_id: 'openai', model_id: 'fine-tuned-Deeptune_Gpt_Small' };
    const { model_versions: versions } = await host.client.call('ListModelVersions', model);
    const found = versions.find(({ description }) => description === jobId);
    if (!found) throw new Error(`no version was trained by ${jobId}`);
    return found;
  }

  test('pauses, resumes from what was learnt, and cancels; each is charged once', async () => {
    const before = (await usageOf(host.client)).length;
    const { id } = await client.fineTuning.jobs.create({
      model: 'Deeptune_Gpt_Small',
      training_file: (await upload(pairs.slice(0, 400))).id,
      hyperparameters: { n_epochs: 200 },
    });
    await running(id);

    await client.fineTuning.jobs.pause(id);
    const paused = await pausedJob(id);
    const resumed = await client.fineTuning.jobs.resume(id);
    await running(id);
    await client.fineTuning.jobs.cancel(id);
    const cancelled = await ended(id);

    expect([paused.status, resumed.status, cancelled.status]).toEqual([
      'queued',
      'queued',
      'cancelled',
    ]);
    expect(cancelled.fine_tuned_model).toBeNull();
    // A job is cancelled at once; what it had learnt by then is saved and charged a moment later.
    await until(60, async () => (await usageOf(host.client)).length - before >= 2 || undefined);
    expect((await usageOf(host.client)).length - before).toBe(2);
    await expect(client.fineTuning.jobs.resume(id)).rejects.toMatchObject({ status: 400 });
  }, 200_000);

  /** Page after page, as the client walks them. */
  async function all<T>(pages: AsyncIterable<T>): Promise<T[]> {
    const found: T[] = [];
    for await (const each of pages) found.push(each);
    return found;
  }

  test('lists jobs, files and models', async () => {
    const jobs = await all(client.fineTuning.jobs.list({ limit: 1 }));
    const files = await all(client.files.list());
    const models = await all(client.models.list());

    expect(jobs.map(({ id }) => id)).toEqual([...new Set(jobs.map(({ id }) => id))]);
    expect(jobs.length).toBe(3);
    expect(files.length).toBe(4);
    expect(models.map(({ id }) => id)).toContain('Deeptune_Gpt_Small');
    expect((await client.models.retrieve('Deeptune_Gpt_Small')).object).toBe('model');
  });

  test('deletes a fine-tuned model, and the job that made it', async () => {
    const jobs = await all(client.fineTuning.jobs.list());
    const { id, fine_tuned_model: model } = jobs.find(({ status }) => status === 'succeeded') ?? {};
    const before = (await usageOf(host.client)).length;

    const deleted = await client.models.delete(model ?? '');

    expect(deleted).toMatchObject({ id: model, object: 'model', deleted: true });
    for (const ask of [
      () => client.models.retrieve(model ?? ''),
      () => client.fineTuning.jobs.retrieve(id ?? ''),
      () => client.models.delete('Deeptune_Gpt_Small'),
    ])
      await expect(ask()).rejects.toMatchObject({ status: 404 });
    const left = await all(client.fineTuning.jobs.list());
    expect(left.map((job) => job.id)).toEqual(
      jobs.map((job) => job.id).filter((each) => each !== id),
    );
    expect((await usageOf(host.client)).length).toBe(before);
  });

  test('gives a file back, and forgets it', async () => {
    const file = await upload(pairs.slice(0, 12), 'twelve.jsonl');

    const content = await (await client.files.content(file.id)).text();
    await client.files.delete(file.id);

    expect(content.split('\n')).toHaveLength(12);
    await expect(client.files.retrieve(file.id)).rejects.toMatchObject({ status: 404 });
  });

  test.each([
    ['an unknown model', { model: 'gpt-4o-mini' }, 404, 'model_not_found'],
    ['an unknown file', { training_file: 'file-none' }, 404, 'not_found'],
    ['a method that is not there', { method: { type: 'dpo' } }, 400, 'unsupported_value'],
    ['too few examples', {}, 400, 'invalid_n_examples'],
    [
      'epochs beyond the template’s',
      { hyperparameters: { n_epochs: 5000 } },
      400,
      'invalid_n_examples',
    ],
  ])('refuses %s', async (_what, wrong, status, code) => {
    const file = await upload(pairs.slice(0, 3), 'three.jsonl');
    const request = { model: 'Deeptune_Gpt_Small', training_file: file.id, ...wrong };

    await expect(
      client.fineTuning.jobs.create(request as OpenAI.FineTuning.JobCreateParams),
    ).rejects.toMatchObject({ status, code });
  });

  test('refuses a wrong key as OpenAI does', async () => {
    const stranger = new OpenAI({
      apiKey: 'sk-no',
      baseURL: `${host.server.url}/v1`,
      maxRetries: 0,
    });

    await expect(stranger.files.list()).rejects.toMatchObject({ status: 401 });
  });
});
