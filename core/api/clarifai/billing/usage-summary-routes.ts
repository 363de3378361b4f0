import * as z from 'zod';
import { asIfField } from '../../../billing/as-if.ts';
import { assertOperator } from '../../../access/scopes.ts';
import type { Days, UsageDimension } from '../../../billing/usage/usage-summary.ts';
import {
  lastDayOf,
  usageDimensions,
  usageOfDays,
  UsageSums,
} from '../../../billing/usage/usage-summary.ts';
import { listTenants } from '../../../billing/tenants.ts';
import { fail } from '../../../errors.ts';
import { dayOf, periodOf } from '../../../records/keys.ts';
import type { RequestContext } from '../../http/request-context.ts';
import { parse, userOf } from '../../http/request-context.ts';
import { flag, word, words } from '../../http/query-values.ts';
import type { Answer, Route } from '../../http/route.ts';
import { appAsked, appWanted } from './app-asked.ts';

/** Months are counted up as texts of four digits: the last one has to have one behind it. */
const day = z.iso
  .date('must be a day such as 2026-11-01')
  .refine((text) => text < '9999', 'must be a day before 9999-01-01');

/** Most months that are read for one answer. */
const maxMonths = 13;

/** Sums of usage by tenant, app, model, day and kind, in any combination. Micro-dollars. */
async function summary(call: RequestContext): Promise<Answer<'GetUsageSummary'>> {
  const days = daysAsked(call);
  const appId = appWanted(call);
  const sums = new UsageSums(dimensionsAsked(call));
  for (const userId of await tenantsAsked(call))
    for await (const record of usageOfDays(call.deps.table, userId, days))
      if (appId === undefined || record.appId === appId) sums.add(record);
  await appAsked(call, () => sums.total.jobs > 0);
  const { settings } = call.deps;
  const asIf = asIfField(settings, settings.instanceType);
  return { usage_summary: { ...days, groups: sums.groups, total: sums.total, ...asIf } };
}

/** @throws DeeptuneError insufficient-scopes where another's usage is asked for by no operator */
async function tenantsAsked(call: RequestContext): Promise<readonly string[]> {
  const own = userOf(call);
  if (!flag(call, 'all_tenants')) return [own];
  assertOperator(call.identity, 'sum up the usage of all tenants');
  return [...new Set([own, ...(await listTenants(call.deps.table))])].sort();
}

function dimensionsAsked(call: RequestContext): UsageDimension[] {
  const dimension = z.enum(usageDimensions, `must be one of ${usageDimensions.join(', ')}`);
  const asked = parse(z.object({ group_by: z.array(dimension) }), {
    group_by: words(call, 'group_by').flatMap((each) => each.split(',')),
  });
  return [...new Set(asked.group_by)];
}

/** Without any: the month that runs. */
function daysAsked(call: RequestContext): Days {
  const today = dayOf(call.deps.now());
  const given = parse(z.object({ from: day.optional(), to: day.optional() }), {
    from: word(call, 'from'),
    to: word(call, 'to'),
  });
  const to = given.to ?? lastDayOf(periodOf(given.from && given.from > today ? given.from : today));
  const from = given.from ?? `${periodOf(to)}-01`;
  if (from > to)
    throw fail(
      'invalidRequest',
      `Field 'from' ${from} is after 'to' ${to}: name the earlier first`,
    );
  if (monthsOf({ from, to }) > maxMonths)
    throw fail(
      'invalidRequest',
      `Fields 'from' ${from} and 'to' ${to} span ${monthsOf({ from, to })} months; ask for ${maxMonths} at most`,
    );
  return { from, to };
}

function monthsOf({ from, to }: Days): number {
  const count = (of: string) => Number(of.slice(0, 4)) * 12 + Number(of.slice(5, 7));
  return count(to) - count(from) + 1;
}

export const usageSummaryRoutes: readonly Route[] = [
  {
    operation: 'GetUsageSummary',
    method: 'GET',
    path: '/billing/usage_summary',
    under: 'user',
    isForAnyTenant: true,
    query: { group_by: 'texts', from: 'text', to: 'text', app_id: 'text', all_tenants: 'flag' },
    handle: summary,
  },
];
