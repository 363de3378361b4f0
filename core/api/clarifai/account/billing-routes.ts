import * as z from 'zod';
import { readBudget } from '../../../billing/budget.ts';
import { listUsage, totalOf } from '../../../billing/usage/usage-record.ts';
import { periodOf } from '../../../records/keys.ts';
import type { RequestContext } from '../../http/request-context.ts';
import { parse, userOf } from '../../http/request-context.ts';
import { paged } from '../../http/paging.ts';
import { monthPattern, paging } from '../../http/query-values.ts';
import type { Answer, Route } from '../../http/route.ts';

const periodSchema = z.string().regex(monthPattern, 'must be a month such as 2026-11');

function periodAsked(call: RequestContext): string {
  return parse(z.object({ period: periodSchema }), {
    period: call.query['period']?.[0] ?? periodOf(call.deps.now()),
  }).period;
}

/** Usage records of a month: what was consumed, line by line. */
async function usage(call: RequestContext): Promise<Answer<'ListUsageRecords'>> {
  const records = await listUsage(call.deps.table, userOf(call), periodAsked(call));
  // Records of release 0.1.0 name no kind: they are all of trainings.
  return { usage_records: paged(call, records).map((record) => ({ kind: 'train', ...record })) };
}

/** The month's total, and what its budget says. Micro-dollars. */
async function amounts(call: RequestContext): Promise<Answer<'GetAmount'>> {
  const userId = userOf(call);
  const period = periodAsked(call);
  const total = totalOf(period, await listUsage(call.deps.table, userId, period));
  const { heldMicros, postedMicros } = (await readBudget(call.deps.table, userId, period)).value;
  return {
    amount: {
      ...total,
      heldMicros,
      postedMicros,
      budgetMicros: call.deps.settings.budgetMicrosPerMonth,
    },
  };
}

/** What the billing function serves on AWS; extensions, Clarifai has no public counterpart. */
export const billingRoutes: readonly Route[] = [
  {
    operation: 'ListUsageRecords',
    method: 'GET',
    path: '/billing/usage',
    under: 'user',
    query: { ...paging, period: 'month' },
    handle: usage,
  },
  {
    operation: 'GetAmount',
    method: 'GET',
    path: '/billing/amounts',
    under: 'user',
    query: { period: 'month' },
    handle: amounts,
  },
];
