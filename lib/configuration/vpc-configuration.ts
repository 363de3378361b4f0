import * as z from 'zod';

/**
 * Services that may get an endpoint inside the VPC; the isolated training jobs themselves need none
 * but S3's.
 */
export const endpointServices = ['ecr.api', 'ecr.dkr', 'kms', 'logs', 'monitoring', 'sts'] as const;

const created = z.strictObject({
  create: z.literal(true),
  /** Where the instance type is offered. Default: the first two of the Region. */
  availabilityZones: z
    .array(z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d[a-z]$/, 'must be a zone such as "eu-west-1a"'))
    .min(1)
    .optional(),
  /** Each is billed by the hour, per zone. */
  interfaceEndpoints: z.array(z.enum(endpointServices)).default([]),
});

const existing = z.strictObject({
  subnetIds: z
    .array(z.string().regex(/^subnet-[0-9a-f]+$/))
    .min(1)
    .max(16),
  securityGroupIds: z
    .array(z.string().regex(/^sg-[0-9a-f]+$/))
    .min(1)
    .max(5),
});

/** Field `vpc`: a network of our own, or one that is there and has a way to S3. */
export const vpcConfiguration = z.union([created, existing], {
  error:
    'must be {"create": true} with "availabilityZones" and "interfaceEndpoints" if wanted, or {"subnetIds": ["subnet-…"], "securityGroupIds": ["sg-…"]}',
});

export type VpcConfiguration = z.output<typeof vpcConfiguration>;
export type CreatedVpc = z.output<typeof created>;
