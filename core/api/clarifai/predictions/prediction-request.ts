import * as z from 'zod';
import type { InferenceRequest } from '../../../job/request/inference/plan-inference.ts';

const over = z.object({
  /** Without a version: its inputs as they are now; without a dataset: all inputs of the app. */
  dataset: z
    .object({
      id: z.string().optional(),
      version: z.object({ id: z.string().optional() }).optional(),
    })
    .optional(),
  instance_type: z.string().optional(),
});

export const predictionBody = z.object({ prediction: over.default({}) });

/**
 * `kind`: what the job would do; evaluations and batch predictions take the same time, but learn
 * from their own.
 */
export const jobEstimateBody = z.object({
  job: over.extend({ kind: z.enum(['evaluate', 'predict']).default('predict') }).default({
    kind: 'predict',
  }),
});

/** What to run over, and where. An empty text says nothing, as in proto3. */
export function requestFromWire({
  dataset,
  instance_type: instanceType,
}: z.infer<typeof over>): Omit<InferenceRequest, 'kind' | 'version'> {
  return {
    ...(dataset?.id ? { datasetId: dataset.id } : {}),
    ...(dataset?.version?.id ? { datasetVersionId: dataset.version.id } : {}),
    ...(instanceType ? { instanceType } : {}),
  };
}
