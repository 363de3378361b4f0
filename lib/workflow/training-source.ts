import { fileURLToPath } from 'node:url';
import { FileSystem, IgnoreMode, RemovalPolicy } from 'aws-cdk-lib';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { BucketDeployment, Source } from 'aws-cdk-lib/aws-s3-deployment';
import { Construct } from 'constructs';
import { deny, denyOutside } from '../statement.ts';
import type { Storage } from '../storage/storage.ts';

const directory = fileURLToPath(new URL('../../container', import.meta.url));

/** Tests and what tools leave behind: no part of what is trained with. */
const exclude = ['**/__pycache__', '**/*.pyc', '**/.*', 'test', '*.md', 'Dockerfile'];

/**
 * The Python trainer as plain files under `code/<hash of the files>/`, mounted by each training job as its channel `code`. An older
 * trainer stays, so that a job that starts during a deployment finds the files it was told of.
 */
export class TrainingSource extends Construct {
  /** Ends with `/`. */
  readonly prefix: string;

  constructor(scope: Construct, id: string, storage: Storage) {
    super(scope, id);
    const options = { exclude, ignoreMode: IgnoreMode.GLOB };
    this.prefix = `code/${FileSystem.fingerprint(directory, options)}/`;
    const deployment = new BucketDeployment(this, 'Files', {
      sources: [Source.asset(directory, options)],
      destinationBucket: storage.bucket,
      destinationKeyPrefix: this.prefix,
      prune: false,
      retainOnDelete: true,
      outputObjectKeys: false,
      memoryLimit: 512,
      logGroup: new LogGroup(this, 'Logs', {
        encryptionKey: storage.key,
        retention: RetentionDays.THREE_MONTHS,
        removalPolicy: RemovalPolicy.DESTROY,
      }),
    });
    // The construct grants itself the whole bucket; it needs `code/` only.
    const code = storage.bucket.arnForObjects('code/*');
    const writes = ['s3:PutObject', 's3:DeleteObject', 's3:DeleteObjectVersion'];
    deployment.handlerRole.addToPrincipalPolicy(denyOutside(writes, [code]));
    deployment.handlerRole.addToPrincipalPolicy(
      deny(['s3:GetObject'], [storage.bucket.arnForObjects('users/*')]),
    );
  }
}
