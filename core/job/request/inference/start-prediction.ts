import { fail } from '../../../errors.ts';
import { assertLoadable } from '../../../model/model-version.ts';
import type { VersionRef } from '../../../model/version-store.ts';
import { getVersion } from '../../../model/version-store.ts';
import type { Dependencies } from '../../../ports/host.ts';
import { keys } from '../../../records/keys.ts';
import { readAll } from '../../../records/records.ts';
import { nextSequence } from '../../../records/sequence.ts';
import type { BatchPrediction } from '../../../prediction/batch-prediction.ts';
import { batchPredictionWrite } from '../../../prediction/batch-prediction.ts';
import type { InferenceRequest } from './plan-inference.ts';
import { planInference } from './plan-inference.ts';
import { withQuotedOver } from '../quote/quoted-request.ts';
import { namedQuote, newInferenceJob } from './new-inference-job.ts';
import { idsOfBatchPrediction } from '../start-workflow.ts';
import { storeInference } from './store-inference.ts';

/** A batch prediction as asked for. */
export type BatchPredictionRequest = {
  /** Absent: we choose one. A request that is sent again with its id starts nothing. */
  readonly id?: string;
  readonly ref: VersionRef;
  /** The quote that it is asked for under; absent: one is made for it. */
  readonly quoteId?: string;
} & Omit<InferenceRequest, 'kind' | 'version'>;

/**
 * Stores a new batch prediction and starts its job.
 * @throws DeeptuneError model-does-not-exist, version-not-trained, already-exists, budget-exceeded,
 *   quote-expired, quote-used, quote-void, and those of `planInference`
 */
export async function startBatchPrediction(
  { id, ref, quoteId, ...request }: BatchPredictionRequest,
  deps: Dependencies,
): Promise<BatchPrediction> {
  const { value: version } = await getVersion(deps.table, ref);
  assertLoadable(version);
  if (id !== undefined && (await deps.table.get(keys.batchPrediction(ref.scope, id))))
    throw fail('alreadyExists', `Prediction '${id}' already exists; choose another id`);
  const quote = await namedQuote(ref, quoteId, deps);
  const over = quote ? withQuotedOver(request, quote) : request;
  const plan = await planInference({ ...over, kind: 'predict', version }, deps);
  const { job, quoteWrites } = await newInferenceJob(plan, quote, deps);
  const { datasetId, id: datasetVersionId, inputCount } = plan.dataset;
  const earlier = keys.batchPredictionsOf(ref.scope);
  const prediction: BatchPrediction = {
    id: id ?? job.id,
    ...ref,
    modelTypeId: version.modelTypeId,
    createdAt: deps.now(),
    sequence: nextSequence(await readAll<BatchPrediction>(deps.table, earlier)),
    dataset: { datasetId, datasetVersionId, inputCount },
    job,
  };
  const write = batchPredictionWrite(prediction);
  const name = `Prediction '${prediction.id}'`;
  await storeInference(
    { plan, write, quoteWrites, name, ids: idsOfBatchPrediction(prediction) },
    deps,
  );
  return prediction;
}
