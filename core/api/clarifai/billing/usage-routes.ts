import * as z from 'zod';
import { asIfField } from '../../../billing/as-if.ts';
import { readBudget } from '../../../billing/budget/budget.ts';
import { readLimit } from '../../../billing/budget/limit.ts';
import { listHolds } from '../../../billing/hold.ts';
import type { Hold } from '../../../billing/hold.ts';
import type { UsageRecord } from '../../../billing/usage/usage-record.ts';
import { listUsage, totalOf } from '../../../billing/usage/usage-record.ts';
import { periodOf } from '../../../records/keys.ts';
import type { RequestContext } from '../../http/request-context.ts';
import { parse, userOf } from '../../http/request-context.ts';
import { paged } from '../../http/paging.ts';
import { monthPattern, paging } from '../../http/query-values.ts';
import type { Answer, Route } from '../../http/route.ts';
import { appAsked } from './app-asked.ts';

const periodSchema = z.string().regex(monthPattern, 'must be a month such as 2026-11');

function periodAsked(call: RequestContext): string {
  return parse(z.object({ period: periodSchema }), {
    period: call.query['period']?.[0] ?? periodOf(call.deps.now()),
  }).period;
}

/** What of a user's bill is asked for. */
interface BillAsked {
  readonly userId: string;
  readonly period: string;
  /** Absent: all of the user's apps. */
  readonly appId?: string;
}

/**
 * The part of the bill that is asked for, and that the key may read: an app key reads its app's.
 * @throws DeeptuneError does-not-exist for an app that neither exists nor has records
 */
async function billOf(call: RequestContext): Promise<BillAsked & { records: UsageRecord[] }> {
  const [userId, period] = [userOf(call), periodAsked(call)];
  const all = await listUsage(call.deps.table, userId, period);
  const isIn = (appId: string) => all.some((record) => record.appId === appId);
  const appId = await appAsked(call, isIn);
  if (appId === undefined) return { userId, period, records: all };
  const records = all.filter((record) => record.appId === appId);
  return { userId, period, appId, records };
}

/** Usage records of a month: what was consumed, line by line. */
async function usage(call: RequestContext): Promise<Answer<'ListUsageRecords'>> {
  const { records } = await billOf(call);
  // Records of release 0.1.0 name no kind: they are all of trainings.
  return { usage_records: paged(call, records).map((record) => ({ kind: 'train', ...record })) };
}

/**
 * The month's total, and what its budget says. Micro-dollars. Of an app: what is held and posted
 * for it; the budget is its user's: absent where nothing limits him.
 */
async function amounts(call: RequestContext): Promise<Answer<'GetAmount'>> {
  const { userId, period, appId, records } = await billOf(call);
  const total = totalOf(period, records);
  const { table, settings } = call.deps;
  const sums =
    appId === undefined
      ? (await readBudget(table, userId, period)).value
      : {
          heldMicros: heldOf(await listHolds(table, userId), period, appId),
          postedMicros: total.amountMicros,
        };
  const { heldMicros, postedMicros } = sums;
  const { limit } = await readLimit({ level: 'tenant', userId }, call.deps);
  const budget = limit.monthMicros === undefined ? {} : { budgetMicros: limit.monthMicros };
  const ofApp = appId === undefined ? {} : { appId };
  return {
    amount: { ...ofApp, ...total, heldMicros, postedMicros, ...budget },
    ...asIfField(settings, settings.instanceType),
  };
}

function heldOf(holds: readonly Hold[], period: string, appId: string): number {
  return holds
    .filter((hold) => hold.appId === appId && hold.period === period)
    .reduce((sum, hold) => sum + hold.amountMicros, 0);
}

/** What was consumed, line by line and in sum; extensions, Clarifai has no public counterpart. */
export const usageRoutes: readonly Route[] = [
  {
    operation: 'ListUsageRecords',
    method: 'GET',
    path: '/billing/usage',
    under: 'user',
    isForAnyTenant: true,
    query: { ...paging, period: 'month', app_id: 'text' },
    handle: usage,
  },
  {
    operation: 'GetAmount',
    method: 'GET',
    path: '/billing/amounts',
    under: 'user',
    isForAnyTenant: true,
    query: { period: 'month', app_id: 'text' },
    handle: amounts,
  },
];
