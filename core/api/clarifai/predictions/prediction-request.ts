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

export const predictionBody = z.object({ prediction: over.extend({ id: idSchema.optional() }) });

/**
 * `kind`: what the job would do; evaluations and batch predictions take the same time, but learn
 * from their own.
 */
export const jobEstimateBody = z.object({
  job: over.extend({
    kind: z.preprocess((kind) => kind || 'predict', z.enum(['evaluate', 'predict'])),
  }),
});

/** What to run over, and where. An empty text says nothing, as in proto3. */
export function requestFromWire({
  dataset,
  instance_type: instanceType,
}: z.infer<typeof over>): Omit<InferenceRequest, 'kind' | 'version'> {
  return {
    datasetId: dataset.id,
    ...(dataset.version?.id ? { datasetVersionId: dataset.version.id } : {}),
    ...(instanceType ? { instanceType } : {}),
  };
}
