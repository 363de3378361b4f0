import { listUsage } from '../../../core/billing/usage/usage-record.ts';
import { inputWrite } from '../../../core/dataset/record/store-input.ts';
import { eachObject } from '../../../core/records/each-object.ts';
import { keys, periodOf } from '../../../core/records/keys.ts';
import { objectKeys } from '../../../core/records/object-keys.ts';
import type { Dependencies, Settings } from '../../../core/ports/host.ts';
import { findDatasetVersion } from '../../../core/dataset/version/dataset-version-store.ts';
import { estimateRequested } from '../../../core/job/request/estimate-training.ts';
import { hyperparametersOf } from '../../../core/job/kinds/training-job-spec.ts';
import { startTraining } from '../../../core/job/request/start-training.ts';
import { createModel } from '../../../core/model/create-model.ts';
import type { ModelVersion, QueuedVersion } from '../../../core/model/model-version.ts';
import { isSettled } from '../../../core/model/model-version.ts';
import { getVersion, listVersions } from '../../../core/model/version-store.ts';
import { hostWith } from '../../core/api/app-under-test.ts';
import { until } from '../../until.ts';
import type { FakeTrainingJob } from '../../wire/sagemaker/sagemaker-jobs.ts';
import { Account, scope } from '../account.ts';
import { measuredAttempt } from '../measured-attempt.ts';
import { makeReader, modelId, order } from '../reader.ts';

describe('a training and the instance that it runs on', () => {
  let account: Account;
  let host: Dependencies;
  beforeEach(async () => {
    account = new Account();
    account.container = async (job: FakeTrainingJob) => {
      await account.writeExport(job, 90);
      await account.writeTimes(job, [measuredAttempt]);
      await account.endJob(job.request.TrainingJobName, { TrainingJobStatus: 'Completed' });
    };
    host = account.host('api');
    await makeReader(account.host('api'));
  });
  afterEach(() => account.close());

  const paramsOn = (instance_type: string) => ({ ...order.params, instance_type });
  const start = (params: object, settings: Partial<Settings> = {}) =>
    startTraining(
      { order: { ...order, params: { ...order.params, ...params } }, requestHash: 'r' },
      hostWith(host, { settings: { ...host.settings, ...settings } }),
    );
  const estimate = (params: object) =>
    estimateRequested(
      { scope, modelId, params: { ...order.params, ...params }, estimatedInputCount: 100_000 },
      host,
    );
  const settled = (started: ModelVersion) =>
    until(20, async () => {
      const ref = { scope, modelId, versionId: started.id };
      const { value } = await getVersion(host.table, ref);
      return isSettled(value) ? value : undefined;
    });
  const usageOf = (version: ModelVersion) =>
    listUsage(host.table, scope.userId, periodOf(version.createdAt));

  test('names one: job, version, usage record and amount are of it', async () => {
    const version = await settled(await start(paramsOn('ml.g6.xlarge')));

    expect(version.training).toMatchObject({ instanceType: 'ml.g6.xlarge' });
    expect(account.aws.sagemaker.jobs.all()[0]?.request.ResourceConfig).toEqual({
      InstanceType: 'ml.g6.xlarge',
      InstanceCount: 1,
    });
    // 90 s at 3.20 dollars an hour.
    expect(await usageOf(version)).toMatchObject([
      { instanceType: 'ml.g6.xlarge', microsPerHour: 3_200_000, amountMicros: 80_000 },
    ]);
  });

  test("names none: the account's default, at the account's rate", async () => {
    const version = await settled(await start({}));

    expect(version.training.instanceType).toBe('ml.g5.xlarge');
    expect(await usageOf(version)).toMatchObject([
      { instanceType: 'ml.g5.xlarge', microsPerHour: 4_000_000, amountMicros: 100_000 },
    ]);
  });

  test('the estimate follows it, and says how', async () => {
    // A base model that keeps the GPU busy: a small one waits for its inputs on either.
    const busy = { template: 'HF_GPTNeo_125m_lora' };
    const [a10g, l4] = [
      await estimate(busy),
      await estimate({ ...paramsOn('ml.g6.xlarge'), ...busy }),
    ];
    const lines = l4.explanation.join('\n');

    expect(l4.seconds).toBeGreaterThan(a10g.seconds);
    expect(lines).toContain('time x 2 on the L4 by memory bandwidth');
    expect(lines).toContain('Rate of ml.g6.xlarge: $4.00 x $1.127 / $1.408');
    expect(a10g.explanation.join('\n')).not.toMatch(/bandwidth|list prices/);
    expect(l4.microsPerHour).toBe(3_200_000);
  });

  test('what ran on one instance type is no evidence of its own on another', async () => {
    await settled(await start(paramsOn('ml.g6.xlarge')));

    expect((await estimate({})).source).toBe('prior');
    expect((await estimate(paramsOn('ml.g6.xlarge'))).source).toBe('calibrated (1 job)');
  });

  test.each([
    ['ml.g5.12xlarge', /has 4 GPUs and a training uses one/],
    ['ml.g5.4xlarge', /is not allowed here\. Allowed: ml\.g5\.xlarge, ml\.g5\.2xlarge/],
    ['p5', /is not known here/],
  ])('%s is refused in estimate and order, and leaves nothing behind', async (name, message) => {
    const refusal = expect.objectContaining({
      code: 'hyperparameter-invalid',
      message: expect.stringMatching(message),
    });

    await expect(estimate(paramsOn(name))).rejects.toEqual(refusal);
    await expect(start(paramsOn(name))).rejects.toEqual(refusal);
    expect(await listVersions(host.table, scope, modelId)).toEqual([]);
  });

  test('a training that is longer than jobs may run is refused with both numbers', async () => {
    const refused = start({}, { maxRuntimeSeconds: 60 });

    await expect(refused).rejects.toMatchObject({
      code: 'hyperparameter-invalid',
      message: expect.stringMatching(
        /would take .* \(\d+ s\), but a training job may run 1 min here \(maxRuntimeSeconds 60\)/,
      ),
    });
    expect(await listVersions(host.table, scope, modelId)).toEqual([]);
  });

  test('a reservation is never longer than jobs may run', async () => {
    const version = (await start({}, { maxRuntimeSeconds: 600 })) as QueuedVersion;

    expect(version.reservation.maxRuntimeSeconds).toBe(600);
    expect(version.reservation.explanation.join('\n')).toContain(
      'Stopped after 10 min (3 x the estimate without wait and pull, at least 15 min, at most 10 min)',
    );
  });

  describe('its images', () => {
    const gib = 2 ** 30;

    /** A model of pictures, and twelve of them that are together so large. */
    async function makeViewer(size: number): Promise<void> {
      const { table } = host;
      await createModel(
        scope,
        {
          ...{ id: 'viewer', name: 'viewer', modelTypeId: 'visual-classifier' },
          ...{ description: '', notes: '', metadata: {}, concepts: [] },
        },
        host,
      );
      await table.write(
        Array.from({ length: 12 }, (_, n) => {
          const concept = { id: n % 2 ? 'cat' : 'dog', name: n % 2 ? 'cat' : 'dog', value: 1 };
          const sha256 = n.toString(16).padStart(64, '0');
          const data = { kind: 'image' as const, sha256, size: size / 12, format: 'png' };
          const at = host.now();
          const times = { createdAt: at, modifiedAt: at };
          const input = { id: `image-${n}`, data, concepts: [concept], metadata: {}, ...times };
          return inputWrite(scope, { ...input, datasetIds: ['pictures'] }, 'absent');
        }),
      );
      const key = keys.dataset(scope, 'pictures');
      await table.write([{ put: { ...key, data: { id: 'pictures' } } }]);
    }

    const params = { template: 'Deeptune_ResNet_Small' };
    const train = () =>
      startTraining(
        { order: { ...order, modelId: 'viewer', params, datasetId: 'pictures' }, requestHash: 'r' },
        host,
      );
    const channelOf = async () => {
      const [job] = await until(20, async () => {
        const jobs = account.aws.sagemaker.jobs.all();
        return jobs.length > 0 ? jobs : undefined;
      });
      const channels: { ChannelName: string; InputMode: string }[] = job?.request.InputDataConfig;
      return channels.find(({ ChannelName }) => ChannelName === 'objects');
    };

    test.each([
      [96, 'File', /bring 96\.00 GiB in 12 objects to the disk/],
      [120, 'FastFile', /120\.00 GiB in 12 objects are more than half of the disk/],
    ])('%d GiB of them come by %s, and the estimate says so', async (size, mode, line) => {
      await makeViewer(size * gib);

      const version = (await train()) as QueuedVersion;

      expect(await channelOf()).toMatchObject({ InputMode: mode });
      expect(version.reservation.explanation.join('\n')).toMatch(line);
      expect(version.reservation.transferSeconds).toBeGreaterThan(0);
      const dataset = await findDatasetVersion(scope, version.training, host);
      expect(dataset).toMatchObject({ objectCount: 12, objectBytes: size * gib });
    });
  });

  test('job.json has the hyperparameters whole', async () => {
    const version = await settled(await start({}));

    const key = `${objectKeys.trainPrefix(scope, version.id)}job.json`;
    const job = JSON.parse(new TextDecoder().decode(await host.objects.get(key)));
    expect(job.hyperparameters).toEqual(hyperparametersOf(version));
    expect(Object.keys(job.hyperparameters).length).toBeGreaterThan(5);
  });

  test('what no version needs of its checkpoints is deleted when it is settled', async () => {
    const prefix = (id: string) => objectKeys.checkpointPrefix(scope, id);
    const succeed = account.container;
    account.container = async (job, here) => {
      const [id = ''] = /[0-9a-f]{32}/.exec(job.request.TrainingJobName) ?? [];
      for (const name of ['checkpoint-1/manifest.json', 'writing-export/config.json'])
        await host.objects.put(prefix(id) + name, new TextEncoder().encode('{}'));
      await succeed(job, here);
    };

    const version = await settled(await start({}));

    await until(20, async () => {
      const left: string[] = [];
      for await (const { key } of eachObject(host.objects, prefix(version.id))) left.push(key);
      return left.every((key) => /\/export\/|\/times\.json$/.test(key)) && left.length > 0
        ? left
        : undefined;
    });
  });
});
