import * as z from 'zod';
import { idSchema } from '../../http/ids.ts';
import type { InferenceRequest } from '../../../job/request/inference/plan-inference.ts';

const over = z.object({
  /** Without a version: its inputs as they are now. Named always: a job over a whole app costs. */
  dataset: z.object({
    id: z.string().min(1),
    version: z.object({ id: z.string().optional() }).optional(),
  }),
  instance_type: z.string().optional(),
});

/** Under a quote, what is left out is as it was quoted: the dataset too. */
export const predictionBody = z.object({
  prediction: over
    .extend({ dataset: over.shape.dataset.optional(), id: idSchema.optional() })
    .extend({ quote_id: z.string().optional() }),
});
/** What is quoted; `model_version` absent: the model's newest. */
export const quotedJob = over.extend({
  model_version: z.object({ id: z.string().optional() }).optional(),
});

/**
 * `kind`: what the job would do; evaluations and batch predictions take the same time, but learn
 * from their own.
 */
export const jobEstimateBody = z.object({
  job: over.extend({
    kind: z.preprocess((kind) => kind || 'predict', z.enum(['evaluate', 'predict'])),
  }),
});

type Over = {
  readonly [Name in keyof z.infer<typeof over>]?: z.infer<typeof over>[Name] | undefined;
};

/** What to run over, and where. An empty text says nothing, as in proto3. */
export function requestFromWire({
  dataset,
  instance_type: instanceType,
}: Over): Omit<InferenceRequest, 'kind' | 'version'> {
  return {
    ...(dataset ? { datasetId: dataset.id } : {}),
    ...(dataset?.version?.id ? { datasetVersionId: dataset.version.id } : {}),
    ...(instanceType ? { instanceType } : {}),
  };
}
