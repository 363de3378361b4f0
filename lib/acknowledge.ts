import { Reference, Stack, StringConcat, Tokenization, Validations } from 'aws-cdk-lib';
import type { PolicyStatement, Role } from 'aws-cdk-lib/aws-iam';
import { flattenCfnReference } from 'cdk-nag/lib/utils/flatten-cfn-reference.js';
import type { IConstruct } from 'constructs';

/**
 * Says why one finding of cdk-nag is as it should be.
 * @param id the finding as cdk-nag writes it: `AwsSolutions-SQS3`. Another finding on the same
 *   construct is found as before
 */
export function acknowledge(construct: IConstruct, id: string, reason: string): void {
  Validations.of(construct).acknowledge({ id, reason });
}

/**
 * Gives the role a statement with wildcards in its resources, each acknowledged for this one
 * reason. Actions never have any.
 */
export function addWithWildcards(role: Role, statement: PolicyStatement, reason: string): void {
  role.addToPolicy(statement);
  for (const resource of statement.resources.filter((arn) => arn.includes('*'))) {
    acknowledge(role, `AwsSolutions-IAM5[Resource::${asReported(role, resource)}]`, reason);
  }
}

/** The ARN as it stands in a finding: what lies in another stack goes by the name of its export. */
function asReported(role: Role, arn: string): string {
  const stack = Stack.of(role);
  const parts = Tokenization.reverseString(arn).mapTokens({
    mapToken(token) {
      if (!Reference.isReference(token)) return token;
      const home = Stack.of(token.target);
      return home === stack ? token : home.exportValue(token);
    },
  });
  return flattenCfnReference(stack.resolve(parts.join(new StringConcat())));
}
