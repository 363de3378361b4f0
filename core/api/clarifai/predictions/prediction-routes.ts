import { asIfField } from '../../../billing/as-if.ts';
import { fail } from '../../../errors.ts';
import { omit } from '../../../json.ts';
import type { ForwardPassEstimate } from '../../../estimate/forward-pass.ts';
import type { RemainingTime } from '../../../estimate/remaining/remaining-time.ts';
import { remainingOfJob } from '../../../model/remaining.ts';
import { progressIn } from '../../../job/steps/progress.ts';
import { planInference } from '../../../job/request/inference/plan-inference.ts';
import { wouldBeRefused } from '../../../job/request/would-be-refused.ts';
import { startBatchPrediction } from '../../../job/request/inference/start-prediction.ts';
import { stopBatchPrediction } from '../../../job/request/inference/stop-inference.ts';
import { isOpenJob } from '../../../model/inference-job.ts';
import { assertLoadable } from '../../../model/model-version.ts';
import { getVersion } from '../../../model/version-store.ts';
import type { BatchPrediction } from '../../../prediction/batch-prediction.ts';
import { batchPredictionsOf, getBatchPrediction } from '../../../prediction/batch-prediction.ts';
import { jobKeys, objectKeys } from '../../../records/object-keys.ts';
import { paged } from '../../http/paging.ts';
import { paging, word } from '../../http/query-values.ts';
import type { RequestContext } from '../../http/request-context.ts';
import { param, parse } from '../../http/request-context.ts';
import type { Answer, Route } from '../../http/route.ts';
import type { BatchPrediction as BatchPredictionWire, JobEstimate } from '../../wire/messages.ts';
import { versionRefOf } from '../models/model-call.ts';
import { forecastToWire } from '../training/promise-wire.ts';
import { jobToWire, linkToWire } from './job-wire.ts';
import { jobEstimateBody, predictionBody, requestFromWire } from './prediction-request.ts';

/** @param progress of a job that is not done: rows that are answered so far, and its time left */
function predictionToWire(
  prediction: BatchPrediction,
  progress?: {
    readonly answered: number | undefined;
    readonly remaining?: RemainingTime | undefined;
  },
): BatchPredictionWire {
  const { id, scope, modelId, versionId, createdAt, dataset, job, rows } = prediction;
  return {
    id,
    app_id: scope.appId,
    user_id: scope.userId,
    model_id: modelId,
    model_version_id: versionId,
    created_at: createdAt,
    dataset: { id: dataset.datasetId, version: { id: dataset.datasetVersionId } },
    rows: rows ?? { total: dataset.inputCount, answered: progress?.answered ?? 0, failed: 0 },
    job: jobToWire(job, progress?.remaining),
  };
}

/**
 * The answer comes at once, the predictions with a job: seconds later on a laptop, minutes on AWS.
 */
async function post(call: RequestContext): Promise<Answer<'PostModelVersionPredictions'>> {
  const ref = await versionRefOf(call);
  const { prediction } = parse(predictionBody, call.body);
  const { id, quote_id: quoteId, dataset } = prediction;
  if (!dataset && !quoteId)
    throw fail(
      'badRequest',
      "Field 'prediction.dataset' is missing: what to predict over; under a quote_id it may be left out",
    );
  const named = { ...(id ? { id } : {}), ...(quoteId ? { quoteId } : {}) };
  const request = { ...named, ref, ...requestFromWire(prediction) };
  const started = await startBatchPrediction(request, call.deps);
  return { prediction: predictionToWire(started) };
}

/** What an evaluation or a batch prediction would take and cost. */
async function estimate(call: RequestContext): Promise<Answer<'PostModelVersionJobEstimates'>> {
  const { value: version } = await getVersion(call.deps.table, await versionRefOf(call));
  assertLoadable(version);
  const { job } = parse(jobEstimateBody, call.body);
  const request = { kind: job.kind, version, ...requestFromWire(job) };
  const plan = await planInference(request, call.deps);
  const { maxAmountMicros } = plan.estimate;
  const place = { ...version.scope, modelId: version.modelId };
  const refusal = await wouldBeRefused(place, maxAmountMicros, call.deps);
  const estimate = estimateToWire(job.kind, omit(plan.estimate, 'workload', 'basis'));
  const asIf = asIfField(call.deps.settings, plan.instanceType);
  return { estimate: { ...estimate, ...refusal, ...asIf } };
}

function estimateToWire(kind: string, estimate: ForwardPassEstimate): JobEstimate {
  const { inputEpochs, transferSeconds } = estimate;
  const transfer = transferSeconds === undefined ? {} : { transferSeconds };
  return { kind, ...forecastToWire(estimate), inputEpochs, ...transfer };
}

async function list(call: RequestContext): Promise<Answer<'ListModelVersionPredictions'>> {
  const ref = await versionRefOf(call);
  await getVersion(call.deps.table, ref);
  const all = await batchPredictionsOf(ref, call.deps);
  return { predictions: paged(call, all).map((each) => predictionToWire(each)) };
}

async function get(call: RequestContext): Promise<Answer<'GetModelVersionPrediction'>> {
  const prediction = await found(call);
  const { scope, job } = prediction;
  if (!isOpenJob(job)) return { prediction: predictionToWire(prediction) };
  const prefix = jobKeys.checkpointPrefix(objectKeys.jobPrefix(scope, job.id));
  const points = await progressIn(call.deps.objects, prefix);
  const answered = points.findLast(({ stage }) => stage === 'prediction')?.step;
  const remaining = remainingOfJob(job, points, call.deps.now());
  return { prediction: predictionToWire(prediction, { answered, remaining }) };
}

/** @throws DeeptuneError does-not-exist, also for one of another version */
async function found(call: RequestContext): Promise<BatchPrediction> {
  const ref = await versionRefOf(call);
  const id = param(call, 'prediction_id');
  const { value } = await getBatchPrediction(ref.scope, id, call.deps);
  if (value.modelId === ref.modelId && value.versionId === ref.versionId) return value;
  throw fail('doesNotExist', `Prediction '${id}' does not exist`);
}

/**
 * One that is open is stopped and stays, with the answers that it has; one that has ended is
 * deleted.
 */
async function remove(call: RequestContext): Promise<Answer<'DeleteModelVersionPrediction'>> {
  const prediction = await found(call);
  await stopBatchPrediction(prediction, call.deps, !isOpenJob(prediction.job));
  return {};
}

const formats: readonly string[] = ['jsonl', 'csv'];

/** A link to the answers, one line per input in the order of the dataset version. */
async function content(call: RequestContext): Promise<Answer<'GetModelVersionPredictionContent'>> {
  const { id, scope, job } = await found(call);
  const format = word(call, 'format') ?? 'jsonl';
  if (!formats.includes(format))
    throw fail('badRequest', `Field 'format' "${format}": must be one of ${formats.join(', ')}`);
  const folder = jobKeys.exportPrefix(objectKeys.jobPrefix(scope, job.id));
  const key = `${folder}predictions.${format}`;
  const file = isOpenJob(job) ? undefined : await call.deps.objects.head(key);
  if (!file)
    throw fail(
      'doesNotExist',
      `Prediction '${id}' is ${job.status} and has no answers (${format})`,
    );
  return { content: await linkToWire(key, { format, bytes: file.size }, call) };
}

const versions = '/models/:model_id/versions/:version_id';
const one = `${versions}/predictions/:prediction_id`;

export const predictionRoutes: readonly Route[] = [
  {
    operation: 'PostModelVersionPredictions',
    method: 'POST',
    path: `${versions}/predictions`,
    under: 'app',
    body: predictionBody,
    isBilled: true,
    handle: post,
  },
  {
    operation: 'PostModelVersionJobEstimates',
    method: 'POST',
    path: `${versions}/job_estimates`,
    under: 'app',
    body: jobEstimateBody,
    refusesUnread: true,
    handle: estimate,
  },
  {
    operation: 'ListModelVersionPredictions',
    method: 'GET',
    path: `${versions}/predictions`,
    under: 'app',
    query: paging,
    handle: list,
  },
  {
    operation: 'GetModelVersionPrediction',
    method: 'GET',
    path: one,
    under: 'app',
    handle: get,
  },
  {
    operation: 'DeleteModelVersionPrediction',
    method: 'DELETE',
    path: one,
    under: 'app',
    handle: remove,
  },
  {
    operation: 'GetModelVersionPredictionContent',
    method: 'GET',
    path: `${one}/content`,
    under: 'app',
    query: { format: 'text' },
    handle: content,
  },
];
