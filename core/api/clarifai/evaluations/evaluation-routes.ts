import { advanceEvaluation } from '../../../evaluation/advance-evaluation.ts';
import type { Evaluation } from '../../../evaluation/evaluation.ts';
import {
  getEvaluation,
  isOfVersion,
  listEvaluations,
  readMetrics,
} from '../../../evaluation/evaluation.ts';
import { startEvaluation } from '../../../evaluation/start-evaluation.ts';
import { fail } from '../../../errors.ts';
import type { Scope } from '../../../records/keys.ts';
import type { Stored } from '../../../records/records.ts';
import { assertLoadable } from '../../../model/model-version.ts';
import { getVersion } from '../../../model/version-store.ts';
import type { RequestContext } from '../../http/request-context.ts';
import { param, parse, scopeOf } from '../../http/request-context.ts';
import { versionRefOf } from '../models/model-call.ts';
import { evaluationParameters, evaluationTest, evaluationsInOrder } from './evaluation-filter.ts';
import { paged } from '../../http/paging.ts';
import { flag, paging, parameters } from '../../http/query-values.ts';
import type { Answer, Route } from '../../http/route.ts';
import { scopesOf } from '../../http/user-scopes.ts';
import {
  evaluationRequestFromWire,
  evaluationsBody,
  evaluationToWire,
  queuedToWire,
} from './evaluation-wire.ts';
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
  orders: readonly Parameters<typeof startEvaluation>[0][],
): Promise<Answer<'PostEvaluations'>> {
  const started: Evaluation[] = [];
  for (const order of orders) started.push(await startEvaluation(order, call.deps));
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

/** Asking moves an evaluation on: that is when its work is done. */
async function answer(call: RequestContext, scope: Scope): Promise<Answer<'GetEvaluation'>> {
  const stored = await getEvaluation(scope, param(call, 'evaluation_id'), call.deps);
  return { eval_metrics: await evaluationAnswer(stored, call) };
}

/** An evaluation, moved on, with the figures that the query asks for. */
export async function evaluationAnswer(
  stored: Stored<Evaluation>,
  call: RequestContext,
): Promise<EvalMetrics> {
  const evaluation = await advanceEvaluation(stored, call.deps);
  const fields = fieldsOf(call);
  const figures = fields.length > 0 ? await readMetrics(evaluation, call.deps) : undefined;
  return evaluationToWire(evaluation, figures, fields);
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
    operation: 'PostModelVersionEvaluations',
    method: 'POST',
    path: ofVersion,
    under: 'app',
    body: evaluationsBody,
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
