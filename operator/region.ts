import { STSClient } from '@aws-sdk/client-sts';
import type { Configuration } from '../lib/configuration/configuration.ts';
import { assertRegion } from '../lib/configuration/region.ts';

/** The region that the environment or the profile names; undefined where neither does. */
export async function ambientRegion(): Promise<string | undefined> {
  return new STSClient({}).config.region().catch(() => undefined);
}

/**
 * Where a tool looks for the deployment: the configured region, else the ambient one. Every tool
 * asks here, so that none looks elsewhere than the others.
 * @throws Error where none is named, or one that nothing can be deployed to
 */
export async function operatorRegion(
  { region }: Pick<Configuration, 'region'>,
  ambient: () => Promise<string | undefined> = ambientRegion,
): Promise<string> {
  const named = region ?? (await ambient());
  if (named === undefined)
    throw new Error(
      'No region: set "region" in deeptune.config.json, for example "eu-west-1", or export AWS_REGION',
    );
  assertRegion(named);
  return named;
}
