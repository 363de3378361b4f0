import { fail } from '../errors.ts';
import { anomaly } from './anomaly.ts';
import { classification } from './classifier-rows.ts';
import { detection } from './detection.ts';
import { generation } from './generation.ts';
import type { Scorer } from './measure.ts';
import { retrieval } from './retrieval.ts';
import { segmentation } from './segmentation.ts';

/** By model type: every one that can be trained. */
const scorers: Readonly<Record<string, unknown>> = {
  'visual-classifier': classification('image'),
  'embedding-classifier': classification('image'),
  'text-classifier': classification('text'),
  'visual-detector': detection,
  'visual-segmenter': segmentation,
  'visual-embedder': retrieval,
  'visual-anomaly-heatmap': anomaly,
  'text-to-text': generation,
};

/** How versions of a model type are measured. What it keeps of a row is for itself alone to read. @throws DeeptuneError not-supported */
export function scorerOf(modelTypeId: string): Scorer {
  const measure = scorers[modelTypeId];
  if (measure) return measure as Scorer;
  throw fail('notSupported', `A ${modelTypeId} is not trained by this release, nor evaluated`);
}
