import { regionProblem } from '../../lib/configuration/region.ts';
import type { Verdict } from './check.ts';
import { ok, todo } from './check.ts';

/**
 * Whether everybody means the same region.
 * @param configured `region` of deeptune.config.json
 * @param ambient what the environment or the profile says
 */
export function regionVerdict(
  configured: string | undefined,
  ambient: string | undefined,
): Verdict {
  const region = configured ?? ambient;
  if (region === undefined) {
    return todo(
      'no region is named',
      'Set "region" in deeptune.config.json, for example "eu-west-1", or export AWS_REGION.',
    );
  }
  const problem = regionProblem(region);
  if (problem !== undefined)
    return todo(
      problem,
      'Set "region" in deeptune.config.json, or AWS_REGION, to one of the partition aws.',
    );
  if (ambient === undefined || ambient === region) return ok(region);
  return todo(
    `deeptune.config.json says ${region}, the environment says ${ambient}`,
    `export AWS_REGION=${region}, or change "region" in deeptune.config.json.`,
  );
}
