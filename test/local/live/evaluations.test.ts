import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { splitOf } from '../../../core/dataset/version/split.ts';
import type { EvalMetrics } from '../../../core/api/wire/messages.ts';
import type { JsonObject } from '../../../core/json.ts';
import { metricsOf } from '../../../demo/money.ts';
import { uploadInputs } from '../../../demo/service.ts';
import { toursOf } from '../../../demo/tours.ts';
import type { Row } from '../../../demo/tours.ts';
import { until } from '../../until.ts';
import type { LiveHost } from './live-host.ts';
import { python, root, settled, startLiveHost, train } from './live-host.ts';

jest.setTimeout(300_000);

type Numbers = Readonly<Record<string, number>>;

/** What deeptune says of an evaluation beside what Clarifai publishes. */
interface EvaluationFacts {
  readonly rows: { readonly total: number; readonly failed: number };
  readonly metrics: Numbers;
}

/** A model type, and how it is trained here. */
interface Training {
  readonly type: string;
  readonly params: JsonObject;
  /** Inputs, of which a fifth is held out. */
  readonly count: number;
}
const detector = { type: 'visual-detector', params: { num_epochs: 6 }, count: 160 };
const generator = { type: 'text-to-text', params: { num_epochs: 2 }, count: 200 };

describe('real models measured on their held-out inputs as another dataset, over HTTP', () => {
  let host: LiveHost;
  let measured: Record<string, { byTrainer: Numbers; byEvaluation: EvalMetrics }>;

  beforeAll(async () => {
    host = await startLiveHost({ DEEPTUNE_MAX_CONCURRENT_TRAININGS: '2' });
    const results = [detector, generator].map(async (training) => {
      await upload(training);
      const { type } = training;
      return [type, { byTrainer: await trained(training), byEvaluation: await evaluated(type) }];
    });
    measured = Object.fromEntries(await Promise.all(results)) as typeof measured;
  });
  afterAll(() => host.close());

  /** All inputs in one dataset, those that will be held out in another one too. */
  async function upload({ type, count }: Training): Promise<void> {
    const [tour] = toursOf([type]);
    const lines = execFileSync(python, [join(root, 'demo', tour?.script[0] ?? '')], {
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
    });
    const rows = lines.trimEnd().split('\n').slice(0, count);
    const inputs = rows.map((line, n) => {
      const id = `${type}-${n}`;
      const split = splitOf(id);
      const datasets = split === 'test' ? ['all', 'held-out'] : ['all'];
      const dataset_ids = datasets.map((each) => `${type}-${each}`);
      const data: JsonObject = tour?.toData(JSON.parse(line) as Row) ?? {};
      const metadata = { ...(data['metadata'] as JsonObject | undefined), split };
      return { id, data: { ...data, metadata }, dataset_ids };
    });
    const datasets = ['all', 'held-out'].map((each) => ({ id: `${type}-${each}` }));
    await host.client.call('PostDatasets', {}, { datasets });
    await uploadInputs(host.client, inputs);
  }

  /** Trains and asks for the evaluation. @returns what the trainer measured */
  async function trained({ type, params }: Training): Promise<Numbers> {
    const { client } = host;
    const [tour] = toursOf([type]);
    await client.call('PostModels', {}, { models: [{ id: type, model_type_id: type }] });
    const all = { template: tour?.template ?? '', dataset_id: `${type}-all`, ...params };
    const { id } = await train(client, type, { params: all });
    const version = await settled(client, type, id);
    const model = { id: type, model_version: { id } };
    const asked = { id: type, model, ground_truth_dataset: { id: `${type}-held-out` } };
    await client.call('PostEvaluations', {}, { eval_metrics: [asked] });
    return metricsOf(version).heldOut as unknown as Numbers;
  }

  /** The evaluation once its job has ended. */
  function evaluated(type: string): Promise<EvalMetrics> {
    return until(120, async () => {
      const { eval_metrics: all } = await host.client.call('ListEvaluations', {
        show_failed_metrics: true,
      });
      const own = all.find(({ id }) => id === type);
      return own && ![21301, 21303].includes(own.status.code) ? own : undefined;
    });
  }

  test.each([
    [detector.type, 'map50'],
    [generator.type, 'rougeL'],
  ])('the %s has the %s that its trainer measured', (type, number) => {
    const { byTrainer = {}, byEvaluation } = measured[type] ?? {};

    expect(byEvaluation?.status).toMatchObject({ code: 21300 });
    const facts: unknown = byEvaluation?.extended_metrics.user_metrics['deeptune'];
    const { rows, metrics } = facts as EvaluationFacts;
    expect(rows).toMatchObject({ failed: 0, seenInTraining: 0 });
    expect([rows.total, metrics['count']]).toEqual([byTrainer['count'], byTrainer['count']]);
    expect(byTrainer[number]).toBeGreaterThan(0.1);
    // The same functions on the same rows; what is answered in other batches may differ in its last
    // bits.
    expect(metrics[number]).toBeCloseTo(byTrainer[number] ?? 0, 3);
  });
});
