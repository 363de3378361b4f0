import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { freeze, uploadInputs } from '../../../demo/service.ts';
import { objectKeys, jobKeys } from '../../../core/records/object-keys.ts';
import { until } from '../../until.ts';
import type { LiveHost } from './live-host.ts';
import { appId, heldMicros, settled, startLiveHost, train, usageOf, userId } from './live-host.ts';

jest.setTimeout(300_000);

const count = 4000;

describe('a real model predicts over a dataset version, and is killed once', () => {
  let host: LiveHost;
  let version: { model_id: string; version_id: string };
  let datasetVersionId: string;

  beforeAll(async () => {
    host = await startLiveHost();
    const { client } = host;
    await client.call('PostDatasets', {}, { datasets: [{ id: 'known' }, { id: 'unknown' }] });
    const known = ['good', 'bad'].flatMap((id) =>
      Array.from({ length: 30 }, (_, n) => ({
        id: `${id}-${n}`,
        data: { text: { raw: `${id} text ${n}` }, concepts: [{ id }] },
        dataset_ids: ['known'],
      })),
    );
    const unknown = Array.from({ length: count }, (_, n) => ({
      id: `unknown-${n}`,
      data: { text: { raw: `${n % 2 === 0 ? 'good' : 'bad'} text ${n}` } },
      dataset_ids: ['unknown'],
    }));
    await uploadInputs(client, [...known, ...unknown]);
    datasetVersionId = (await freeze(client, 'unknown')).id;
    const models = [{ id: 'reader', model_type_id: 'text-classifier' }];
    await client.call('PostModels', {}, { models });
    const params = { template: 'Deeptune_Bert_Small', dataset_id: 'known' };
    const { id } = await train(client, 'reader', { params });
    expect((await settled(client, 'reader', id)).status.code).toBe(21100);
    version = { model_id: 'reader', version_id: id };
  });
  afterAll(() => host.close());

  test('the second attempt goes on behind the whole parts, answers each row once and is billed once', async () => {
    const dataset = { id: 'unknown', version: { id: datasetVersionId } };
    const { prediction } = await host.client.call('PostModelVersionPredictions', version, {
      prediction: { dataset },
    });
    const one = { ...version, prediction_id: prediction.id };
    const { id } = prediction.job;
    const folder = join(host.folder, 'objects', objectKeys.jobPrefix({ userId, appId }, id));
    const firstPart = join(jobKeys.checkpointPrefix(folder), 'predictions', 'part-000000000');
    await soonOnDisk(join(firstPart, 'manifest.json'));
    killJob(host.folder, `ft-${id}-a1`);

    const done = await until(120, async () => {
      const { prediction: found } = await host.client.call('GetModelVersionPrediction', one);
      return ['queued', 'running'].includes(found.job.status) ? undefined : found;
    });

    expect(done).toMatchObject({
      job: { status: 'completed' },
      rows: { total: count, answered: count, failed: 0 },
    });
    const log = readFileSync(jobKeys.log(folder), 'utf8');
    expect(log).toMatch(/resumed after [1-9]\d* of 4000 rows/);
    const lines = await linesOf({ ...one, format: 'jsonl' });
    expect(lines.map((line) => (JSON.parse(line) as { id: string }).id).toSorted()).toEqual(
      Array.from({ length: count }, (_, n) => `unknown-${n}`).toSorted(),
    );
    const table = await linesOf({ ...one, format: 'csv' });
    expect(table[0]).toMatch(/^id,filename,error,concept,value,/);
    expect(table).toHaveLength(count + 1);
    const billed = (await usageOf(host.client)).filter((line) => line.jobId === id);
    expect(billed).toMatchObject([
      { trainingJobName: `ft-${id}-a2`, kind: 'predict', endReason: 'completed' },
    ]);
    expect(await heldMicros(host.client)).toBe(0);
  });

  /** What a link leads to, asked for without a key, line by line. */
  async function linesOf(
    asked: typeof version & { prediction_id: string; format: string },
  ): Promise<string[]> {
    const { content: link } = await host.client.call('GetModelVersionPredictionContent', asked);
    const answer = await fetch(link.url);
    expect(answer.status).toBe(200);
    return (await answer.text()).trimEnd().split('\n');
  }
});

/** Asked for often: the job must not end before it is killed. */
async function soonOnDisk(file: string): Promise<void> {
  for (let tries = 0; !existsSync(file); tries += 1) {
    if (tries > 12_000) throw new Error(`${file} is not there`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** The job's process group, found by its folder's record. */
function killJob(folder: string, jobName: string): void {
  const record = JSON.parse(
    readFileSync(join(folder, 'jobs', jobName, 'process.json'), 'utf8'),
  ) as { pid: number };
  process.kill(-record.pid, 'SIGKILL');
}
