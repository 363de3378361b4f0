import { objectKeys } from '../../core/records/object-keys.ts';
import { readConfiguration } from '../../lib/configuration/configuration.ts';
import type { Configuration } from '../../lib/configuration/configuration.ts';
import { operatorClients } from '../../operator/clients.ts';
import { clientSettings } from '../wire/clients.ts';
import { FakeAws } from '../wire/fake-aws.ts';

export const region = 'eu-central-1';
export const bucket = 'deeptune-artifacts';
export const training = 'huggingface-pytorch-training';
const dlc = '763104351884';
export const digest = `sha256:${'a'.repeat(64)}`;

export const endpointConcurrency =
  'Maximum total concurrency that can be allocated across all serverless endpoints';

/** An account in which everything is ready for ml.g5.xlarge. */
export function readyAccount(): FakeAws {
  const aws = new FakeAws();
  aws.quotas.applied.set('ml.p4d.24xlarge for training job usage', 0);
  aws.quotas.applied.set('ml.g5.xlarge for endpoint usage', 0);
  aws.quotas.applied.set('ml.g5.xlarge for training job usage', 4);
  aws.quotas.applied.set('ml.g5.xlarge for spot training job usage', 4);
  aws.quotas.applied.set('Maximum number of serverless endpoints', 50);
  aws.quotas.applied.set(endpointConcurrency, 10);
  aws.quotas.lambda.set('Function and layer storage', 75);
  aws.quotas.lambda.set('Concurrent executions', 1000);
  const tags = {
    [training]: '2.9.0-transformers5.3.0-gpu-py312-cu130-ubuntu22.04',
    'huggingface-pytorch-inference': '2.6.0-transformers5.5.3-cpu-py312-ubuntu22.04',
  };
  for (const [name, tag] of Object.entries(tags)) aws.ecr.push(`${dlc}/${name}`, tag, digest);
  const { stacks } = aws.cloudFormation;
  stacks.set('CDKToolkit', { status: 'CREATE_COMPLETE', outputs: { BootstrapVersion: '28' } });
  stacks.set('deeptune-storage', {
    status: 'CREATE_COMPLETE',
    outputs: { ArtifactsBucketName: bucket, TableName: 'deeptune-records' },
  });
  stacks.set('deeptune', { status: 'UPDATE_COMPLETE', outputs: {} });
  aws.s3.plant(bucket, objectKeys.baseModelManifest('microsoft/resnet-50'), '{}');
  aws.kms.states.set('alias/deeptune', 'Enabled');
  return aws;
}

export function configured(changes: object = {}): Configuration {
  const smallest = { budgetMicrosPerMonth: 1_000_000, maxConcurrentTrainings: 4 };
  return readConfiguration(JSON.stringify({ ...smallest, ...changes }));
}

/** The tools' own clients on the fake, without the pauses between tries. */
export function clientsOn(aws: FakeAws, changes: object = {}) {
  return operatorClients({ ...clientSettings(aws), ...changes });
}
