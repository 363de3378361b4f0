import * as z from 'zod';
import { asIfField } from '../../../billing/as-if.ts';
import { assertOperator } from '../../../access/scopes.ts';
import { publishBudgetEvents } from '../../../billing/budget/budget-events.ts';
import { listBudgets, readBudgetState } from '../../../billing/budget/budget-views.ts';
import type { LimitChangeRequest } from '../../../billing/budget/change-limit.ts';
import { changeLimit, limitAfter } from '../../../billing/budget/change-limit.ts';
import { readLimit } from '../../../billing/budget/limit.ts';
import type { BudgetTarget } from '../../../billing/budget/target.ts';
import { targetOfId } from '../../../billing/budget/target.ts';
import { fail } from '../../../errors.ts';
import type { CarriedOut } from '../../../job/budget-stop/carry-out.ts';
import { carryOutLimit, wouldStop } from '../../../job/budget-stop/carry-out.ts';
import { stoppedJobs } from '../../../job/budget-stop/stopped-job.ts';
import { getModel } from '../../../model/version-store.ts';
import { keys, periodOf } from '../../../records/keys.ts';
import type { RequestContext } from '../../http/request-context.ts';
import { param, parse, userOf } from '../../http/request-context.ts';
import { monthPattern } from '../../http/query-values.ts';
import type { Answer, Route } from '../../http/route.ts';
import type { BudgetAsked } from './budget-wire.ts';
import { budgetBody, budgetToWire, limitFromWire } from './budget-wire.ts';

const monthSchema = z.string().regex(monthPattern, 'must be a month such as 2026-11');

/**
 * The budgets that the key may see, as they stand, or as another month stood: those of the tenant,
 * of one app only for a key of that app; the account's for operators.
 */
async function list(call: RequestContext): Promise<Answer<'ListBudgets'>> {
  const { deps, identity } = call;
  const now = deps.now();
  const period = parse(z.object({ period: monthSchema }), {
    period: call.query['period']?.[0] ?? periodOf(now),
  }).period;
  const isNow = period === periodOf(now);
  const at = isNow ? now : `${period}-01T00:00:00.000Z`;
  const own = await listBudgets(userOf(call), at, deps);
  const seen = own.filter(({ target }) => isWithin(identity.appId, target));
  const isOperator = identity.isOperator === true && identity.appId === undefined;
  const account = isOperator ? [await readBudgetState({ level: 'account' }, at, deps)] : [];
  const { settings } = deps;
  return {
    budgets: [...account, ...seen].map((state) => budgetToWire(state, isNow)),
    ...asIfField(settings, settings.instanceType),
  };
}

/** Sets a budget: what is above it then is stopped, what it had stopped goes on where it can. */
async function put(call: RequestContext): Promise<Answer<'PutBudget'>> {
  const { budget, dry_run: isDryRun } = parse(budgetBody, call.body);
  const target = await targetFromWire(budget, call);
  const limit = limitFromWire(budget);
  if (limit.monthMicros === undefined && limit.dayMicros === undefined)
    throw fail(
      'invalidRequest',
      "A budget needs 'monthMicros', 'dayMicros' or both: 12500000 is $12.50",
    );
  const change = { target, limit, by: byWhom(call) };
  return isDryRun ? tryOut(change, call) : apply(change, call);
}

async function remove(call: RequestContext): Promise<Answer<'DeleteBudget'>> {
  const target = targetOfId(param(call, 'budget_id'), userOf(call));
  assertMayChange(target, call);
  return apply({ target, by: byWhom(call) }, call);
}

async function apply(
  change: LimitChangeRequest,
  call: RequestContext,
): Promise<Answer<'PutBudget'>> {
  const { deps } = call;
  const { target } = change;
  await changeLimit(change, deps);
  await publishBudgetEvents(change.by.userId, deps);
  // It holds from now on: what cannot be reached to carry it out is left to the reconciler.
  const left: CarriedOut = { stopped: [], resumed: [], isPending: true };
  const { stopped, resumed, isPending } = await carryOutLimit(target, deps).catch(() => left);
  const budget = budgetToWire(await readBudgetState(target, deps.now(), deps));
  return { budget, stopped, resumed, isPending };
}

/** What it would do, without doing it. */
async function tryOut(
  change: LimitChangeRequest,
  { deps }: RequestContext,
): Promise<Answer<'PutBudget'>> {
  const { target } = change;
  const after = limitAfter(change, await readLimit(target, deps), deps);
  const now = await readBudgetState(target, deps.now(), deps);
  const state = { ...now, limit: after, isDefault: false };
  const stopped = await wouldStop(state, deps);
  const isResuming = stopped.length === 0 && after.change?.isRaised;
  const resumed = isResuming ? await stoppedJobs(target, deps.table) : [];
  return {
    budget: budgetToWire(state),
    stopped,
    resumed: resumed.map(({ jobId }) => jobId),
    isPending: false,
  };
}

function byWhom(call: RequestContext): LimitChangeRequest['by'] {
  return { userId: userOf(call), isOperator: call.identity.isOperator === true };
}

/** @throws DeeptuneError does-not-exist for an app or a model that is not the caller's */
async function targetFromWire(
  { level, appId, modelId }: BudgetAsked,
  call: RequestContext,
): Promise<BudgetTarget> {
  const userId = userOf(call);
  const id = [level, ...(appId ? [appId] : []), ...(modelId ? [modelId] : [])].join(':');
  const names = { account: 1, tenant: 1, app: 2, model: 3 }[level];
  if (id.split(':').length !== names || (modelId && !appId))
    throw fail(
      'invalidRequest',
      `A budget of level '${level}' ${namesOf[level]}, and this one names ${named({ appId, modelId })}`,
    );
  const target = targetOfId(id, userId);
  assertMayChange(target, call);
  if (target.level === 'app' || target.level === 'model') {
    const app = await call.deps.table.get(keys.app(target));
    if (!app || app.data['deletedAt'] !== undefined) throw appDoesNotExist(target.appId);
    if (target.level === 'model') await getModel(call.deps.table, target, target.modelId);
  }
  return target;
}

const namesOf = {
  account: 'names neither an app nor a model',
  tenant: 'names neither an app nor a model',
  app: "names an app ('appId') and no model",
  model: "names an app ('appId') and a model ('modelId')",
} as const;

function named({ appId, modelId }: Pick<BudgetAsked, 'appId' | 'modelId'>): string {
  const names = [appId && `app '${appId}'`, modelId && `model '${modelId}'`].filter(Boolean);
  return names.join(' and ') || 'neither';
}

/** @throws DeeptuneError insufficient-scopes; does-not-exist for a key of another app */
function assertMayChange(target: BudgetTarget, { identity }: RequestContext): void {
  if (target.level === 'account') assertOperator(identity, 'set the account budget');
  if (isWithin(identity.appId, target)) return;
  if ('appId' in target) throw appDoesNotExist(target.appId);
  throw fail(
    'insufficientScopes',
    `This key opens app '${identity.appId}' only: it can set budgets of that app and its models, and not of the ${target.level}`,
  );
}

/** True where a key of this app reaches the budget; a key of all apps reaches every one. */
function isWithin(appId: string | undefined, target: BudgetTarget): boolean {
  return appId === undefined || ('appId' in target && target.appId === appId);
}

function appDoesNotExist(appId: string): Error {
  return fail('doesNotExist', `App '${appId}' does not exist`);
}

/** Budgets; extensions, Clarifai has no public counterpart. */
export const budgetRoutes: readonly Route[] = [
  {
    operation: 'ListBudgets',
    method: 'GET',
    path: '/billing/budgets',
    under: 'user',
    isForAnyTenant: true,
    query: { period: 'month' },
    handle: list,
  },
  {
    operation: 'PutBudget',
    method: 'PUT',
    path: '/billing/budgets',
    under: 'user',
    isForAnyTenant: true,
    body: budgetBody,
    refusesUnread: true,
    handle: put,
  },
  {
    operation: 'DeleteBudget',
    method: 'DELETE',
    path: '/billing/budgets/:budget_id',
    under: 'user',
    isForAnyTenant: true,
    handle: remove,
  },
];
