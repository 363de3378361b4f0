import type { CreateTrainingJobCommandInput } from '@aws-sdk/client-sagemaker';
import { offeredInstanceTypes } from '../../../core/catalog/instance-types.ts';
import type { TrainingJobSpec } from '../../../core/ports/jobs.ts';
import {
  metricDefinitions,
  trainingJobRequest,
} from '../../../lambda/jobs/training-job-request.ts';
import { account, spec } from '../adapters/training-job-fixtures.ts';

const request = (changes: Partial<TrainingJobSpec> = {}): CreateTrainingJobCommandInput =>
  trainingJobRequest({ ...spec, ...changes }, account);

test('the whole request', () => {
  expect(request()).toEqual({
    TrainingJobName: 'ft-0123456789abcdef0123456789abcdef-a1',
    RoleArn: 'arn:aws:iam::111111111111:role/training',
    AlgorithmSpecification: {
      TrainingImage: 'registry/huggingface-pytorch-training@sha256:1234',
      TrainingInputMode: 'File',
      ContainerEntrypoint: [
        'bash',
        '-c',
        '. /usr/local/bin/start_cuda_compat.sh; exec python /opt/ml/input/data/code/train.py',
      ],
      MetricDefinitions: metricDefinitions,
    },
    HyperParameters: { num_epochs: '5', flip: 'true' },
    Environment: {
      DEEPTUNE_REQUIRES_GPU: '1',
      HF_HUB_OFFLINE: '1',
      TRANSFORMERS_OFFLINE: '1',
      HF_DATASETS_OFFLINE: '1',
      HF_HUB_DISABLE_TELEMETRY: '1',
      PYTHONDONTWRITEBYTECODE: '1',
    },
    InputDataConfig: [
      channel('train', 'S3Prefix', 's3://deeptune-data/v/train/'),
      channel('objects', 'ManifestFile', 's3://deeptune-data/v/objects-manifest.json'),
      channel('code', 'S3Prefix', 's3://deeptune-data/code/1234/'),
    ],
    CheckpointConfig: {
      S3Uri: 's3://deeptune-data/v/checkpoints/',
      LocalPath: '/opt/ml/checkpoints/',
    },
    OutputDataConfig: { S3OutputPath: 's3://deeptune-data/v/output', KmsKeyId: account.kmsKeyArn },
    ResourceConfig: { InstanceType: 'ml.g5.xlarge', InstanceCount: 1 },
    StoppingCondition: { MaxRuntimeInSeconds: 3600, MaxWaitTimeInSeconds: 7200 },
    EnableManagedSpotTraining: true,
    RetryStrategy: { MaximumRetryAttempts: 3 },
    EnableNetworkIsolation: true,
    EnableInterContainerTrafficEncryption: false,
    Tags: [
      { Key: 'deeptune:versionId', Value: '0123456789abcdef0123456789abcdef' },
      { Key: 'deeptune:attempt', Value: '1' },
    ],
  });
});

function channel(ChannelName: string, S3DataType: string, S3Uri: string) {
  const S3DataSource = { S3DataType, S3Uri, S3DataDistributionType: 'FullyReplicated' };
  return { ChannelName, InputMode: 'File', CompressionType: 'None', DataSource: { S3DataSource } };
}

test.each([
  ['spot', { isSpot: true, maxWaitSeconds: 9000 }, { MaxWaitTimeInSeconds: 9000 }],
  ['on demand', { isSpot: false }, {}],
])('%s: the stopping condition', (_name, changes, wanted) => {
  const made = request(changes);

  expect(made.EnableManagedSpotTraining).toBe(changes.isSpot);
  expect(made.StoppingCondition).toMatchObject({ MaxRuntimeInSeconds: 3600, ...wanted });
  if (!changes.isSpot) expect(made.StoppingCondition).toEqual({ MaxRuntimeInSeconds: 3600 });
});

test('spot without a wait waits no longer than it may run', () => {
  const withoutWait: Partial<typeof spec> = { ...spec };
  delete (withoutWait as { maxWaitSeconds?: number }).maxWaitSeconds;

  expect(trainingJobRequest(withoutWait as typeof spec, account).StoppingCondition).toEqual({
    MaxRuntimeInSeconds: 3600,
    MaxWaitTimeInSeconds: 3600,
  });
});

test.each(offeredInstanceTypes)('$name: no volume, neither its size nor a key', ({ name }) => {
  expect(request({ instanceType: name }).ResourceConfig).toEqual({
    InstanceType: name,
    InstanceCount: 1,
  });
});

test('more than one instance encrypts what they tell each other', () => {
  expect(request({ instanceCount: 2 })).toMatchObject({
    EnableInterContainerTrafficEncryption: true,
    ResourceConfig: { InstanceCount: 2 },
  });
});

test('a VPC is passed on', () => {
  const vpc = { subnetIds: ['subnet-1'], securityGroupIds: ['sg-1'] };

  expect(trainingJobRequest(spec, { ...account, vpc }).VpcConfig).toEqual({
    Subnets: ['subnet-1'],
    SecurityGroupIds: ['sg-1'],
  });
});

test('without a key of our own nothing names one', () => {
  const { roleArn, image, bucket, sourcePrefix } = account;
  const withoutKey = { roleArn, image, bucket, sourcePrefix };
  const made = trainingJobRequest(spec, withoutKey);

  expect(JSON.stringify(made)).not.toContain('Kms');
});

test.each([
  ['train:loss', 'epoch 2/5: step 96, loss 0.1234, validation accuracy 0.9533', '0.1234'],
  [
    'validation:metric',
    'epoch 2/5: step 96, loss 0.1234, validation accuracy 0.9533 (best so far)',
    '0.9533',
  ],
  ['validation:metric', 'epoch 12/15: step 300, loss 1.2, validation mAP@.5 0.8512', '0.8512'],
  ['validation:metric', 'epoch 1/5: step 9, loss 1.2, validation token accuracy 0.5000', '0.5000'],
  [
    'best:epoch',
    'best epoch 4 of 10 (validation accuracy 0.91 on 120 inputs), stopped early after epoch 9',
    '4',
  ],
  [
    'evaluation:accuracy',
    'evaluation: 297 held out, accuracy 0.9528619528619529',
    '0.9528619528619529',
  ],
  ['checkpoint:step', 'checkpoint saved: step 48 of 240', '48'],
])('metric %s is read from the line the trainer prints', (name, line, value) => {
  const regex = metricDefinitions.find((metric) => metric.Name === name)?.Regex ?? '';

  expect(new RegExp(regex).exec(line)?.[1]).toBe(value);
});
