import { offeredInstanceTypes } from '../../core/catalog/instance-types.ts';
import type { Check, CheckContext, Verdict } from './check.ts';
import { merged, ok, todo } from './check.ts';
import {
  concurrencyVerdict,
  countVerdict,
  isEndpointConcurrency,
  isEndpointCount,
} from './endpoint-quotas.ts';
import type { Quota } from './quota-list.ts';
import { findQuotas, howToRequest, named, quotaPermission } from './quota-list.ts';

/**
 * Whether SageMaker trains on the configured machines here, on how many at once (spot has a quota
 * of its own), and how many endpoints it lets predict.
 */
export const quotas: Check = {
  names: [
    'instance type',
    'on-demand quota',
    'spot quota',
    'endpoint quota',
    'endpoint concurrency',
  ],
  permission: quotaPermission,
  look: async (context) => {
    const types = typesOf(context);
    const names = types.map(quotaNames);
    const [count, concurrency, ...machines] = await findQuotas(context, 'sagemaker', [
      isEndpointCount,
      isEndpointConcurrency,
      ...names.flat().map(named),
    ]);
    // Of each type the quota on demand, then that on spot.
    const verdictsOf = (kind: 0 | 1) =>
      names.map((both, n) => quotaVerdict(context, both[kind], machines[2 * n + kind], n === 0));
    const { useSpot } = context.configuration;
    return [
      merged(types.map((type, n) => offered(context, type, machines[2 * n] !== undefined))),
      merged(verdictsOf(0)),
      useSpot ? merged(verdictsOf(1)) : ok('not needed: useSpot is false'),
      countVerdict(context, count),
      concurrencyVerdict(context, concurrency),
    ];
  },
};

/** The types that a training may run on, the one that it runs on unless it names another first. */
function typesOf({ configuration }: CheckContext): readonly string[] {
  const { instanceType, allowedInstanceTypes = [] } = configuration;
  return [...new Set([instanceType, ...allowedInstanceTypes])];
}

/** The names of the quotas of a machine: on demand, and on spot. */
export function quotaNames(instanceType: string): readonly [string, string] {
  return [`${instanceType} for training job usage`, `${instanceType} for spot training job usage`];
}

function offered({ region }: CheckContext, instanceType: string, isOffered: boolean): Verdict {
  if (isOffered) return ok(`${instanceType} is offered for training in ${region}`);
  return todo(
    `SageMaker does not offer ${instanceType} for training in ${region}`,
    `Choose another "instanceType" (${offeredInstanceTypes.map(({ name }) => name).join(', ')}) or "region" in deeptune.config.json; which is where: https://aws.amazon.com/sagemaker/ai/pricing/`,
  );
}

/**
 * @param isUsual true: the type of all trainings that name none, which may be as many as run at
 * once; of another one is enough
 */
function quotaVerdict(
  context: CheckContext,
  name: string,
  quota: Quota | undefined,
  isUsual: boolean,
): Verdict {
  const wanted = isUsual ? context.configuration.maxConcurrentTrainings : 1;
  if (!quota) return todo(`there is no quota "${name}" in ${context.region}`);
  const have = `"${name}" is ${quota.value}`;
  if (quota.value >= wanted) return ok(have);
  const lower = `or set "maxConcurrentTrainings" in deeptune.config.json to ${quota.value}`;
  return todo(
    isUsual ? `${have}, maxConcurrentTrainings is ${wanted}` : `${have}, and it is allowed`,
    ...howToRequest(context, quota, wanted),
    ...(isUsual && quota.value >= 1 ? [lower] : []),
  );
}
