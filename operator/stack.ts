import type { CloudFormationClient, Stack } from '@aws-sdk/client-cloudformation';
import { DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { names } from '../lib/names.ts';

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

/** The deployment's bucket. @throws Error where the storage stack does not tell it */
export async function artifactsBucket(client: CloudFormationClient): Promise<string> {
  const stack = await findStack(client, names.storageStack);
  const bucket = outputOf(stack, names.artifactsBucketOutput);
  if (bucket) return bucket;
  throw new Error(
    `The stack ${names.storageStack} has no output ${names.artifactsBucketOutput} in this account and region; run: npx cdk deploy ${names.storageStack}`,
  );
}
