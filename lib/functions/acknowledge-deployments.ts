import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { acknowledge } from '../acknowledge.ts';

/** The function that the CDK itself puts into a stack with a `BucketDeployment`. */
export function acknowledgeDeployments(scope: Construct): void {
  const { children } = Stack.of(scope).node;
  for (const handler of children.filter(({ node }) => /CDKBucketDeployment/.test(node.id))) {
    acknowledge(
      handler,
      'AwsSolutions-L1',
      'The CDK chooses the runtime of its own function, and moves it on with its releases.',
    );
  }
}
