import { ArnFormat, Aws, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';

/**
 * The one customer managed key: records, objects, logs and alarms. Functions and roles get it
 * through IAM, services through its policy.
 */
export class EncryptionKey extends Key {
  constructor(scope: Construct, id: string, { alias }: { readonly alias: string }) {
    super(scope, id, {
      description: `${alias}: records, artifacts and logs`,
      alias,
      enableKeyRotation: true,
      // Kept by every update and deletion; a first deployment that fails leaves none behind, which
      // would cost.
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
    this.addToResourcePolicy(this.forLogs());
    this.addToResourcePolicy(this.forAlarms());
  }

  private forLogs(): PolicyStatement {
    const logGroups = Stack.of(this).formatArn({
      service: 'logs',
      resource: 'log-group',
      resourceName: '*',
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
    return new PolicyStatement({
      principals: [new ServicePrincipal(`logs.${Aws.REGION}.amazonaws.com`)],
      actions: cryptoActions,
      resources: ['*'],
      conditions: { ArnLike: { 'kms:EncryptionContext:aws:logs:arn': logGroups } },
    });
  }

  private forAlarms(): PolicyStatement {
    return new PolicyStatement({
      principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
      actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
      resources: ['*'],
      conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
    });
  }
}

/** What reading encrypted things takes. */
export const decryptActions = ['kms:Decrypt', 'kms:DescribeKey'];

/** What writing them takes too. */
export const cryptoActions = [
  ...decryptActions,
  'kms:Encrypt',
  'kms:GenerateDataKey',
  'kms:GenerateDataKeyWithoutPlaintext',
  'kms:ReEncryptFrom',
  'kms:ReEncryptTo',
];
