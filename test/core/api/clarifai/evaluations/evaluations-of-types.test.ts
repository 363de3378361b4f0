import { base64FromBytes } from '../../../../../core/dataset/image/base64.ts';
import { pngOf } from '../../../../../cli/import/layouts/mask.ts';
import { jobKeys, objectKeys } from '../../../../../core/records/object-keys.ts';
import { scope } from '../../../../lambda/account.ts';
import type { Body } from '../../app-under-test.ts';
import { Lab } from '../../lab.ts';

const side = 8;

/** A PNG of 8 x 8 pixels: white where `isWhite`, else black. */
function image(isWhite: (x: number, y: number) => boolean): string {
  const pixels = Uint8Array.from({ length: side * side }, (_, at) =>
    isWhite(at % side, Math.floor(at / side)) ? 255 : 0,
  );
  return base64FromBytes(pngOf({ width: side, height: side, pixels }));
}

const picture = image((x, y) => (x + y) % 2 === 0);
const box = (top: number, left: number, bottom: number, right: number) => ({
  bounding_box: { top_row: top, left_col: left, bottom_row: bottom, right_col: right },
});
const region = (region_info: object, id: string) => ({ region_info, data: { concepts: [{ id }] } });

describe('each model type is measured on another dataset version', () => {
  let lab: Lab;
  beforeAll(async () => {
    lab = await Lab.open();
  });
  afterAll(() => lab.close());

  async function addInputs(datasetId: string, data: readonly object[]): Promise<void> {
    await lab.post('/datasets', { datasets: [{ id: datasetId }] });
    const inputs = data.map((each, n) => ({
      id: `${datasetId}-${n}`,
      data: each,
      dataset_ids: [datasetId],
    }));
    const { body } = await lab.post('/inputs', { inputs });
    expect(body.status.code).toBe(10000);
  }

  /** Trains a model of this type on `<type>-train`. @returns its version */
  async function train(modelTypeId: string, data: readonly object[]) {
    await addInputs(`${modelTypeId}-train`, data);
    await lab.post('/models', { model: { id: modelTypeId, model_type_id: modelTypeId } });
    const template = modelTypeId === 'text-to-text' ? { template: 'Deeptune_Gpt_Small' } : {};
    return lab.train(modelTypeId, {
      train_info: { params: { dataset_id: `${modelTypeId}-train`, ...template } },
    });
  }

  const start = async (modelTypeId: string, versionId: string, datasetId: string) =>
    lab.post('/evaluations', {
      eval_metrics: [
        {
          id: `${modelTypeId}-${datasetId}`,
          model: { id: modelTypeId, model_version: { id: versionId } },
          ground_truth_dataset: { id: datasetId },
        },
      ],
    });

  /** The evaluation with all its parts, once its job has ended. */
  async function evaluate(modelTypeId: string, versionId: string, datasetId: string) {
    const { body } = await start(modelTypeId, versionId, datasetId);
    expect(body.status).toMatchObject({ code: 10000 });
    const path = `/evaluations/${modelTypeId}-${datasetId}?fields.metrics_by_class=True&fields.binary_metrics=True&fields.label_counts=True`;
    for (let polls = 0; polls < 400; polls += 1) {
      const { eval_metrics: metrics } = (await lab.get(path)).body;
      if (![21301, 21303].includes(metrics.status.code)) return metrics;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    throw new Error('not done');
  }

  const measuredOf = (metrics: Body) => metrics.extended_metrics.user_metrics.deeptune.metrics;

  test.each<[string, readonly object[], object]>([
    [
      'visual-detector',
      Array.from({ length: 6 }, () => ({
        image: { base64: picture },
        regions: [region(box(0, 0, 1, 1), 'cat')],
      })),
      { concepts: [{ id: 'cat', name: 'cat' }], recipe: 'visual_detector' },
    ],
    [
      'visual-embedder',
      ['a', 'b', 'c'].flatMap((id) =>
        Array.from({ length: 5 }, () => ({ image: { base64: picture }, concepts: [{ id }] })),
      ),
      {
        concepts: ['a', 'b', 'c'].map((id) => ({ id, name: id })),
        recipe: 'visual_embedder',
      },
    ],
    [
      'visual-anomaly-heatmap',
      ['good', 'scratch'].flatMap((id) =>
        Array.from({ length: 5 }, () => ({ image: { base64: picture }, concepts: [{ id }] })),
      ),
      { recipe: 'visual_anomaly_heatmap' },
    ],
    [
      'text-to-text',
      [{ text: { raw: 'say 1' }, metadata: { completion: 'it is 1' } }],
      { concepts: [], recipe: 'text_to_text' },
    ],
  ])('a %s is measured by a job with these concepts', async (modelTypeId, data, job) => {
    const version = await train(modelTypeId, data);
    const datasetId = `${modelTypeId}-other`;
    await addInputs(datasetId, data);

    const metrics = await evaluate(modelTypeId, version, datasetId);

    expect(metrics).toMatchObject({ status: { code: 21300 }, summary: { top1_accuracy: 0.75 } });
    const { id } = metrics.extended_metrics.user_metrics.deeptune.job;
    const key = `${jobKeys.trainPrefix(objectKeys.jobPrefix(scope, id))}job.json`;
    const bytes = await lab.deps.objects.get(key);
    expect(JSON.parse(new TextDecoder().decode(bytes))).toMatchObject({ kind: 'evaluate', ...job });
  });

  test.each<[string, string, readonly object[], number, RegExp]>([
    [
      'visual-detector',
      'four of a concept',
      Array.from({ length: 4 }, () => ({
        image: { base64: picture },
        regions: [region(box(0, 0, 1, 1), 'cat')],
      })),
      21316,
      /concept 'cat' has 4/,
    ],
    [
      'visual-embedder',
      'a single concept',
      Array.from({ length: 6 }, () => ({ image: { base64: picture }, concepts: [{ id: 'one' }] })),
      21315,
      /at least two concepts; there is 1/,
    ],
    [
      'visual-embedder',
      'two concepts, one of them rare',
      ['a', 'a', 'a', 'a', 'a', 'b'].map((id) => ({
        image: { base64: picture },
        concepts: [{ id }],
      })),
      21316,
      /two concepts with 5 labelled inputs each; 1 of 2/,
    ],
    [
      'visual-anomaly-heatmap',
      'normal images only',
      Array.from({ length: 9 }, () => ({ image: { base64: picture } })),
      21316,
      /concept 'anomaly' has 0/,
    ],
  ])('a %s is not measured on %s', async (modelTypeId, what, data, code, details) => {
    const datasetId = what.replaceAll(/\W/g, '-');
    await addInputs(datasetId, data);
    const { body } = await lab.get(`/models/${modelTypeId}`);

    const refused = await start(modelTypeId, body.model.model_version.id, datasetId);

    expect(refused.body.status).toMatchObject({ code, details: expect.stringMatching(details) });
  });

  test("a detector's held-out metrics are there at once, in the same words", async () => {
    lab.account.heldOut = {
      count: 4,
      map50: 0.8,
      map: 0.6,
      perConcept: [{ conceptId: 'cat', count: 7, ap50: 0.8, ap: 0.6 }],
    };
    const id = await lab.train('visual-detector', {
      train_info: { params: { dataset_id: 'visual-detector-train' } },
    });

    const metrics = await evaluate('visual-detector', id, 'visual-detector-train');

    expect(metrics).toMatchObject({
      summary: { mean_avg_precision_iou_50: 0.8, mean_avg_precision_iou_range: 0.6 },
      metrics_by_class: [{ concept: { id: 'cat' }, num_pos: 7, avg_precision: 0.8, iou: 0.5 }],
    });
    // More objects than images: how many are not there is no number.
    expect(metrics.metrics_by_class[0]).not.toHaveProperty('num_neg');
    expect(measuredOf(metrics)).toEqual(lab.account.heldOut);
  });
});
