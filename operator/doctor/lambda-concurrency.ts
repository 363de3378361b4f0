import type { Check, CheckContext, Verdict } from './check.ts';
import { ok, todo } from './check.ts';
import type { Quota } from './quota-list.ts';
import { coded, findQuotas, howToRequest, quotaPermission } from './quota-list.ts';

/** "Concurrent executions" of Lambda in the Region. */
const code = 'L-B99A9384';

/**
 * Below it a handful of slow requests keeps everybody else, and the steps of trainings, waiting.
 */
const minConcurrency = 100;

/** AWS's own default, which a raise is usually granted up to. */
const usual = 1_000;

/**
 * Whether the functions may run as often at a time as they are asked: a call of the API takes two,
 * and new accounts begin with 10 for all.
 */
export const lambdaConcurrency: Check = {
  names: ['Lambda concurrency'],
  permission: quotaPermission,
  look: async (context) => {
    const [quota] = await findQuotas(context, 'lambda', [coded(code)]);
    return [verdictOf(context, quota)];
  },
};

function verdictOf(context: CheckContext, quota: Quota | undefined): Verdict {
  if (!quota) return todo(`there is no quota ${code} of Lambda in ${context.region}`);
  const have = `"${quota.name}" is ${quota.value}`;
  if (quota.value >= minConcurrency) return ok(have);
  const calls = Math.floor(quota.value / 2);
  return todo(
    `${have}: ${calls} calls of the API at a time, and while they run nothing else; at least ${minConcurrency} is wanted`,
    ...howToRequest(context, quota, usual),
  );
}
