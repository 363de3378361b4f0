import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { splitOf } from '../../../core/dataset/version/split.ts';
import { uploadInputs } from '../../../demo/service.ts';
import { toursOf } from '../../../demo/tours.ts';
import type { Row } from '../../../demo/tours.ts';
import { until } from '../../until.ts';
import type { LiveHost } from './live-host.ts';
import { python, root, settled, startLiveHost, train } from './live-host.ts';

jest.setTimeout(300_000);

type Numbers = Readonly<Record<string, number>>;

interface EvaluationWire {
  readonly id: string;
  readonly status: { readonly code: number; readonly details?: string };
  readonly extended_metrics: {
    readonly user_metrics: {
      readonly deeptune: {
        readonly rows: { readonly total: number; readonly failed: number };
        readonly metrics: Numbers;
      };
    };
  };
}

/** A model type, and how it is trained here. */
interface Training {
  readonly type: string;
  readonly params: object;
  /** Inputs, of which a fifth is held out. */
  readonly count: number;
}
const detector = { type: 'visual-detector', params: { num_epochs: 6 }, count: 160 };
const generator = { type: 'text-to-text', params: { num_epochs: 2 }, count: 200 };

describe('real models measured on their held-out inputs as another dataset, over HTTP', () => {
  let host: LiveHost;
  let measured: Record<string, { byTrainer: Numbers; byEvaluation: EvaluationWire }>;

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
      const datasets = splitOf(id) === 'test' ? ['all', 'held-out'] : ['all'];
      const dataset_ids = datasets.map((each) => `${type}-${each}`);
      return { id, data: tour?.toData(JSON.parse(line) as Row), dataset_ids };
    });
    const datasets = ['all', 'held-out'].map((each) => ({ id: `${type}-${each}` }));
    await host.client.app('POST', '/datasets', { datasets });
    await uploadInputs(host.client, inputs);
  }

  /** Trains and asks for the evaluation. @returns what the trainer measured */
  async function trained({ type, params }: Training): Promise<Numbers> {
    const { client } = host;
    const [tour] = toursOf([type]);
    await client.app('POST', '/models', { models: [{ id: type, model_type_id: type }] });
    const all = { template: tour?.template, dataset_id: `${type}-all`, ...params };
    const { id } = await train(client, type, { params: all });
    const version = await settled(client, type, id);
    const model = { id: type, model_version: { id } };
    const asked = { id: type, model, ground_truth_dataset: { id: `${type}-held-out` } };
    await client.app('POST', '/evaluations', { eval_metrics: [asked] });
    return version.metrics?.extended_metrics.user_metrics.heldOut as unknown as Numbers;
  }

  /** The evaluation once its job has ended. */
  function evaluated(type: string): Promise<EvaluationWire> {
    return until(120, async () => {
      const path = '/evaluations?show_failed_metrics=true';
      const { eval_metrics: all } = await host.client.app<{ eval_metrics: EvaluationWire[] }>(
        'GET',
        path,
      );
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
    const { rows, metrics } = byEvaluation!.extended_metrics.user_metrics.deeptune;
    expect(rows).toMatchObject({ failed: 0, seenInTraining: 0 });
    expect([rows.total, metrics['count']]).toEqual([byTrainer['count'], byTrainer['count']]);
    expect(byTrainer[number]).toBeGreaterThan(0.1);
    // The same functions on the same rows; what is answered in other batches may differ in its last bits.
    expect(metrics[number]).toBeCloseTo(byTrainer[number] ?? 0, 3);
  });
});
