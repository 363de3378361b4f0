import type { ServiceQuota } from '@aws-sdk/client-service-quotas';
import {
  paginateListAWSDefaultServiceQuotas,
  paginateListServiceQuotas,
} from '@aws-sdk/client-service-quotas';
import type { CheckContext } from './check.ts';

/** What IAM must allow for it. */
export const quotaPermission =
  'servicequotas:ListServiceQuotas and servicequotas:ListAWSDefaultServiceQuotas';

export interface Quota {
  readonly service: string;
  readonly name: string;
  readonly code: string;
  readonly value: number;
}

/**
 * How a quota is recognised among those of its service: by its code, or by its name where that is
 * all that is known.
 */
export type Wanted = (quota: { readonly name: string; readonly code: string }) => boolean;

export const named =
  (name: string): Wanted =>
  (quota) =>
    quota.name === name;

export const coded =
  (code: string): Wanted =>
  (quota) =>
    quota.code === code;

/**
 * The account's own values of some quotas; for those that were never changed, AWS may list the
 * default only.
 * @param service `sagemaker`, `lambda`
 * @returns in the order of `wanted`; undefined for what the service does not have here
 */
export async function findQuotas(
  { clients: { quotas: client } }: CheckContext,
  service: string,
  wanted: readonly Wanted[],
): Promise<readonly (Quota | undefined)[]> {
  const ServiceCode = service;
  const applied = await pick(
    paginateListServiceQuotas({ client }, { ServiceCode }),
    service,
    wanted,
  );
  if (applied.every((quota) => quota !== undefined)) return applied;
  const pages = paginateListAWSDefaultServiceQuotas({ client }, { ServiceCode });
  const defaults = await pick(pages, service, wanted);
  return applied.map((quota, n) => quota ?? defaults[n]);
}

type Pages = AsyncIterable<{ Quotas?: ServiceQuota[] | undefined }>;

async function pick(
  pages: Pages,
  service: string,
  wanted: readonly Wanted[],
): Promise<(Quota | undefined)[]> {
  const found: (Quota | undefined)[] = wanted.map(() => undefined);
  for await (const { Quotas = [] } of pages)
    for (const { QuotaName: name = '', QuotaCode: code = '', Value: value = 0 } of Quotas)
      wanted.forEach((matches, n) => {
        if (matches({ name, code })) found[n] = { service, name, code, value };
      });
  return found;
}

/** Where to ask for more of a quota, in the console and on the command line. */
export function howToRequest(
  { region }: CheckContext,
  quota: Quota,
  wanted: number,
): readonly string[] {
  const { service, code } = quota;
  return [
    `Request ${wanted} at https://${region}.console.aws.amazon.com/servicequotas/home/services/${service}/quotas/${code}`,
    `or: aws service-quotas request-service-quota-increase --region ${region} --service-code ${service} --quota-code ${code} --desired-value ${wanted}`,
  ];
}
