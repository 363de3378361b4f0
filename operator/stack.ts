import type { CloudFormationClient, Stack } from '@aws-sdk/client-cloudformation';
import { DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import type { Configuration } from '../lib/configuration/configuration.ts';
import { namesOf, outputs } from '../lib/configuration/names.ts';

/** A CloudFormation stack of the account; undefined where there is none of that name. */
export async function findStack(
  client: CloudFormationClient,
  StackName: string,
): Promise<Stack | undefined> {
  try {
    const { Stacks } = await client.send(new DescribeStacksCommand({ StackName }));
    return Stacks?.[0];
  } catch (error) {
    // CloudFormation has no code of its own for this.
    if (error instanceof Error && /does not exist/.test(error.message)) return undefined;
    throw error;
  }
}

/** The value of an output; undefined where the stack has none of that name. */
export function outputOf(stack: Stack | undefined, name: string): string | undefined {
  return stack?.Outputs?.find(({ OutputKey }) => OutputKey === name)?.OutputValue;
}

/** A deployment's name, and which output of which of its stacks is meant. */
export interface Wanted extends Pick<Configuration, 'name'> {
  readonly output: keyof typeof outputs;
}

/**
 * What a deployment says of itself: its bucket, its table, its address. @throws Error where the
 * stack does not tell it
 */
export async function deployedOutput(
  client: CloudFormationClient,
  { name, output }: Wanted,
): Promise<string> {
  const { storageStack, serviceStack, consoleStack } = namesOf({ name });
  const stacks = { apiUrl: serviceStack, consoleUrl: consoleStack, table: storageStack };
  const stackName = { ...stacks, artifactsBucket: storageStack }[output];
  const value = outputOf(await findStack(client, stackName), outputs[output]);
  if (value) return value;
  throw new Error(
    `The stack ${stackName} has no output ${outputs[output]} in this account and region; run: npx cdk deploy ${stackName}`,
  );
}
