import type { JsonObject } from '../../catalog/model-type.ts';
import { heldOutCount } from '../../evaluation/held-out.ts';
import { fail } from '../../errors.ts';
import { assertLoadable, isLoadable } from '../../version/model-version.ts';
import { getVersion } from '../../version/version-store.ts';
import type { Call } from '../call.ts';
import { versionAnswer, versionRefOf } from '../model-call.ts';
import type { Route } from '../route.ts';
import { status } from '../status.ts';
import { heldOutToWire } from '../wire/metrics-wire.ts';
import { fieldParameters, fieldsOf } from './evaluations.ts';

/**
 * The older way to ask for an evaluation. Every trained version was measured on held-out inputs, so there is nothing left to do.
 * @throws DeeptuneError version-not-trained, evaluation-needs-inputs where nothing was held out
 */
async function post(call: Call): Promise<JsonObject> {
  const { value: version } = await getVersion(call.deps.table, await versionRefOf(call));
  assertLoadable(version);
  if (heldOutCount(version) === 0)
    throw fail(
      'evaluationNeedsInputs',
      `No input was held out when version '${version.id}' was trained; label more inputs and train again`,
    );
  const wire = await versionAnswer(version, call);
  return { model_version: { ...wire, metrics: { status: status(21303) } } };
}

async function get(call: Call): Promise<JsonObject> {
  const { value: version } = await getVersion(call.deps.table, await versionRefOf(call));
  const wire = await versionAnswer(version, call);
  const metrics = isLoadable(version)
    ? heldOutToWire(version, fieldsOf(call))
    : { status: status(21302) };
  return { model_version: { ...wire, metrics } };
}

const path = '/models/:model_id/versions/:version_id/metrics';

export const versionMetricsRoutes: readonly Route[] = [
  { operation: 'PostModelVersionMetrics', method: 'POST', path, under: 'app', handle: post },
  {
    operation: 'GetModelVersionMetrics',
    method: 'GET',
    path,
    under: 'app',
    query: fieldParameters,
    handle: get,
  },
];
