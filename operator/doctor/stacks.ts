import { namesOf } from '../../lib/configuration/names.ts';
import { findStack, outputOf } from '../stack.ts';
import type { Check, CheckContext, Verdict } from './check.ts';
import { ok, todo } from './check.ts';

/** What aws-cdk-lib's templates ask of the bootstrap stack. */
const minBootstrapVersion = 6;
const permission = 'cloudformation:DescribeStacks';

/** CDK's own roles, bucket and repository, which every deployment goes through. */
export const bootstrap: Check = {
  names: ['CDK bootstrap'],
  permission,
  look: async (context) => [await bootstrapVerdict(context)],
};

/** The two stacks of a deployment, with their roles, in a state that can be used and updated. */
export const stacks: readonly Check[] = (['storage', 'service'] as const).map((kind) => ({
  names: [`${kind} stack`],
  permission,
  look: async (context: CheckContext) => [
    await stackVerdict(namesOf(context.configuration)[`${kind}Stack`], context),
  ],
}));

async function bootstrapVerdict({ clients, region }: CheckContext): Promise<Verdict> {
  const stack = await findStack(clients.cloudFormation, 'CDKToolkit');
  const version = Number(outputOf(stack, 'BootstrapVersion') ?? 0);
  if (stack && version >= minBootstrapVersion) return ok(`version ${version}`);
  const found = stack
    ? `version ${version}, at least ${minBootstrapVersion} is needed`
    : `${region} is not bootstrapped`;
  return todo(found, `AWS_REGION=${region} npx cdk bootstrap`);
}

async function stackVerdict(name: string, { clients, region }: CheckContext): Promise<Verdict> {
  const stack = await findStack(clients.cloudFormation, name);
  if (!stack) return todo(`${name} is not deployed`, `npx cdk deploy ${name}`);
  const status = stack.StackStatus ?? 'unknown';
  const state = `${name} is ${status}`;
  if (/^(CREATE|UPDATE|IMPORT|UPDATE_ROLLBACK)_COMPLETE$/.test(status)) return ok(state);
  const events = `See why: aws cloudformation describe-stack-events --region ${region} --stack-name ${name}`;
  if (/_IN_PROGRESS$/.test(status)) return todo(state, 'Wait until it is complete.', events);
  return todo(state, events, `then: npx cdk deploy ${name}`);
}
