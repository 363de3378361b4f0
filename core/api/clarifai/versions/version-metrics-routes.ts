import type { Evaluation } from '../../../evaluation/evaluation.ts';
import { heldOutCount } from '../../../evaluation/held-out.ts';
import { startEvaluation } from '../../../job/request/inference/start-evaluation.ts';
import { keys } from '../../../records/keys.ts';
import type { Stored } from '../../../records/records.ts';
import { readRecord } from '../../../records/records.ts';
import type { LoadableVersion } from '../../../model/model-version.ts';
import { assertLoadable, isLoadable } from '../../../model/model-version.ts';
import { getVersion } from '../../../model/version-store.ts';
import type { RequestContext } from '../../http/request-context.ts';
import { versionAnswer, versionRefOf } from '../models/model-call.ts';
import type { Answer, Route } from '../../http/route.ts';
import { status } from '../../http/status.ts';
import { heldOutToWire } from '../evaluations/metrics-wire.ts';
import { evaluationAnswer, fieldParameters, fieldsOf } from '../evaluations/evaluation-routes.ts';
import type { EvalMetrics } from '../../wire/messages.ts';

/**
 * The older way to ask for an evaluation. What was measured on held-out inputs is there already;
 * where none was held out, an evaluation with the version's own id is made, which a job measures.
 * @throws DeeptuneError version-not-trained, evaluation-needs-inputs
 */
async function post(call: RequestContext): Promise<Answer<'PostModelVersionMetrics'>> {
  const ref = await versionRefOf(call);
  const { value: version } = await getVersion(call.deps.table, ref);
  assertLoadable(version);
  if (heldOutCount(version) === 0 && !(await ownEvaluation(version, call)))
    await startEvaluation({ ...nothingSaid, id: version.id, ref }, call.deps);
  const wire = await versionAnswer(version, call);
  return { model_version: { ...wire, metrics: { status: status(21303) } } };
}

const nothingSaid = { groundTruth: {}, params: {}, userMetrics: {} };

async function get(call: RequestContext): Promise<Answer<'GetModelVersionMetrics'>> {
  const { value: version } = await getVersion(call.deps.table, await versionRefOf(call));
  const wire = await versionAnswer(version, call);
  const metrics = isLoadable(version) ? await metricsOf(version, call) : { status: status(21302) };
  return { model_version: { ...wire, metrics } };
}

async function metricsOf(version: LoadableVersion, call: RequestContext): Promise<EvalMetrics> {
  const own = heldOutCount(version) === 0 ? await ownEvaluation(version, call) : undefined;
  return own ? evaluationAnswer(own.value, call) : heldOutToWire(version, fieldsOf(call));
}

function ownEvaluation(
  { scope, id }: LoadableVersion,
  { deps }: RequestContext,
): Promise<Stored<Evaluation> | undefined> {
  return readRecord<Evaluation>(deps.table, keys.evaluation(scope, id));
}

const path = '/models/:model_id/versions/:version_id/metrics';

export const versionMetricsRoutes: readonly Route[] = [
  {
    operation: 'PostModelVersionMetrics',
    method: 'POST',
    path,
    under: 'app',
    isBilled: true,
    handle: post,
  },
  {
    operation: 'GetModelVersionMetrics',
    method: 'GET',
    path,
    under: 'app',
    query: fieldParameters,
    handle: get,
  },
];
