import { modelAmounts } from '../../../billing/model-amounts.ts';
import type { ModelAmount } from '../../../billing/model-amounts.ts';
import { progressIn } from '../../../job/steps/progress.ts';
import type { Model } from '../../../model/model.ts';
import type { LoadableVersion, ModelVersion } from '../../../model/model-version.ts';
import { findAnswering } from '../../../model/answering-version.ts';
import { remainingOfVersion } from '../../../model/remaining.ts';
import { verdictOf } from '../../../model/verdict.ts';
import type { Verdict } from '../../../model/verdict.ts';
import { keys } from '../../../records/keys.ts';
import { objectKeys } from '../../../records/object-keys.ts';
import { readAll, readRecord } from '../../../records/records.ts';
import { paged } from '../../http/paging.ts';
import { orderParameters, paging, sorted } from '../../http/query-values.ts';
import type { RequestContext } from '../../http/request-context.ts';
import { userOf } from '../../http/request-context.ts';
import type { Answer, Route } from '../../http/route.ts';
import { scopesOf } from '../../http/user-scopes.ts';
import type {
  ModelSummary,
  NewestVersion,
  ServingVersion,
  Verdict as VerdictWire,
} from '../../wire/messages.ts';
import { modelParameters, modelTest } from './model-filter.ts';
import type { FoundModel } from './model-filter.ts';

type Row = FoundModel & { readonly charged: ModelAmount };

/**
 * A line for each model: how its newest version stands, what the one is worth that answers, and
 * what was charged. Newest change first. Of the models of the page the versions are read, and of no
 * other.
 */
async function list(call: RequestContext): Promise<Answer<'ListModelSummaries'>> {
  const amountOf = await modelAmounts(userOf(call), call.deps);
  const isAsked = modelTest(call);
  const rows: Row[] = [];
  for (const scope of await scopesOf(call))
    for (const model of await readAll<Model>(call.deps.table, keys.modelsOf(scope)))
      if (model.deletedAt === undefined && isAsked({ model, scope }))
        rows.push({ model, scope, charged: amountOf(scope.appId, model.id) });
  const inOrder = sorted(call, rows, {
    modified_at: ({ model }) => model.modifiedAt,
    created_at: ({ model }) => model.createdAt,
    name: ({ model }) => model.name,
    amount: ({ charged }) => charged.amountMicros,
  });
  const models = await Promise.all(paged(call, inOrder).map((row) => summaryOf(row, call)));
  return { models, total: rows.length };
}

async function summaryOf({ model, scope, charged }: Row, call: RequestContext) {
  const key = keys.version(scope, model.id, model.latestVersionId);
  const newest = (await readRecord<ModelVersion>(call.deps.table, key))?.value;
  const serving = newest && (await findAnswering(call.deps.table, scope, model));
  const summary: ModelSummary = {
    app_id: scope.appId,
    id: model.id,
    name: model.name,
    model_type_id: model.modelTypeId,
    created_at: model.createdAt,
    modified_at: model.modifiedAt,
    versions: await call.deps.table.count(keys.versionsOf(scope, model.id)),
    ...(newest ? { newest: await newestToWire(newest, call) } : {}),
    ...(serving ? { serving: servingToWire(serving) } : {}),
    amountMicros: charged.amountMicros,
    jobs: charged.jobs,
  };
  return summary;
}

async function newestToWire(
  version: ModelVersion,
  { deps }: RequestContext,
): Promise<NewestVersion> {
  const { id, status, createdAt, scope } = version;
  const isRunning = status === 'training' || status === 'stopping';
  const prefix = objectKeys.checkpointPrefix(scope, id);
  const points = isRunning ? await progressIn(deps.objects, prefix) : [];
  const point = points.at(-1);
  const remaining = remainingOfVersion(version, points, deps.now());
  const percent =
    point && point.totalSteps > 0
      ? { percent: Math.min(100, Math.floor((100 * point.step) / point.totalSteps)) }
      : {};
  return {
    ...{ id, status, created_at: createdAt },
    ...('settlement' in version ? { completed_at: version.settlement.completedAt } : {}),
    ...('failure' in version ? { failure: version.failure } : {}),
    ...percent,
    ...(remaining ? { secondsLeft: remaining.p50Seconds } : {}),
  };
}

function servingToWire({ id, status, settlement, metrics }: LoadableVersion): ServingVersion {
  const verdict = verdictOf(metrics);
  return {
    id,
    status,
    completed_at: settlement.completedAt,
    ...(verdict ? { verdict: verdictToWire(verdict) } : {}),
  };
}

/** Trainers may say more than what is published here. */
function verdictToWire(verdict: Verdict): VerdictWire {
  const { metric, heldOut, interval, count, trivial, untrained } = verdict;
  const { isBetterThanTrivial, text } = verdict;
  return { metric, heldOut, interval, count, trivial, untrained, isBetterThanTrivial, text };
}

/** An extension: what a list of models shows, without a request for each. */
export const modelSummaryRoutes: readonly Route[] = [
  {
    operation: 'ListModelSummaries',
    method: 'GET',
    path: '/model_summaries',
    under: 'both',
    query: {
      ...modelParameters,
      ...paging,
      ...orderParameters('modified_at created_at name amount'),
    },
    handle: list,
  },
];
