import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import type { DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { S3Client } from '@aws-sdk/client-s3';
import { SageMakerClient } from '@aws-sdk/client-sagemaker';
import { SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';
import { SchedulerClient } from '@aws-sdk/client-scheduler';
import { SFNClient } from '@aws-sdk/client-sfn';
import { SNSClient } from '@aws-sdk/client-sns';

/**
 * Settings that all clients share and that a test may replace: `requestHandler`, `credentials`,
 * `region`, `retryStrategy`.
 */
export type ClientSettings = Pick<
  DynamoDBClientConfig,
  'requestHandler' | 'credentials' | 'region' | 'retryStrategy'
>;

export type AwsClients = ReturnType<typeof awsClients>;

/**
 * A control-plane call takes well under a second; one that does not is cut and asked again, within
 * a Lambda's own time.
 */
const timeouts = (requestTimeout: number, connectionTimeout = 5_000) => ({
  requestHandler: { connectionTimeout, requestTimeout, throwOnRequestTimeout: true },
});

/**
 * First call and three repetitions with exponential backoff and jitter: 100 ms, or 500 ms after a
 * throttle, as base.
 */
const patient = { maxAttempts: 4, retryMode: 'standard', ...timeouts(5_000) };

/**
 * SageMaker's control plane takes a few calls per second from the whole account: `adaptive` also
 * slows down the calls that come after a throttle.
 */
const adaptive = { maxAttempts: 5, retryMode: 'adaptive', ...timeouts(10_000) };

/**
 * Copying 5 GB inside S3 is one call of some minutes; what waits for one of the 50 connections
 * meanwhile counts as connecting.
 */
const bulky = { ...patient, ...timeouts(300_000, 300_000) };

/**
 * One call and no repetition: a serverless endpoint may think for 60 s, and who asks it sets a
 * deadline of his own, which a second try would begin at. What a test says of retries holds for the
 * other clients.
 */
const once = { maxAttempts: 1, retryMode: 'standard', ...timeouts(65_000) };

/**
 * One client per service, made when it is first asked for: a cold start pays for those that its
 * handler uses. Region and endpoints come from the environment (`AWS_REGION`, `AWS_ENDPOINT_URL…`),
 * as the SDK reads them itself. Only the S3 client has to be told: a local endpoint has no host
 * name per bucket.
 */
export function awsClients(
  environment: Readonly<Record<string, string | undefined>>,
  settings: ClientSettings = {},
) {
  const isElsewhere = environment['AWS_ENDPOINT_URL_S3'] ?? environment['AWS_ENDPOINT_URL'];
  const forcePathStyle = Boolean(isElsewhere);
  return lazily({
    dynamodb: () => new DynamoDBClient({ ...patient, ...settings }),
    s3: () => new S3Client({ ...bulky, forcePathStyle, ...settings }),
    sagemaker: () => new SageMakerClient({ ...adaptive, ...settings }),
    sagemakerRuntime: () => new SageMakerRuntimeClient({ ...once, ...withoutRetries(settings) }),
    sfn: () => new SFNClient({ ...patient, ...settings }),
    scheduler: () => new SchedulerClient({ ...patient, ...settings }),
    eventbridge: () => new EventBridgeClient({ ...patient, ...settings }),
    sns: () => new SNSClient({ ...patient, ...settings }),
    logs: () => new CloudWatchLogsClient({ ...patient, ...settings }),
  });
}

function withoutRetries(settings: ClientSettings): ClientSettings {
  const own = { ...settings };
  delete own.retryStrategy;
  return own;
}

/** An object whose properties are made when they are first read. */
function lazily<T extends object>(makers: { readonly [K in keyof T]: () => T[K] }): Readonly<T> {
  const made = {} as T;
  for (const name of Object.keys(makers) as (keyof T)[])
    Object.defineProperty(made, name, {
      configurable: true,
      enumerable: true,
      get: () => {
        const value = makers[name]();
        Object.defineProperty(made, name, { value });
        return value;
      },
    });
  return made;
}
