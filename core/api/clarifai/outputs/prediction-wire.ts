import type { PredictedRegion, Prediction } from '../../../ports/predictor.ts';
import type { ModelVersion } from '../../../model/model-version.ts';
import { conceptsToWire } from '../versions/version-wire.ts';
import type { BoundingBox, Data, Region } from '../../wire/messages.ts';

/** A prediction as Clarifai's `Data`: each model type fills its own fields. */
export function predictionToWire(prediction: Prediction, version: ModelVersion): Data {
  const { concepts, regions, embeddings, heatmap_base64: heatmap, text } = prediction;
  return {
    ...(concepts ? { concepts: conceptsToWire(concepts, version.scope.appId) } : {}),
    ...(regions
      ? { regions: regions.map((region, index) => regionToWire(region, index, version)) }
      : {}),
    ...(embeddings
      ? { embeddings: embeddings.map((vector) => ({ vector, num_dimensions: vector.length })) }
      : {}),
    ...(heatmap === undefined ? {} : { heatmaps: [{ base64: heatmap }] }),
    ...(text === undefined
      ? {}
      : { text: { raw: text, text_info: { encoding: 'UnknownTextEnc' } } }),
  };
}

function regionToWire(region: PredictedRegion, index: number, version: ModelVersion): Region {
  return {
    id: `${version.id.slice(0, 8)}-${index}`,
    region_info: {
      ...(region.box ? { bounding_box: boxToWire(region.box) } : {}),
      ...(region.mask_base64 === null ? {} : { mask: { image: { base64: region.mask_base64 } } }),
    },
    data: { concepts: conceptsToWire(region.concepts, version.scope.appId) },
    value: region.value,
  };
}

export function boxToWire([top, left, bottom, right]: readonly [
  number,
  number,
  number,
  number,
]): BoundingBox {
  return { top_row: top, left_col: left, bottom_row: bottom, right_col: right };
}
