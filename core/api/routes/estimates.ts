import type { JsonObject } from '../../catalog/model-type.ts';
import { toData } from '../../ports/records.ts';
import type { TrainingEstimate } from '../../estimate/estimate.ts';
import { estimateOrder } from '../../training/estimate-training.ts';
import type { Call } from '../call.ts';
import { scopeOf } from '../call.ts';
import type { Route } from '../route.ts';
import { estimateOrdersFromWire, estimatesBody } from '../wire/order-wire.ts';

async function estimates(call: Call): Promise<TrainingEstimate[]> {
  const scope = await scopeOf(call);
  return Promise.all(
    estimateOrdersFromWire(call, scope).map((order) => estimateOrder(order, call.deps)),
  );
}

/** Clarifai's answer: durations only. */
async function timeEstimate(call: Call): Promise<JsonObject> {
  const all = await estimates(call);
  return { training_time_estimates: all.map((estimate) => `${estimate.seconds}s`) };
}

/** The whole estimate: time, price, reservation and how it was reckoned. */
async function wholeEstimate(call: Call): Promise<JsonObject> {
  return { training_estimates: (await estimates(call)).map(toData) };
}

/** What the estimator function serves on AWS. */
export const estimateRoutes: readonly Route[] = [
  {
    operation: 'PostModelVersionsTrainingTimeEstimate',
    method: 'POST',
    path: '/models/:model_id/versions/time_estimate',
    under: 'app',
    body: estimatesBody,
    handle: timeEstimate,
  },
  {
    operation: 'PostModelVersionsTrainingEstimates',
    method: 'POST',
    path: '/models/:model_id/versions/estimates',
    under: 'app',
    body: estimatesBody,
    handle: wholeEstimate,
  },
];
