import type { CheckContext, Verdict } from './check.ts';
import { ok, todo } from './check.ts';
import type { Quota, Wanted } from './quota-list.ts';
import { coded, howToRequest } from './quota-list.ts';

/**
 * "Maximum total concurrency that can be allocated across all serverless endpoints"; 10 in young
 * accounts.
 */
export const isEndpointConcurrency: Wanted = coded('L-96300102');

/** Its code is not known, so that it is looked for by its name. */
export const isEndpointCount: Wanted = ({ name }) =>
  /serverless/i.test(name) && /endpoint/i.test(name) && !/concurren|memory/i.test(name);

/**
 * What AWS's developer guide says of serverless endpoints in a Region, where Service Quotas lists
 * no such quota.
 */
const documentedCount = 50;

/** Whether the account has room for as many endpoints as are kept. */
export function countVerdict(context: CheckContext, quota: Quota | undefined): Verdict {
  const { maxEndpoints } = context.configuration;
  const most = quota?.value ?? documentedCount;
  const have = quota
    ? `"${quota.name}" is ${most}`
    : `Service Quotas lists no number of serverless endpoints here; AWS documents ${documentedCount}`;
  const keeps = `maxEndpoints is ${maxEndpoints}`;
  if (most >= maxEndpoints) return ok(`${have}; ${keeps}`);
  const request = quota
    ? howToRequest(context, quota, maxEndpoints)
    : [
        `Ask AWS Support for ${maxEndpoints} serverless endpoints of SageMaker in ${context.region}`,
      ];
  return todo(
    `${have}; ${keeps}`,
    ...request,
    ...(most >= 1 ? [`or set "maxEndpoints" in deeptune.config.json to ${most}`] : []),
  );
}

/** Whether they may serve as many requests at a time as are shared out among them. */
export function concurrencyVerdict(context: CheckContext, quota: Quota | undefined): Verdict {
  const { maxEndpoints, maxEndpointConcurrency: wanted } = context.configuration;
  if (!quota) return todo(`there is no quota of serverless endpoints in ${context.region}`);
  const have = `"${quota.name}" is ${quota.value}; maxEndpointConcurrency is ${wanted}`;
  if (quota.value >= wanted) return ok(have);
  const fewer = `or set "maxEndpointConcurrency" in deeptune.config.json to ${quota.value}`;
  const andFewer = `${fewer}, and "maxEndpoints" to ${Math.min(maxEndpoints, quota.value)} at most`;
  return todo(
    have,
    ...howToRequest(context, quota, wanted),
    ...(quota.value >= 1 ? [quota.value < maxEndpoints ? andFewer : fewer] : []),
  );
}
