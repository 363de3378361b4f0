import type { Evaluation } from '../../../evaluation/evaluation.ts';
import {
  getEvaluation,
  isOfVersion,
  listEvaluations,
  readMetrics,
} from '../../../evaluation/evaluation.ts';
import type { EvaluationRequest } from '../../../job/request/inference/start-evaluation.ts';
import { startEvaluations } from '../../../job/request/inference/start-evaluation.ts';
import { stopEvaluation } from '../../../job/request/inference/stop-inference.ts';
import type { RemainingTime } from '../../../estimate/remaining/remaining-time.ts';
import { remainingOfJob } from '../../../model/remaining.ts';
import { progressIn } from '../../../job/steps/progress.ts';
import { isOpenJob } from '../../../model/inference-job.ts';
import { jobKeys, objectKeys } from '../../../records/object-keys.ts';
import { fail } from '../../../errors.ts';
import type { Scope } from '../../../records/keys.ts';
import { assertLoadable } from '../../../model/model-version.ts';
import { getVersion } from '../../../model/version-store.ts';
import type { RequestContext } from '../../http/request-context.ts';
import { param, parse, scopeOf } from '../../http/request-context.ts';
import { versionRefOf } from '../models/model-call.ts';
import { evaluationParameters, evaluationTest, evaluationsInOrder } from './evaluation-filter.ts';
import { paged } from '../../http/paging.ts';
import { flag, paging, parameters } from '../../http/query-values.ts';
import type { Answer, Route } from '../../http/route.ts';
import { status } from '../../http/status.ts';
import { scopesOf } from '../../http/user-scopes.ts';
import {
  evaluationRequestFromWire,
  evaluationsBody,
  evaluationToWire,
  queuedToWire,
} from './evaluation-wire.ts';
import { linkToWire } from '../predictions/job-wire.ts';
import { metricsFields } from './metrics-wire.ts';
import type { MetricsField } from './metrics-wire.ts';
import type { EvalMetrics } from '../../wire/messages.ts';

async function post(call: RequestContext): Promise<Answer<'PostEvaluations'>> {
  const scope = await scopeOf(call);
  const { eval_metrics: asked } = parse(evaluationsBody, call.body);
  if (asked.length === 0) throw fail('badRequest', "Field 'eval_metrics': name one at least");
  return start(
    call,
    asked.map((wire) => evaluationRequestFromWire(wire, scope, {})),
  );
}

async function postOfVersion(call: RequestContext): Promise<Answer<'PostModelVersionEvaluations'>> {
  const ref = await versionRefOf(call);
  const { eval_metrics: asked } = parse(evaluationsBody, call.body);
  const wires = asked.length > 0 ? asked : [{}];
  return start(
    call,
    wires.map((wire) => evaluationRequestFromWire(wire, ref.scope, ref)),
  );
}

async function start(
  call: RequestContext,
  orders: readonly EvaluationRequest[],
): Promise<Answer<'PostEvaluations'>> {
  const started = await startEvaluations(orders, call.deps);
  return { eval_metrics: started.map(queuedToWire) };
}

async function get(call: RequestContext): Promise<Answer<'GetEvaluation'>> {
  return answer(call, await scopeOf(call));
}

async function getOfVersion(call: RequestContext): Promise<Answer<'GetModelVersionEvaluation'>> {
  const ref = await versionRefOf(call);
  const id = param(call, 'evaluation_id');
  const { value } = await getEvaluation(ref.scope, id, call.deps);
  if (!isOfVersion(value, ref)) throw fail('doesNotExist', `Evaluation '${id}' does not exist`);
  return answer(call, ref.scope);
}

async function answer(call: RequestContext, scope: Scope): Promise<Answer<'GetEvaluation'>> {
  const { value } = await getEvaluation(scope, param(call, 'evaluation_id'), call.deps);
  const metrics = await evaluationAnswer(value, call);
  const missing = fieldsOf(call).filter((field) => !Object.hasOwn(metrics, field));
  if (metrics.status.code !== 21300 || missing.length === 0) return { eval_metrics: metrics };
  const notes = missing.map((field) => whyMissing(field, value)).join('\n');
  return { status: { ...status(10000), developer_notes: notes }, eval_metrics: metrics };
}

/** A training keeps what it measured of its held-out rows, and not the rows. */
function whyMissing(field: MetricsField, { job }: Evaluation): string {
  return field === 'test_set' && !job
    ? 'fields.test_set: a training keeps the figures of its held-out rows and not its answers; evaluate another dataset version for a test_set'
    : `fields.${field} is not measured for this model type`;
}

/**
 * An evaluation with the parts that the query asks for; of one whose job runs, how many rows are
 * answered.
 */
export async function evaluationAnswer(
  stored: Evaluation,
  call: RequestContext,
): Promise<EvalMetrics> {
  const { evaluation, remaining } = await withProgress(stored, call);
  const fields = fieldsOf(call);
  const figures = fields.length > 0 ? await readMetrics(evaluation, call.deps) : undefined;
  return evaluationToWire(evaluation, {
    ...(figures ? { figures } : {}),
    fields,
    ...(remaining ? { remaining } : {}),
  });
}

async function withProgress(
  evaluation: Evaluation,
  call: RequestContext,
): Promise<{ evaluation: Evaluation; remaining?: RemainingTime | undefined }> {
  const { job, scope, rows } = evaluation;
  if (!job || !isOpenJob(job)) return { evaluation };
  const prefix = jobKeys.checkpointPrefix(objectKeys.jobPrefix(scope, job.id));
  const points = await progressIn(call.deps.objects, prefix);
  const done = points.findLast(({ stage }) => stage === 'prediction')?.step ?? 0;
  const remaining = remainingOfJob(job, points, call.deps.now());
  return { evaluation: { ...evaluation, rows: { ...rows, done } }, remaining };
}

/** An evaluation whose job is open is stopped and stays, failed; any other is deleted. */
async function remove(call: RequestContext): Promise<Answer<'DeleteEvaluation'>> {
  const scope = await scopeOf(call);
  const { value } = await getEvaluation(scope, param(call, 'evaluation_id'), call.deps);
  const isOpen = value.job !== undefined && isOpenJob(value.job);
  await stopEvaluation(value, call.deps, !isOpen);
  return {};
}

/** A link to every row's answer, label and score. */
async function predictions(call: RequestContext): Promise<Answer<'GetEvaluationPredictions'>> {
  const scope = await scopeOf(call);
  const { value } = await getEvaluation(scope, param(call, 'evaluation_id'), call.deps);
  const { id, job } = value;
  const folder = job && jobKeys.exportPrefix(objectKeys.jobPrefix(scope, job.id));
  const key = folder && `${folder}predictions.jsonl`;
  const file = key && !isOpenJob(job) ? await call.deps.objects.head(key) : undefined;
  if (!key || !file)
    throw fail(
      'doesNotExist',
      `Evaluation '${id}' has no predictions: ${job ? `its job is ${job.status}` : 'no job made it'}`,
    );
  return { content: await linkToWire(key, { format: 'jsonl', bytes: file.size }, call) };
}

/** What `fieldsOf` reads. */
export const fieldParameters = parameters(
  'flag',
  metricsFields.map((field) => `fields.${field}`).join(' '),
);

/** `fields.confusion_matrix=True` and the like. */
export function fieldsOf(call: RequestContext): MetricsField[] {
  return metricsFields.filter((field) => flag(call, `fields.${field}`));
}

async function list(call: RequestContext): Promise<Answer<'ListEvaluations'>> {
  const found: Evaluation[] = [];
  for (const scope of await scopesOf(call))
    found.push(...(await listEvaluations(scope, call.deps)));
  const chosen = evaluationsInOrder(call, found.filter(evaluationTest(call)));
  return { eval_metrics: paged(call, chosen).map((each) => evaluationToWire(each)) };
}

/** Newest first. @throws DeeptuneError version-not-trained */
async function listOfVersion(call: RequestContext): Promise<Answer<'ListModelVersionEvaluations'>> {
  const ref = await versionRefOf(call);
  assertLoadable((await getVersion(call.deps.table, ref)).value);
  const all = await listEvaluations(ref.scope, call.deps);
  const own = all.filter((evaluation) => isOfVersion(evaluation, ref));
  return { eval_metrics: paged(call, own).map((each) => evaluationToWire(each)) };
}

const ofVersion = '/models/:model_id/versions/:model_version_id/evaluations';

export const evaluationRoutes: readonly Route[] = [
  {
    operation: 'PostEvaluations',
    method: 'POST',
    path: '/evaluations',
    under: 'app',
    body: evaluationsBody,
    isBilled: true,
    handle: post,
  },
  {
    operation: 'ListEvaluations',
    method: 'GET',
    path: '/evaluations',
    under: 'both',
    query: evaluationParameters,
    handle: list,
  },
  {
    operation: 'GetEvaluation',
    method: 'GET',
    path: '/evaluations/:evaluation_id',
    under: 'app',
    query: fieldParameters,
    handle: get,
  },
  {
    operation: 'DeleteEvaluation',
    method: 'DELETE',
    path: '/evaluations/:evaluation_id',
    under: 'app',
    handle: remove,
  },
  {
    operation: 'GetEvaluationPredictions',
    method: 'GET',
    path: '/evaluations/:evaluation_id/predictions',
    under: 'app',
    handle: predictions,
  },
  {
    operation: 'PostModelVersionEvaluations',
    method: 'POST',
    path: ofVersion,
    under: 'app',
    body: evaluationsBody,
    isBilled: true,
    handle: postOfVersion,
  },
  {
    operation: 'ListModelVersionEvaluations',
    method: 'GET',
    path: ofVersion,
    under: 'app',
    query: paging,
    handle: listOfVersion,
  },
  {
    operation: 'GetModelVersionEvaluation',
    method: 'GET',
    path: `${ofVersion}/:evaluation_id`,
    under: 'app',
    query: fieldParameters,
    handle: getOfVersion,
  },
];
