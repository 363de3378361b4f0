import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { CorsRule, IBucket, LifecycleRule } from 'aws-cdk-lib/aws-s3';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  HttpMethods,
  ObjectOwnership,
} from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { objectKeys } from '../../core/records/object-keys.ts';

const lifecycleRules: LifecycleRule[] = [
  { id: 'abandoned-uploads', abortIncompleteMultipartUploadAfter: Duration.days(7) },
  {
    id: 'replaced-and-deleted',
    noncurrentVersionExpiration: Duration.days(30),
    expiredObjectDeleteMarker: true,
  },
  {
    id: 'uploads',
    prefix: objectKeys.uploadsPrefix,
    expiration: Duration.days(1),
    noncurrentVersionExpiration: Duration.days(1),
  },
];

/** A signed link is the permission; browsers send it no cookies and no key. */
const linksFrom = (allowedOrigins: string[]): CorsRule => ({
  id: 'links',
  allowedMethods: [HttpMethods.GET, HttpMethods.PUT],
  allowedOrigins,
  allowedHeaders: ['content-type'],
  maxAge: 3_600,
});

const closed = {
  blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
  objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
  enforceSSL: true,
  minimumTLSVersion: 1.2,
  // Kept by every update and deletion; a first deployment that fails leaves none behind.
  removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
};

export interface ArtifactsBucketProps {
  readonly encryptionKey: IKey;
  /** Browser origins that may follow links to objects and for uploads. */
  readonly corsOrigins: string[];
}

/**
 * Uploads (`uploads/`), datasets, checkpoints, model artifacts (`users/`), base models
 * (`base-models/`) and the trainer (`code/`), with a log of who asked for what.
 */
export class ArtifactsBucket extends Construct {
  readonly bucket: IBucket;

  constructor(scope: Construct, id: string, props: ArtifactsBucketProps) {
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
      cors: [linksFrom(props.corsOrigins)],
    }) as IBucket;
  }
}
