import type { StackProps } from 'aws-cdk-lib';
import { CfnOutput, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { outputs } from './configuration/names.ts';
import type { StorageProps } from './storage/storage.ts';
import { Storage } from './storage/storage.ts';

export interface StorageStackProps extends StackProps, StorageProps {}

/**
 * What must outlive every deployment of the service. Protected against deletion; its resources stay
 * even then.
 */
export class StorageStack extends Stack {
  readonly storage: Storage;

  constructor(
    scope: Construct,
    id: string,
    { corsOrigins, keyAlias, ...props }: StorageStackProps,
  ) {
    super(scope, id, { ...props, terminationProtection: true });
    this.storage = new Storage(this, 'Storage', { corsOrigins, keyAlias });
    new CfnOutput(this, outputs.table, { value: this.storage.table.tableName });
    new CfnOutput(this, outputs.artifactsBucket, { value: this.storage.bucket.bucketName });
  }
}
