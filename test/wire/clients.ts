import { StandardRetryStrategy } from '@smithy/core/retry';
import type { AwsClients, ClientSettings } from '../../lambda/adapters/aws-clients.ts';
import { awsClients } from '../../lambda/adapters/aws-clients.ts';
import type { FakeAws } from './fake-aws.ts';

/** Repetitions after the first call: what a fault of one call cannot exhaust, and four in a row do. */
export const maxAttempts = 4;

/** The product's own clients, wired to the fake: the SDK's standard retries, without their pauses. */
export function fakeClients(fake: FakeAws): AwsClients {
  return awsClients({}, clientSettings(fake));
}

/** What wires any client to the fake. */
export function clientSettings(fake: FakeAws): ClientSettings {
  return {
    region: 'eu-central-1',
    credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'not-a-secret' },
    requestHandler: fake,
    retryStrategy: new StandardRetryStrategy({ maxAttempts, backoff: withoutPause }),
  };
}

const withoutPause = { setDelayBase: () => undefined, computeNextBackoffDelay: () => 0 };
