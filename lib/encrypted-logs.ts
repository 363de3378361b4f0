import { RemovalPolicy } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';

/** A log group under our own key. It goes with the service: what must outlive that lies in the storage stack. */
export function encryptedLogs(
  scope: Construct,
  id: string,
  logs: { readonly encryptionKey: IKey; readonly retention: RetentionDays },
): LogGroup {
  return new LogGroup(scope, id, { ...logs, removalPolicy: RemovalPolicy.DESTROY });
}
