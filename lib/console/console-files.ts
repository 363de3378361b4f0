import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Duration } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Asset } from 'aws-cdk-lib/aws-s3-assets';
import { BucketDeployment, CacheControl, Source } from 'aws-cdk-lib/aws-s3-deployment';
import { Construct } from 'constructs';
import { addWithWildcards } from '../acknowledge.ts';
import { acknowledgeDeployments } from '../functions/acknowledge-deployments.ts';
import { encryptedLogs } from '../functions/encrypted-logs.ts';
import { allow } from '../statement.ts';

/** One file of the console, as `buildConsole` makes it. */
export interface StaticFile {
  /** Below the root: `index.html`, `assets/main-4QZJ3A.js`. */
  readonly path: string;
  readonly contents: Uint8Array;
  /** True: its name changes with its contents, so that a browser may keep it for good. */
  readonly isHashed: boolean;
}

export interface ConsoleFilesProps {
  readonly files: readonly StaticFile[];
  readonly bucket: IBucket;
  readonly encryptionKey: IKey;
}

/**
 * The console's files in its bucket: those with a hash in their name first, to be kept by browsers
 * for a year, then the page that names them, which is asked for anew each time. Files of an earlier
 * deployment stay: who has its page open still finds them.
 */
export class ConsoleFiles extends Construct {
  constructor(scope: Construct, id: string, props: ConsoleFilesProps) {
    super(scope, id);
    const { files } = props;
    const forGood = [
      CacheControl.setPublic(),
      CacheControl.maxAge(Duration.days(365)),
      CacheControl.immutable(),
    ];
    const hashed = this.deploy(
      'Hashed',
      files.filter(({ isHashed }) => isHashed),
      forGood,
      props,
    );
    const pages = files.filter(({ isHashed }) => !isHashed);
    const page = this.deploy('Page', pages, [CacheControl.noCache()], props);
    page.node.addDependency(hashed);
    acknowledgeDeployments(this);
  }

  private deploy(
    id: string,
    files: readonly StaticFile[],
    cacheControl: CacheControl[],
    { bucket, encryptionKey }: ConsoleFilesProps,
  ): BucketDeployment {
    const asset = this.asset(`${id}Asset`, files);
    const retention = RetentionDays.THREE_MONTHS;
    const logGroup = encryptedLogs(this, `${id}Logs`, { encryptionKey, retention });
    const role = this.role(id, { asset, bucket });
    role.addToPolicy(allow(['logs:CreateLogStream', 'logs:PutLogEvents'], [logGroup.logGroupArn]));
    const deployment = new BucketDeployment(this, id, {
      sources: [Source.bucket(asset.bucket, asset.s3ObjectKey)],
      destinationBucket: bucket,
      cacheControl,
      prune: false,
      outputObjectKeys: false,
      // The construct would give itself both buckets whole.
      role: role.withoutPolicyUpdates(),
      logGroup,
    });
    deployment.node.addDependency(role);
    return deployment;
  }

  /** Of a folder that is gone again when this returns: the asset has copied it. */
  private asset(id: string, files: readonly StaticFile[]): Asset {
    const path = folderOf(files);
    try {
      return new Asset(this, id, { path });
    } finally {
      rmSync(path, { recursive: true });
    }
  }

  private role(id: string, { asset, bucket }: { asset: Asset; bucket: IBucket }): Role {
    const role = new Role(this, `${id}Role`, {
      description: "deeptune: puts the console's files into their bucket",
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
    });
    role.addToPolicy(allow(['s3:GetObject'], [asset.bucket.arnForObjects(asset.s3ObjectKey)]));
    role.addToPolicy(allow(['s3:ListBucket'], [bucket.bucketArn]));
    addWithWildcards(
      role,
      allow(['s3:AbortMultipartUpload', 's3:PutObject'], [bucket.arnForObjects('*')]),
      'The bucket holds the files of the console and nothing else.',
    );
    return role;
  }
}

/** What an asset is made of lies in a folder. */
function folderOf(files: readonly StaticFile[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'deeptune-console-'));
  for (const { path, contents } of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), contents);
  }
  return folder;
}
