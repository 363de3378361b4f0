import { S3Client } from '@aws-sdk/client-s3';
import { StandardRetryStrategy } from '@smithy/core/retry';
import type { AwsClients, ClientSettings } from '../../lambda/aws/aws-clients.ts';
import { awsClients } from '../../lambda/aws/aws-clients.ts';
import type { FakeAws } from './fake-aws.ts';

/**
 * Repetitions after the first call: what a fault of one call cannot exhaust, and four in a row do.
 */
export const maxAttempts = 4;

export const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'not-a-secret' };

/**
 * The product's own clients, wired to the fake: the SDK's standard retries, without their pauses.
 */
export function fakeClients(fake: FakeAws): AwsClients {
  return awsClients({}, clientSettings(fake));
}

/** What wires any client to the fake. */
export function clientSettings(fake: FakeAws): ClientSettings {
  return {
    region: 'eu-central-1',
    credentials,
    requestHandler: fake,
    retryStrategy: new StandardRetryStrategy({ maxAttempts, backoff: withoutPause }),
  };
}

const withoutPause = { setDelayBase: () => undefined, computeNextBackoffDelay: () => 0 };

/**
 * An S3 client on the fake's socket: its links can be followed by anybody. @param endpoint see
 * `listen`
 */
export function s3On(endpoint: string): S3Client {
  return new S3Client({ region: 'eu-central-1', credentials, endpoint, forcePathStyle: true });
}
