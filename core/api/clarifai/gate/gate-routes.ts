import * as z from 'zod';
import { fail } from '../../../errors.ts';
import type { JsonObject } from '../../../json.ts';
import type { GatePolicy, GateResult, GateSummary } from '../../../model/promotion/gate-result.ts';
import type { ModelVersion } from '../../../model/model-version.ts';
import { getModel, getVersion } from '../../../model/version-store.ts';
import { keys } from '../../../records/keys.ts';
import { jobKeys, objectKeys } from '../../../records/object-keys.ts';
import { toData, withRetry } from '../../../records/records.ts';
import { defaultGatePolicy, gatePolicyOf } from '../../../training/gate/gate-policy.ts';
import { paged } from '../../http/paging.ts';
import { paging } from '../../http/query-values.ts';
import type { RequestContext } from '../../http/request-context.ts';
import { param, parse, scopeOf } from '../../http/request-context.ts';
import type { Answer, Route } from '../../http/route.ts';
import { versionRefOf } from '../models/model-call.ts';

const percent = z.number().min(0).max(100);

/** What is left out is as it is by default. */
const policySchema = z.strictObject({
  allowedLossPoints: percent.default(defaultGatePolicy.allowedLossPoints),
  maxNegativeFlipPercent: percent.default(defaultGatePolicy.maxNegativeFlipPercent),
  maxFlipsOfErrorsPercent: percent.default(defaultGatePolicy.maxFlipsOfErrorsPercent ?? 0),
  newConceptFloor: z.number().min(0).max(1).default(defaultGatePolicy.newConceptFloor),
  requiresApproval: z.boolean().default(defaultGatePolicy.requiresApproval),
});
const policyBody = z.strictObject({ gate_policy: policySchema });

async function getPolicy(call: RequestContext): Promise<Answer<'GetGatePolicy'>> {
  const scope = await scopeOf(call);
  const { value } = await getModel(call.deps.table, scope, param(call, 'model_id'));
  return { gate_policy: gatePolicyOf(value) };
}

/** Of candidates from now on: what was decided stays. */
async function putPolicy(call: RequestContext): Promise<Answer<'PutGatePolicy'>> {
  const scope = await scopeOf(call);
  const { gate_policy: policy } = parse(policyBody, call.body);
  await withRetry(async () => {
    const { value, rev } = await getModel(call.deps.table, scope, param(call, 'model_id'));
    const changed = { ...value, gate: policy satisfies GatePolicy, modifiedAt: call.deps.now() };
    const put = { ...keys.model(scope, value.id), data: toData(changed) };
    await call.deps.table.write([{ put, if: { rev } }]);
  });
  return { gate_policy: policy };
}

/** What the gate decided of a version, with a page of the inputs that flipped. */
async function getGate(call: RequestContext): Promise<Answer<'GetModelVersionGate'>> {
  const { value: version } = await getVersion(call.deps.table, await versionRefOf(call));
  const gate = 'gate' in version ? version.gate : undefined;
  if (!gate) throw fail('doesNotExist', whyNoGate(version));
  const { negativeFlips, ...result } = (await readResult(version, call)) ?? resultOf(gate);
  const isFinal = result.verdict === gate.verdict;
  const { verdict, at, reasons } = isFinal ? result : gate;
  return {
    gate: {
      ...result,
      ...{ verdict, at, reasons },
      negativeFlips: paged(call, negativeFlips),
      negativeFlipCount: negativeFlips.length,
    },
  };
}

function whyNoGate({ id, status }: ModelVersion): string {
  const isOpen = ['queued', 'training', 'stopping'].includes(status);
  const why = isOpen
    ? `it is ${status}: its gate decides when its training is done`
    : `it is ${status}, and met none: an earlier release trained it, or it cannot answer`;
  return `Version '${id}' has no gate result: ${why}`;
}

async function readResult(
  { scope, id }: ModelVersion,
  { deps }: RequestContext,
): Promise<GateResult | undefined> {
  const bytes = await deps.objects.get(jobKeys.gate(objectKeys.versionPrefix(scope, id)));
  if (!bytes) return undefined;
  return JSON.parse(new TextDecoder().decode(bytes)) as JsonObject as unknown as GateResult;
}

/** Of a version that Settle decided alone: it was stopped, or its gate could not be asked. */
function resultOf(gate: GateSummary): GateResult {
  const { verdict, reasons, at, parentVersionId, negativeFlipPercent, positiveFlipCount } = gate;
  return {
    ...{ verdict, reasons, at, negativeFlipPercent, positiveFlipCount },
    policy: defaultGatePolicy,
    ...(parentVersionId === undefined ? {} : { parentVersionId }),
    evaluationSet: { inputs: 0, compared: 0 },
    concepts: [],
    negativeFlips: [],
  };
}

/** Whether versions of a model may answer predictions: an extension. */
export const gateRoutes: readonly Route[] = [
  {
    operation: 'GetGatePolicy',
    method: 'GET',
    path: '/models/:model_id/gate',
    under: 'app',
    handle: getPolicy,
  },
  {
    operation: 'PutGatePolicy',
    method: 'PUT',
    path: '/models/:model_id/gate',
    under: 'app',
    body: policyBody,
    refusesUnread: true,
    handle: putPolicy,
  },
  {
    operation: 'GetModelVersionGate',
    method: 'GET',
    path: '/models/:model_id/versions/:version_id/gate',
    under: 'app',
    query: paging,
    handle: getGate,
  },
];
