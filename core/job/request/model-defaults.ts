import type { Model } from '../../model/model.ts';
import type { TrainingRequest } from './training-request.ts';

type Trained = Pick<TrainingRequest, 'params' | 'datasetId' | 'datasetVersionId'>;

/**
 * An order with what the model's own `train_info` says, where the order names no template: its
 * hyperparameters, and its dataset unless the order names one.
 */
export function withModelTraining<T extends Trained>(
  order: T,
  { trainInfo }: Pick<Model, 'trainInfo'>,
): T {
  if (!trainInfo || order.params['template'] !== undefined) return order;
  const namesDataset = order.datasetId !== undefined || order.datasetVersionId !== undefined;
  const { params, ...dataset } = trainInfo;
  return { ...(namesDataset ? {} : dataset), ...order, params: { ...params, ...order.params } };
}

/** What the model's own `output_info` says holds where the order does not say otherwise. */
export function withModelOutput(order: TrainingRequest, { output }: Model): TrainingRequest {
  return {
    ...order,
    inferenceParams: { ...output?.params, ...order.inferenceParams },
    outputConfig: { ...output?.config, ...order.outputConfig },
  };
}
