import { fileURLToPath } from 'node:url';
import { FileSystem, IgnoreMode } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { LogGroup } from 'aws-cdk-lib/aws-logs';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Asset } from 'aws-cdk-lib/aws-s3-assets';
import { BucketDeployment, Source } from 'aws-cdk-lib/aws-s3-deployment';
import { Construct } from 'constructs';
import { addWithWildcards } from '../acknowledge.ts';
import { acknowledgeDeployments } from '../functions/acknowledge-deployments.ts';
import { allow } from '../statement.ts';
import { cryptoActions } from '../storage/encryption-key.ts';
import type { Storage } from '../storage/storage.ts';
import { encryptedLogs } from '../functions/encrypted-logs.ts';

const directory = fileURLToPath(new URL('../../container', import.meta.url));

/**
 * Tests, measurements, how to make an environment, and what tools leave behind: no part of what is
 * trained with.
 */
const exclude = [
  ...['**/__pycache__', '**/*.pyc', '**/.*', 'test', 'bench*.py', '*.md', 'architecture_*.py'],
  ...['calibrate_machine.py', 'calibration', 'stage_packaged.py'],
  ...['Dockerfile', 'buildspec.yml', 'requirements*.txt', 'pyproject.toml'],
];

/**
 * The Python trainer, and the packages that AWS's image lacks (`container/vendor`), as plain files
 * under `code/<hash of the files>/`, mounted by each training job as its channel `code`. An older
 * trainer stays, so that a job that starts during a deployment finds the files it was told of.
 */
export class TrainingSource extends Construct {
  /** Ends with `/`. */
  readonly prefix: string;

  constructor(scope: Construct, id: string, storage: Storage) {
    super(scope, id);
    const options = { exclude, ignoreMode: IgnoreMode.GLOB };
    this.prefix = `code/${FileSystem.fingerprint(directory, options)}/`;
    const asset = new Asset(this, 'Asset', { path: directory, ...options });
    const logGroup = this.logGroup(storage);
    const role = this.role(storage, asset, logGroup);
    const deployment = new BucketDeployment(this, 'Files', {
      sources: [Source.bucket(asset.bucket, asset.s3ObjectKey)],
      destinationBucket: storage.bucket,
      destinationKeyPrefix: this.prefix,
      prune: false,
      retainOnDelete: true,
      outputObjectKeys: false,
      memoryLimit: 512,
      // The construct would give itself both buckets whole.
      role: role.withoutPolicyUpdates(),
      logGroup,
    });
    deployment.node.addDependency(role);
    acknowledgeDeployments(this);
  }

  /** Copies from the assets to `code/` and can do nothing else. */
  private role(storage: Storage, asset: Asset, logGroup: LogGroup): Role {
    const role = new Role(this, 'Role', {
      description: 'deeptune: puts the trainer into the bucket',
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
    });
    const { bucket } = storage;
    const zip = asset.bucket.arnForObjects(asset.s3ObjectKey);
    role.addToPolicy(allow(['s3:GetObject'], [zip]));
    role.addToPolicy(
      allow(['s3:ListBucket'], [bucket.bucketArn], { StringLike: { 's3:prefix': ['code/*'] } }),
    );
    addWithWildcards(
      role,
      allow(['s3:AbortMultipartUpload', 's3:PutObject'], [bucket.arnForObjects('code/*')]),
      'The files lie below a hash of them, so that each deployment has keys of its own.',
    );
    storage.permitKey(role, 's3', cryptoActions);
    role.addToPolicy(allow(['logs:CreateLogStream', 'logs:PutLogEvents'], [logGroup.logGroupArn]));
    return role;
  }

  private logGroup(storage: Storage): LogGroup {
    return encryptedLogs(this, 'Logs', {
      encryptionKey: storage.key,
      retention: RetentionDays.THREE_MONTHS,
    });
  }
}
