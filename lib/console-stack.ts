import type { StackProps } from 'aws-cdk-lib';
import { CfnOutput, Stack } from 'aws-cdk-lib';
import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import type { Construct } from 'constructs';
import type { Configuration } from './configuration/configuration.ts';
import { outputs } from './configuration/names.ts';
import { ConsoleBuckets } from './console/console-buckets.ts';
import { ConsoleDistribution } from './console/console-distribution.ts';
import { ConsoleFiles } from './console/console-files.ts';
import type { StaticFile } from './console/console-files.ts';
import type { Storage } from './storage/storage.ts';

export interface ConsoleStackProps extends StackProps {
  readonly storage: Storage;
  readonly api: HttpApi;
  readonly console: NonNullable<Configuration['console']>;
  /** Of `buildConsole`. */
  readonly files: readonly StaticFile[];
}

/** The web console: its files in a bucket, and CloudFront before them and the API. */
export class ConsoleStack extends Stack {
  constructor(scope: Construct, id: string, props: ConsoleStackProps) {
    const { storage, api, console, files, ...stackProps } = props;
    super(scope, id, stackProps);
    const buckets = new ConsoleBuckets(this, 'Buckets');
    const { distribution } = new ConsoleDistribution(this, 'Console', {
      ...{ buckets, console, apiId: api.apiId },
      objectsHost: storage.bucket.bucketRegionalDomainName,
    });
    new ConsoleFiles(this, 'Files', { files, bucket: buckets.files, encryptionKey: storage.key });
    const host = console.domain ?? distribution.distributionDomainName;
    new CfnOutput(this, outputs.consoleUrl, { value: `https://${host}` });
    // What a CNAME or alias record of an own domain names.
    new CfnOutput(this, 'ConsoleDistributionHost', { value: distribution.distributionDomainName });
  }
}
