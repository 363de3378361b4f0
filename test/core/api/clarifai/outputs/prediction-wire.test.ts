import { predictionToWire } from '../../../../../core/api/clarifai/outputs/prediction-wire.ts';
import type { Prediction } from '../../../../../core/ports/predictor.ts';
import type { ModelVersion } from '../../../../../core/model/model-version.ts';

const version = { id: 'a'.repeat(32), scope: { userId: 'u', appId: 'lab' } } as ModelVersion;
const cat = { id: 'cat', name: 'Cat', value: 0.9 };
const catOnWire = { ...cat, app_id: 'lab' };

describe('a prediction on the wire', () => {
  test.each<[string, Prediction, object]>([
    ['classifier', { concepts: [cat] }, { concepts: [catOnWire] }],
    [
      'detector',
      { regions: [{ box: [0, 0.1, 0.5, 1], mask_base64: null, concepts: [cat], value: 0.9 }] },
      {
        regions: [
          {
            id: 'aaaaaaaa-0',
            region_info: {
              bounding_box: { top_row: 0, left_col: 0.1, bottom_row: 0.5, right_col: 1 },
            },
            data: { concepts: [catOnWire] },
            value: 0.9,
          },
        ],
      },
    ],
    [
      'segmenter',
      { regions: [{ box: null, mask_base64: 'UE5H', concepts: [cat], value: 0.9 }] },
      {
        regions: [
          {
            id: 'aaaaaaaa-0',
            region_info: { mask: { image: { base64: 'UE5H' } } },
            data: { concepts: [catOnWire] },
            value: 0.9,
          },
        ],
      },
    ],
    [
      'embedder',
      { embeddings: [[0.6, 0.8]] },
      { embeddings: [{ vector: [0.6, 0.8], num_dimensions: 2 }] },
    ],
    [
      'anomaly',
      { heatmap_base64: 'UE5H', concepts: [cat] },
      { heatmaps: [{ base64: 'UE5H' }], concepts: [catOnWire] },
    ],
    [
      'text-to-text',
      { text: 'hello' },
      { text: { raw: 'hello', text_info: { encoding: 'UnknownTextEnc' } } },
    ],
  ])('of a %s', (_, prediction, wire) => {
    expect(predictionToWire(prediction, version)).toEqual(wire);
  });
});
