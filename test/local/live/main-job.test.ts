import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { metricsOf } from '../../../demo/money.ts';
import { factsOf, freeze, getVersion, predictTop, upload } from '../../../demo/service.ts';
import type { ModelVersion } from '../../../core/api/wire/messages.ts';
import { jobKeys, objectKeys } from '../../../core/records/object-keys.ts';
import { digitsOf, prepareDigits, template } from './digits-app.ts';
import type { LiveHost } from './live-host.ts';
import { appId, heldMicros, settled, userId, startLiveHost, train, usageOf } from './live-host.ts';
import { until } from '../../until.ts';

jest.setTimeout(300_000);

describe('the main job over HTTP, on real digits', () => {
  let host: LiveHost;
  let first: ModelVersion;
  let child: ModelVersion;
  const names = { dataset: 'digits', model: 'reader' };

  beforeAll(async () => {
    host = await startLiveHost();
    const datasetVersionId = await prepareDigits(host.client, digitsOf([0, 1, 2], 90), names);
    const params = {
      template,
      num_epochs: 6,
      dataset_id: names.dataset,
      dataset_version_id: datasetVersionId,
    };
    const [one, two] = await Promise.all(
      [1, 2].map(() => train(host.client, names.model, { params }, 'same-key')),
    );
    expect(one?.id).toBe(two?.id);
    first = await settled(host.client, names.model, one?.id ?? '');
  });

  afterAll(() => host.close());

  test('two identical starts with one idempotency key start one training', async () => {
    const { model_versions: versions } = await host.client.call('ListModelVersions', {
      model_id: names.model,
    });

    expect(versions.map((version) => factsOf(version).status).sort()).toEqual([
      'trained',
      'untrained',
    ]);
  });

  test('the same key for another request is refused', async () => {
    const params = { template, num_epochs: 7, dataset_id: names.dataset };

    await expect(train(host.client, names.model, { params }, 'same-key')).rejects.toThrow(
      /11102 .*'same-key' was used for another request/,
    );
  });

  test('it learns: far better on held-out digits than untrained and than guessing', () => {
    const metrics = metricsOf(first);

    expect(first.status.code).toBe(21100);
    expect(metrics.heldOut.count).toBeGreaterThan(30);
    expect(metrics.heldOut.accuracy).toBeGreaterThan(0.9);
    expect(metrics.untrained.accuracy).toBeLessThan(0.7);
    expect(metrics.trivial.accuracy).toBeLessThan(0.5);
  });

  test('the bill has one line, below what was agreed, and nothing is held any more', async () => {
    const [line, ...others] = await usageOf(host.client);
    const { reservation } = factsOf(first);

    expect(others).toEqual([]);
    expect(line).toMatchObject({
      trainingJobName: `ft-${first.id}-a1`,
      endReason: 'trained',
      versionId: first.id,
    });
    expect(line?.amountMicros).toBe(factsOf(first).settlement?.amountMicros);
    const seconds = Number(line?.billableSeconds);
    const served = Object.values(line?.servedSeconds ?? {}).map((each) => Math.round(each * 1000));
    expect(Object.keys(line?.servedSeconds ?? {})).toEqual(
      expect.arrayContaining(['setup', 'steps', 'evaluation', 'saving']),
    );
    expect(seconds).toBe(Math.ceil(served.reduce((sum, each) => sum + each, 0) / 1000));
    expect(line?.cost).toMatchObject({ basis: 'as-if', instanceType: 'ml.g5.xlarge' });
    expect(seconds).toBeGreaterThanOrEqual(1);
    expect(line?.amountMicros).toBe(Math.round((seconds * Number(line?.microsPerHour)) / 3600));
    expect(line?.amountMicros).toBeLessThanOrEqual(reservation?.maxAmountMicros ?? NaN);
    expect(await heldMicros(host.client)).toBe(0);
  });

  test('the training log opens by its link, without a key', async () => {
    const { train_log: link = '' } = first;

    const log = await (await fetch(link)).text();

    expect(log).toContain(`model version ${first.id}`);
    expect(log).toContain('evaluation:');
    // Another first character, whatever it was.
    const forged = link.replace(
      /signature=(.)/,
      (_, first) => `signature=${first === 'x' ? 'y' : 'x'}`,
    );
    expect((await fetch(forged)).status).toBe(403);
  });

  test('it predicts digits that it never saw', async () => {
    const unseen = digitsOf([0, 1, 2], 100).filter((_, index) => index % 100 >= 90);

    const top = await predictTop(
      host.client,
      { modelId: names.model, versionId: first.id },
      unseen,
    );

    const right = top.filter(
      (concept, index) => concept.id === `digit-${unseen[index]?.label}`,
    ).length;
    expect(right).toBeGreaterThan(24);
  });

  test('an evaluation on digits that it never saw counts what predicting them by hand counts', async () => {
    const unseen = digitsOf([0, 1, 2], 100).filter((_, index) => index % 100 >= 90);
    await host.client.call('PostDatasets', {}, { datasets: [{ id: 'unseen' }] });
    await upload(host.client, unseen, 'unseen');
    const top = await predictTop(host.client, { modelId: names.model }, unseen);
    const right = top.filter((concept, n) => concept.id === `digit-${unseen[n]?.label}`).length;

    await host.client.call(
      'PostEvaluations',
      {},
      {
        eval_metrics: [
          {
            id: 'fresh',
            model: { id: names.model, model_version: { id: first.id } },
            ground_truth_dataset: { id: 'unseen' },
          },
        ],
      },
    );
    const evaluation = await until(60, async () => {
      const { eval_metrics: metrics } = await host.client.call('GetEvaluation', {
        evaluation_id: 'fresh',
      });
      return metrics.status.code === 21300 ? metrics : undefined;
    });

    expect(evaluation.summary?.top1_accuracy).toBeCloseTo(right / unseen.length, 6);
  });

  test('its artifact can be taken along: one archive with weights, configuration, metrics and a model card', async () => {
    const version = { model_id: names.model, version_id: first.id };

    const { export: made } = await host.client.call('PutModelVersionExports', version);

    const archive = Buffer.from(await (await fetch(made.url ?? '')).arrayBuffer());
    expect(String(archive.length)).toBe(made.size);
    const listing = execFileSync('tar', ['-tzf', '-'], { input: archive, encoding: 'utf8' });
    for (const name of [
      'model.safetensors',
      'config.json',
      'metrics.json',
      'README.md',
      'code/inference.py',
    ]) {
      expect(listing).toContain(name);
    }
  });

  test('an estimate learns from the finished training', async () => {
    const body = {
      model_versions: [{ train_info: { params: { template } } }],
      estimated_input_count: '270',
    };
    const named = { model_id: names.model };
    const answer = await host.client.call('PostModelVersionsTrainingEstimates', named, body);

    expect(answer.training_estimates[0]?.source).toBe('calibrated (1 job)');
  });

  test('an incremental training adds a class and forgets nothing worth the name', async () => {
    await upload(host.client, digitsOf([3], 90), names.dataset);
    const { id: datasetVersionId } = await freeze(host.client, names.dataset);
    const trainInfo = {
      params: {
        template,
        num_epochs: 6,
        dataset_id: names.dataset,
        dataset_version_id: datasetVersionId,
      },
      resume_from_model: { id: names.model, model_version: { id: first.id } },
    };

    child = await settled(
      host.client,
      names.model,
      (await train(host.client, names.model, trainInfo)).id,
    );

    const metrics = metricsOf(child);
    expect(child.status.code).toBe(21100);
    expect(metrics.newConcepts?.accuracy).toBeGreaterThan(0.8);
    expect(metrics.oldConcepts?.accuracy).toBeGreaterThan(0.9);
    expect(metrics.forgetting).toBeLessThan(0.1);
    const kinds = (await usageOf(host.client)).map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind === 'train')).toHaveLength(2);
  });

  test('a point of its dial becomes a version without a step, and its parent is one bit for bit', async () => {
    const of = { model_id: names.model, version_id: child.id };
    const { dial } = await host.client.call('GetModelVersionDial', of);
    expect(dial.points.length).toBeGreaterThan(15);
    expect(dial.points[0]).toMatchObject({ weight: 0, newAccuracy: 0, negativeFlipPercent: 0 });
    expect(dial.points.filter(({ isOnFrontier }) => isOnFrontier)).not.toEqual([]);

    const made = await Promise.all(
      [0, 0.6].map(async (weight) => {
        const { model_version } = await host.client.call('PostDialVersion', of, {
          dial: { weight },
        });
        return settled(host.client, names.model, model_version.id);
      }),
    );

    const [parent, between] = made as [ModelVersion, ModelVersion];
    expect(made.map(({ status }) => status.code)).toEqual([21100, 21100]);
    const weights = (id: string) =>
      readFileSync(
        join(
          host.folder,
          'objects',
          objectKeys.exportPrefix({ userId, appId }, id),
          'model.safetensors',
        ),
      );
    expect(weights(parent.id).equals(weights(first.id))).toBe(true);
    expect(weights(between.id).equals(weights(child.id))).toBe(false);
    expect([parent, between].map(({ active_concept_count }) => active_concept_count)).toEqual([
      3, 4,
    ]);
    const measured = dial.points.find(({ weight, shift }) => weight === 0.6 && shift === 0);
    expect(metricsOf(between).heldOut.accuracy).toBeCloseTo(measured?.accuracy ?? NaN, 6);
    const folder = objectKeys.versionPrefix({ userId, appId }, parent.id);
    const gate = readFileSync(join(host.folder, 'objects', jobKeys.gate(folder)), 'utf8');
    expect(JSON.parse(gate)).toMatchObject({ parentVersionId: first.id, negativeFlips: [] });
    const usage = await usageOf(host.client);
    const bill = usage.find(({ versionId }) => versionId === between.id);
    expect(bill?.servedSeconds).not.toHaveProperty('steps');
    expect(bill?.amountMicros).toBeLessThanOrEqual(dial.price?.maxAmountMicros ?? NaN);
  });

  test('a stop keeps the checkpoint: it predicts, it can be resumed from, and it is billed for what it did', async () => {
    const params = {
      template,
      num_epochs: 200,
      early_stopping_patience: 0,
      dataset_id: names.dataset,
    };
    const { id } = await train(host.client, names.model, { params });
    const version = { model_id: names.model, version_id: id };
    await until(60, async () => {
      const { progress } = await host.client.call('ListTrainingProgress', version);
      return (progress.at(-1)?.step ?? 0) > 5 ? progress : undefined;
    });

    await host.client.call('DeleteModelVersion', version);
    const stopped = await settled(host.client, names.model, id);

    expect(factsOf(stopped).status).toBe('stopped');
    expect(stopped.status.details).toMatch(/checkpoint can be used/);
    const from = { modelId: names.model, versionId: id };
    expect(await predictTop(host.client, from, digitsOf([0], 1))).toHaveLength(1);
    expect(await heldMicros(host.client)).toBe(0);
    const line = (await usageOf(host.client)).find((usage) => usage.versionId === id);
    expect(line?.endReason).toBe('stopped');
    const child = {
      params: { ...params, num_epochs: 1 },
      resume_from_model: { id: names.model, model_version: { id } },
    };
    const resumed = await settled(
      host.client,
      names.model,
      (await train(host.client, names.model, child)).id,
    );
    expect(resumed.status.code).toBe(21100);
  });

  test('deleting a settled version removes it; its usage record stays', async () => {
    const named = { model_id: names.model };
    const { model_versions: versions } = await host.client.call('ListModelVersions', named);
    // The newest: candidates that wait for approval are compared with earlier ones.
    const { id } = versions[0]!;
    await host.client.call('DeleteModelVersion', { ...named, version_id: id });

    await expect(getVersion(host.client, names.model, id)).rejects.toThrow(/21200/);
    expect((await usageOf(host.client)).some((usage) => usage.versionId === id)).toBe(true);
  });
});
