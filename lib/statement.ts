import { Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';

export type Conditions = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** Permits these actions on these resources. */
export function allow(
  actions: readonly string[],
  resources: readonly string[],
  conditions?: Conditions,
): PolicyStatement {
  return new PolicyStatement({
    actions: [...actions],
    resources: [...resources],
    ...(conditions && { conditions }),
  });
}

/** For actions that know no resource type: IAM takes `*` only. */
export function allowWithoutResource(
  actions: readonly string[],
  conditions?: Conditions,
): PolicyStatement {
  return allow(actions, ['*'], conditions);
}

/** Forbids these actions, whatever else permits them. */
export function deny(
  actions: readonly string[],
  resources: readonly string[],
  conditions?: Conditions,
): PolicyStatement {
  return new PolicyStatement({
    effect: Effect.DENY,
    actions: [...actions],
    resources: [...resources],
    ...(conditions && { conditions }),
  });
}

/** Forbids these actions everywhere but on these resources. */
export function denyOutside(
  actions: readonly string[],
  resources: readonly string[],
): PolicyStatement {
  return new PolicyStatement({
    effect: Effect.DENY,
    actions: [...actions],
    notResources: [...resources],
  });
}

/** Hands exactly this role to exactly this service. */
export function passRole(roleArn: string, service: string): PolicyStatement {
  return allow(['iam:PassRole'], [roleArn], {
    StringEquals: { 'iam:PassedToService': service },
  });
}
