import type { ServiceQuota } from '@aws-sdk/client-service-quotas';
import {
  paginateListAWSDefaultServiceQuotas,
  paginateListServiceQuotas,
} from '@aws-sdk/client-service-quotas';
import { offeredInstanceTypes } from '../../core/catalog/instance-types.ts';
import type { Check, Place, Verdict } from './check.ts';
import { ok, todo } from './check.ts';

const ServiceCode = 'sagemaker';

/** Whether SageMaker trains on the configured machine here, and on how many at once. Spot has a quota of its own. */
export const quotas: Check = {
  names: ['instance type', 'on-demand quota', 'spot quota'],
  permission: 'servicequotas:ListServiceQuotas and servicequotas:ListAWSDefaultServiceQuotas',
  look: async (place) => {
    const { instanceType, useSpot } = place.configuration;
    const [onDemandName, spotName] = quotaNames(instanceType);
    const found = await findQuotas(place, [onDemandName, spotName]);
    const onDemand = found.get(onDemandName);
    return [
      offered(place, onDemand !== undefined),
      quotaVerdict(place, onDemandName, onDemand),
      useSpot
        ? quotaVerdict(place, spotName, found.get(spotName))
        : ok('not needed: useSpot is false'),
    ];
  },
};

/** The names of the quotas of a machine: on demand, and on spot. */
export function quotaNames(instanceType: string): readonly [string, string] {
  return [`${instanceType} for training job usage`, `${instanceType} for spot training job usage`];
}

type Found = ReadonlyMap<string, ServiceQuota>;

/** The account's own values; for those that were never changed, AWS may list the default only. */
async function findQuotas(place: Place, names: readonly string[]): Promise<Found> {
  const client = place.clients.quotas;
  const applied = await pick(paginateListServiceQuotas({ client }, { ServiceCode }), names);
  if (applied.size === names.length) return applied;
  const defaults = await pick(
    paginateListAWSDefaultServiceQuotas({ client }, { ServiceCode }),
    names,
  );
  return new Map([...defaults, ...applied]);
}

async function pick(
  pages: AsyncIterable<{ Quotas?: ServiceQuota[] | undefined }>,
  names: readonly string[],
): Promise<Found> {
  const found = new Map<string, ServiceQuota>();
  for await (const { Quotas = [] } of pages) {
    for (const quota of Quotas) {
      if (quota.QuotaName && names.includes(quota.QuotaName)) found.set(quota.QuotaName, quota);
    }
  }
  return found;
}

function offered({ configuration, region }: Place, isOffered: boolean): Verdict {
  const { instanceType } = configuration;
  if (isOffered) return ok(`${instanceType} is offered for training in ${region}`);
  return todo(
    `SageMaker does not offer ${instanceType} for training in ${region}`,
    `Choose another "instanceType" (${offeredInstanceTypes.map(({ name }) => name).join(', ')}) or "region" in deeptune.config.json; which is where: https://aws.amazon.com/sagemaker/ai/pricing/`,
  );
}

function quotaVerdict(place: Place, name: string, quota: ServiceQuota | undefined): Verdict {
  const wanted = place.configuration.maxConcurrentTrainings;
  const value = quota?.Value ?? 0;
  const have = `"${name}" is ${value}`;
  if (!quota) return todo(`there is no quota "${name}" in ${place.region}`);
  if (value >= wanted) return ok(have);
  const request = howToRequest(place, { code: quota.QuotaCode ?? '', wanted });
  const lower = `or set "maxConcurrentTrainings" in deeptune.config.json to ${value}`;
  return todo(
    `${have}, maxConcurrentTrainings is ${wanted}`,
    ...request,
    ...(value >= 1 ? [lower] : []),
  );
}

function howToRequest(
  { region }: Place,
  { code, wanted }: { code: string; wanted: number },
): readonly string[] {
  return [
    `Request ${wanted} at https://${region}.console.aws.amazon.com/servicequotas/home/services/${ServiceCode}/quotas/${code}`,
    `or: aws service-quotas request-service-quota-increase --region ${region} --service-code ${ServiceCode} --quota-code ${code} --desired-value ${wanted}`,
  ];
}
