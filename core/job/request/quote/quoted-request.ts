import type { QuoteRecord } from '../../../billing/quote/quote.ts';
import type { JsonObject } from '../../../json.ts';
import { toData } from '../../../records/records.ts';
import type { InferenceRequest } from '../inference/plan-inference.ts';
import type { TrainingRequest } from '../training-request.ts';
import type { TrainingPlan } from '../plan-training.ts';

/* What was asked for when a quote was made: what a request under it leaves out. */

type KeptTraining = Pick<
  TrainingRequest,
  'params' | 'concepts' | 'inferenceParams' | 'outputConfig' | 'resumeFrom'
> &
  Pick<TrainingRequest, 'datasetId' | 'datasetVersionId'>;

/** What is kept of a training's request, with the parent that was chosen. */
export function keptRequest({ asked, parent }: TrainingPlan): JsonObject {
  const { params, concepts, inferenceParams, outputConfig, datasetId, datasetVersionId } = asked;
  const { resumeFrom } = asked;
  return toData({
    ...{ params, concepts, inferenceParams },
    ...(outputConfig ? { outputConfig } : {}),
    ...(datasetId === undefined ? {} : { datasetId }),
    ...(datasetVersionId === undefined ? {} : { datasetVersionId }),
    ...(resumeFrom && parent ? { resumeFrom: { ...resumeFrom, versionId: parent.id } } : {}),
  });
}

/** A training's request with what it leaves out taken from its quote's. */
export function withQuoted(order: TrainingRequest, { request }: QuoteRecord): TrainingRequest {
  const kept = request as unknown as KeptTraining | undefined;
  if (!kept) return order;
  const { datasetId, datasetVersionId, outputConfig, resumeFrom } = kept;
  const namesData = order.datasetId !== undefined || order.datasetVersionId !== undefined;
  const data = {
    ...(datasetId === undefined ? {} : { datasetId }),
    ...(datasetVersionId === undefined ? {} : { datasetVersionId }),
  };
  return {
    ...(namesData ? {} : data),
    ...(outputConfig ? { outputConfig } : {}),
    ...(resumeFrom ? { resumeFrom } : {}),
    ...order,
    params: { ...kept.params, ...order.params },
    concepts: order.concepts.length > 0 ? order.concepts : kept.concepts,
    inferenceParams: { ...kept.inferenceParams, ...order.inferenceParams },
    ...(order.outputConfig ? { outputConfig: { ...outputConfig, ...order.outputConfig } } : {}),
  };
}

/** What an evaluation or a batch prediction runs over, and where. */
export type InferenceOver = Omit<InferenceRequest, 'kind' | 'version'>;

/** A job's request with what it leaves out taken from its quote's. */
export function withQuotedOver(over: InferenceOver, { request }: QuoteRecord): InferenceOver {
  const kept = request as unknown as InferenceOver | undefined;
  if (!kept) return over;
  const { instanceType, ...data } = kept;
  const namesData = over.datasetId !== undefined || over.datasetVersionId !== undefined;
  return {
    ...(namesData ? {} : data),
    ...(instanceType === undefined ? {} : { instanceType }),
    ...over,
  };
}
