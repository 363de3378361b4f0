import { pngOf } from '../../../../../cli/import/mask.ts';
import type { JsonObject } from '../../../../../core/json.ts';
import type { FakeModel } from '../../../../wire/sagemaker/sagemaker-endpoints.ts';
import type { Body } from '../../app-under-test.ts';
import { Lab } from '../../lab.ts';

const side = 8;

/** A PNG of 8 x 8 pixels: white where `isWhite`, else black. */
function image(isWhite: (x: number, y: number) => boolean): string {
  const pixels = Uint8Array.from({ length: side * side }, (_, at) =>
    isWhite(at % side, Math.floor(at / side)) ? 255 : 0,
  );
  return pngOf({ width: side, height: side, pixels }).toString('base64');
}

const picture = image((x, y) => (x + y) % 2 === 0);
const leftHalf = image((x) => x < side / 2);
const box = (top: number, left: number, bottom: number, right: number) => ({
  bounding_box: { top_row: top, left_col: left, bottom_row: bottom, right_col: right },
});
const region = (region_info: object, id: string) => ({ region_info, data: { concepts: [{ id }] } });
const mask = (base64: string) => ({ mask: { image: { base64 } } });
const concept = (id: string, value: number) => ({ id, name: id, value });

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

  /** Trains a model of this type on `<type>-train` and hosts it so. @returns its version */
  async function train(modelTypeId: string, data: readonly object[], answer: FakeModel) {
    await addInputs(`${modelTypeId}-train`, data);
    await lab.post('/models', { model: { id: modelTypeId, model_type_id: modelTypeId } });
    lab.host(answer);
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

  /** The evaluation with all its parts, once polling has moved it to its end. */
  async function evaluate(modelTypeId: string, versionId: string, datasetId: string) {
    const { body } = await start(modelTypeId, versionId, datasetId);
    expect(body.status).toMatchObject({ code: 10000 });
    const path = `/evaluations/${modelTypeId}-${datasetId}?fields.metrics_by_class=True&fields.binary_metrics=True&fields.label_counts=True`;
    for (let polls = 0; polls < 20; polls += 1) {
      const { eval_metrics: metrics } = (await lab.get(path)).body;
      if (![21301, 21303].includes(metrics.status.code)) return metrics;
    }
    throw new Error('not done');
  }

  const measuredOf = (metrics: Body) => metrics.extended_metrics.user_metrics.deeptune.metrics;

  test('a detector: average precisions, of each class at IoU .5', async () => {
    const scene = { image: { base64: picture } };
    const regions = [region(box(0, 0, 0.5, 0.5), 'cat'), region(box(0.5, 0.5, 1, 1), 'dog')];
    const found = (at: number[], id: string) => ({
      box: at,
      mask_base64: null,
      concepts: [concept(id, 0.9)],
      value: 0.9,
    });
    // Every cat is found exactly, every dog a little beside: its overlap is 0.6.
    const answer = {
      regions: [found([0, 0, 0.5, 0.5], 'cat'), found([0.625, 0.5, 1.125, 1], 'dog')],
    };
    const inputs = Array.from({ length: 6 }, () => ({ ...scene, regions }));
    const version = await train('visual-detector', inputs, ({ inputs: asked }) => ({
      outputs: asked.map(() => answer),
    }));
    await addInputs('scenes', inputs);

    const metrics = await evaluate('visual-detector', version, 'scenes');

    expect(metrics.summary.mean_avg_precision_iou_50).toBeCloseTo(1, 9);
    expect(metrics.summary.mean_avg_precision_iou_range).toBeCloseTo((1 + 0.3) / 2, 9);
    expect(metrics.metrics_by_class).toEqual([
      {
        concept: expect.objectContaining({ id: 'cat' }),
        num_pos: 6,
        avg_precision: expect.closeTo(1, 9),
        iou: 0.5,
      },
      {
        concept: expect.objectContaining({ id: 'dog' }),
        num_pos: 6,
        avg_precision: expect.closeTo(1, 9),
        iou: 0.5,
      },
    ]);
    expect(measuredOf(metrics).perConcept[1]).toEqual({
      conceptId: 'dog',
      count: 6,
      ap50: expect.closeTo(1, 9),
      ap: expect.closeTo(0.3, 9),
    });
    const { eval_metrics: short } = (await lab.get('/evaluations/visual-detector-scenes')).body;
    expect(measuredOf(short)).toEqual({
      count: 6,
      map50: expect.closeTo(1, 9),
      map: expect.closeTo(0.65, 9),
    });
  });

  test('a segmenter: intersection over union; a truth that cannot be read is left out and named', async () => {
    const scene = { image: { base64: picture } };
    const marked = { ...scene, regions: [region(mask(leftHalf), 'left')] };
    const interlaced = Buffer.from(leftHalf, 'base64');
    interlaced[28] = 1;
    const unreadable = { ...scene, regions: [region(mask(interlaced.toString('base64')), 'left')] };
    const quarter = image((x, y) => x < side / 2 && y < side / 2);
    const answer = {
      regions: [{ box: null, mask_base64: quarter, concepts: [concept('left', 0.8)], value: 0.8 }],
    };
    const inputs = Array.from({ length: 6 }, () => marked);
    const version = await train('visual-segmenter', inputs, ({ inputs: asked }) => ({
      outputs: asked.map(() => answer),
    }));
    await addInputs('halves', [...inputs, unreadable]);

    const metrics = await evaluate('visual-segmenter', version, 'halves');

    expect(measuredOf(metrics)).toEqual({
      count: 6,
      meanIou: 0.5,
      pixelAccuracy: 0.75,
      perConcept: [{ conceptId: 'left', count: 6, iou: 0.5 }],
    });
    expect(metrics.extended_metrics.user_metrics.deeptune.rows).toMatchObject({
      total: 7,
      failed: 1,
      firstFailure: expect.stringMatching(/'halves-6': The PNG cannot be read: it is interlaced/),
    });
    expect(metrics.label_counts.positive_label_counts).toMatchObject([{ count: 6 }]);
  });

  test('an embedder: recall among the images of concepts that it never saw', async () => {
    const of = (id: string) => ({ image: { base64: picture }, concepts: [{ id }] });
    const five = (id: string) => Array.from({ length: 5 }, () => of(id));
    // The images of one concept lie side by side, but for the last: it lies among those of the other.
    const places = [0, 1, 2, 3, 4, 10, 11, 12, 13, 0.5];
    let turn = 0;
    const data = [...five('old'), ...five('older')];
    const version = await train('visual-embedder', data, ({ inputs }) => ({
      outputs: inputs.map(() => {
        const angle = ((places[turn++] ?? 0) * Math.PI) / 40;
        return { embeddings: [[Math.cos(angle), Math.sin(angle)]] };
      }),
    }));
    await addInputs('new', [...five('new'), ...five('newer')]);

    const metrics = await evaluate('visual-embedder', version, 'new');

    expect(measuredOf(metrics)).toEqual({
      count: 10,
      recall1: 0.7,
      recall5: 0.9,
      unseenConcepts: ['new', 'newer'],
      perConcept: [
        { conceptId: 'new', count: 5, recall1: 0.6, recall5: 1 },
        { conceptId: 'newer', count: 5, recall1: 0.8, recall5: 0.8 },
      ],
    });
    expect(metrics.binary_metrics).toMatchObject([{ num_pos: 5, num_neg: 5, num_tot: 10 }, {}]);
  });

  test('an anomaly model: AUROC of images and of marked pixels', async () => {
    const normal = { image: { base64: picture }, concepts: [{ id: 'normal' }] };
    const damaged = {
      image: { base64: leftHalf },
      concepts: [{ id: 'scratch' }],
      regions: [region(box(0, 0, 1, 0.5), 'scratch')],
    };
    const outputOf = (isDamaged: boolean) => ({
      heatmap_base64: isDamaged ? leftHalf : image(() => false),
      concepts: [
        concept('anomaly', isDamaged ? 0.7 : 0.2),
        concept('normal', isDamaged ? 0.3 : 0.8),
      ],
    });
    const inputs = [
      ...Array.from({ length: 6 }, () => normal),
      ...Array.from({ length: 5 }, () => damaged),
    ];
    const version = await train('visual-anomaly-heatmap', inputs, ({ inputs: asked }) => ({
      outputs: asked.map((each: JsonObject) => outputOf(each['image_base64'] === leftHalf)),
    }));
    await addInputs('parts', inputs);

    const metrics = await evaluate('visual-anomaly-heatmap', version, 'parts');

    expect(measuredOf(metrics)).toEqual({
      count: 11,
      normal: 6,
      anomalous: 5,
      imageAuroc: 1,
      pixelAuroc: 1,
      foundPercent: 100,
      falseAlarmPercent: 0,
    });
    expect(metrics.summary).toMatchObject({ macro_avg_roc_auc: 1, macro_std_roc_auc: 0 });
  });

  test('a text generator: exact matches and ROUGE-L, of 256 texts at most', async () => {
    const pair = (n: number) => ({
      text: { raw: `say ${n}` },
      metadata: { completion: `it is ${n}` },
    });
    const pairs = (count: number) => Array.from({ length: count }, (_, n) => pair(n));
    const version = await train('text-to-text', pairs(6), ({ inputs }) => ({
      outputs: inputs.map(({ text }: { text: string }) => ({
        text: text.endsWith('0') ? `it is ${text.slice(4)}\n` : 'it was',
      })),
    }));
    await addInputs('pairs', pairs(20));

    const metrics = await evaluate('text-to-text', version, 'pairs');

    expect(measuredOf(metrics)).toEqual({
      count: 20,
      perplexity: null,
      tokenAccuracy: null,
      exactMatch: 0.1,
      rougeL: expect.closeTo(0.1 + 0.9 * 0.4, 9),
      generated: 20,
    });
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
    [
      'text-to-text',
      'texts without completions',
      Array.from({ length: 9 }, (_, n) => ({ text: { raw: `text ${n}` } })),
      21316,
      /5 texts with metadata.completion; there are 0/,
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
