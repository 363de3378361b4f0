import { findInstanceType, whyNotOffered } from '../../catalog/instance-types.ts';
import { fail } from '../../errors.ts';
import type { Settings } from '../../ports/host.ts';

type Uses = Pick<Settings, 'instanceType' | 'allowedInstanceTypes'>;

/** What a training may name as `instance_type` here; its default comes first. */
export function allowedInstanceTypes({ instanceType, allowedInstanceTypes = [] }: Uses): string[] {
  return [...new Set([instanceType, ...allowedInstanceTypes])];
}

/**
 * The instance type that a training runs on.
 * @param asked `train_info.params.instance_type`; empty: the account's default
 * @throws DeeptuneError hyperparameter-invalid where it is not allowed here, with those that are
 */
export function chooseInstanceType(asked: string, settings: Uses): string {
  const allowed = allowedInstanceTypes(settings);
  if (asked === '') return settings.instanceType;
  if (allowed.includes(asked)) return asked;
  const known = findInstanceType(asked);
  const why = known ? (whyNotOffered(asked) ?? `"${asked}" is not allowed here`) : undefined;
  throw fail(
    'hyperparameterInvalid',
    `instance_type: ${why ?? `"${asked.slice(0, 80)}" is not known here`}. Allowed: ${allowed.join(', ')}`,
  );
}

/**
 * What a training that is stored runs on; versions of the first release do not say and ran on the
 * account's default.
 */
export function instanceTypeOf(
  training: { readonly instanceType?: string | undefined },
  settings: Uses,
): string {
  return training.instanceType ?? settings.instanceType;
}

/**
 * What it would run on now: an instance is as it was asked for, a laptop is what its host was
 * started with.
 */
export function presentInstanceType(
  training: { readonly instanceType?: string | undefined },
  settings: Uses & Pick<Settings, 'host'>,
): string {
  return settings.host === 'laptop' ? settings.instanceType : instanceTypeOf(training, settings);
}
