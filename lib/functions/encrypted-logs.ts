import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';

/**
 * A log group under our own key. It goes with the service: what must outlive that lies in the
 * storage stack.
 */
export function encryptedLogs(
  scope: Construct,
  id: string,
  logs: {
    readonly encryptionKey: IKey;
    readonly retention: RetentionDays;
    /** Absent: CloudFormation makes one up. */
    readonly logGroupName?: string;
  },
): LogGroup {
  return new LogGroup(scope, id, { ...logs, removalPolicy: RemovalPolicy.DESTROY });
}

/**
 * The name of a log group that a service writes to under a resource policy of CloudWatch Logs, not
 * under a role. Such a policy holds 5,120 characters for the whole account, and each group takes
 * some of them unless its name begins so.
 * @param service `states`, `apigateway`
 */
export function vendedLogsName(scope: Construct, service: string): string {
  return `/aws/vendedlogs/${service}/${Stack.of(scope).stackName}`;
}
