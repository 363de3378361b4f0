import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IBucket, LifecycleRule } from 'aws-cdk-lib/aws-s3';
import { BlockPublicAccess, Bucket, BucketEncryption, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';

/** Objects with this tag are checkpoints that no version needs any more. */
export const supersededCheckpointTag = { 'deeptune:retention': 'superseded-checkpoint' };

const lifecycleRules: LifecycleRule[] = [
  { id: 'abandoned-uploads', abortIncompleteMultipartUploadAfter: Duration.days(7) },
  {
    id: 'replaced-and-deleted',
    noncurrentVersionExpiration: Duration.days(30),
    expiredObjectDeleteMarker: true,
  },
  {
    id: 'superseded-checkpoints',
    tagFilters: supersededCheckpointTag,
    expiration: Duration.days(30),
  },
];

const closed = {
  blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
  objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
  enforceSSL: true,
  minimumTLSVersion: 1.2,
  removalPolicy: RemovalPolicy.RETAIN,
};

/** Datasets, checkpoints, model artifacts (`users/`), base models (`base-models/`) and the trainer (`code/`), with a log of who asked for what. */
export class ArtifactsBucket extends Construct {
  readonly bucket: IBucket;

  constructor(scope: Construct, id: string, props: { readonly encryptionKey: IKey }) {
    super(scope, id);
    const accessLogs = new Bucket(this, 'AccessLogs', {
      ...closed,
      // S3 delivers access logs to buckets with its own key only.
      encryption: BucketEncryption.S3_MANAGED,
      lifecycleRules: [{ id: 'old-logs', expiration: Duration.days(365) }],
    });
    this.bucket = new Bucket(this, 'Bucket', {
      ...closed,
      encryption: BucketEncryption.KMS,
      encryptionKey: props.encryptionKey,
      bucketKeyEnabled: true,
      versioned: true,
      serverAccessLogsBucket: accessLogs as IBucket,
      serverAccessLogsPrefix: 'artifacts/',
      lifecycleRules,
    }) as IBucket;
  }
}
