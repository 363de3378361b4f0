import { findInstanceType } from '../catalog/instance-types.ts';
import type { Settings } from '../ports/host.ts';

/** What the default rate is of: the instance type that a deployment has by default. */
const ratedInstanceType = 'ml.g5.xlarge';

/**
 * The instance type that an amount is shown as if of: on a laptop, where nobody pays it. Undefined
 * on AWS, where it is charged.
 * @param instanceType what the job runs on: an instance type, or the laptop's own `local.cpu`
 */
export function asIfOn({ host }: Pick<Settings, 'host'>, instanceType: string): string | undefined {
  if (host === 'aws') return undefined;
  return findInstanceType(instanceType)?.name ?? ratedInstanceType;
}

/** The field of an answer that says so; nothing on AWS. */
export function asIfField(
  settings: Pick<Settings, 'host'>,
  instanceType: string,
): { readonly asIfOn?: string } {
  const on = asIfOn(settings, instanceType);
  return on === undefined ? {} : { asIfOn: on };
}

export { asIfWords } from '../words.ts';
