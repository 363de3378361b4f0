import type { CreateTrainingJobCommandInput } from '@aws-sdk/client-sagemaker';
import { offeredInstanceTypes } from '../../../core/catalog/instance-types.ts';
import type { Channel, TrainingJobSpec } from '../../../core/ports/jobs.ts';
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

test.each<[string, Channel, object]>([
  [
    'a folder is copied before the start',
    { name: 'train', prefix: 'v/train/' },
    channel('train', 'S3Prefix', 's3://deeptune-data/v/train/'),
  ],
  [
    'a list of objects, of which only these are copied',
    { name: 'objects', prefix: 'objects/', manifestKey: 'v/objects-manifest.json' },
    channel('objects', 'ManifestFile', 's3://deeptune-data/v/objects-manifest.json'),
  ],
  [
    'many objects are read while it trains',
    { name: 'objects', prefix: 'o/', manifestKey: 'v/list.json', inputMode: 'FastFile' },
    {
      ...channel('objects', 'ManifestFile', 's3://deeptune-data/v/list.json'),
      InputMode: 'FastFile',
    },
  ],
])('channel: %s; the code comes last', (_, asked, wanted) => {
  expect(request({ channels: [asked] }).InputDataConfig).toEqual([
    wanted,
    channel('code', 'S3Prefix', 's3://deeptune-data/code/1234/'),
  ]);
});

test('checkpoints are restored from below their own folder only, and the output gets the folder that SageMaker adds', () => {
  const made = request({
    checkpointPrefix: 'versions/t1/checkpoints/',
    outputPrefix: 'versions/t1/output/',
  });

  // Without the slash `versions/t1/checkpoints-of-another` would be restored too.
  expect(made.CheckpointConfig?.S3Uri).toBe('s3://deeptune-data/versions/t1/checkpoints/');
  // SageMaker appends `/<job>/output/model.tar.gz`.
  expect(made.OutputDataConfig?.S3OutputPath).toBe('s3://deeptune-data/versions/t1/output');
});

test('hyperparameters are passed on as texts, and the container is told of nothing else', () => {
  const made = request({ hyperparameters: { lrate: '0.001' } });

  expect(made.HyperParameters).toEqual({ lrate: '0.001' });
  expect(
    Object.keys(made.Environment ?? {}).filter((name) => /AWS|KEY|TOKEN|BUCKET|TABLE/.test(name)),
  ).toEqual([]);
});

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

/** What the trainer printed in a training of each recipe. */
const printed: Readonly<Record<string, readonly string[]>> = {
  'visual-classifier': [
    'epoch 4/4: step 48, loss 0.8268, validation accuracy 0.8750 (best so far)',
    'best epoch 4 of 4 (validation accuracy 0.875 on 40 inputs)',
    'evaluation: 297 held out, accuracy 0.9529, untrained accuracy 0.7778, trivial accuracy 0.1178',
  ],
  'visual-detector': [
    'epoch 5/14: step 75, loss 12.9594, validation mAP@.5 0.5390',
    'best epoch 13 of 14 (validation mAP@.5 0.8797 on 13 inputs)',
    'evaluation: 60 held out, map50 0.7756, map 0.4746, untrained map50 0.6494, untrained map 0.3613, trivial map50 0.0065, trivial map 0.0010',
  ],
  'visual-segmenter': [
    'epoch 6/10: step 120, loss 0.3806, validation mean IoU 0.4344',
    'best epoch 10 of 10 (validation mean IoU 0.5175 on 18 inputs)',
    'evaluation: 60 held out, meanIou 0.5924, untrained meanIou 0.4280, trivial meanIou 0.0068',
  ],
  'visual-embedder': [
    'epoch 1/6: step 8, loss 7.4598, validation recall at 1 0.0769 (best so far)',
    'best epoch 1 of 40 (validation recall at 1 0.4375 on 16 inputs)',
    'evaluation: 10 held out, recall1 0.2000, recall5 0.6000, untrained recall1 0.2000, untrained recall5 0.5000',
  ],
  'visual-anomaly-heatmap': [
    'epoch 2/8: step 24, loss 0.8911',
    'evaluation: 120 held out, imageAuroc 0.9796, pixelAuroc 0.9210, untrained imageAuroc 0.7621, untrained pixelAuroc 0.7188',
  ],
  'text-classifier': [
    'epoch 4/6: step 84, loss 0.7441, validation accuracy 0.7222',
    'epoch 1 of 1, the last one, is kept (no validation part: 16 inputs to train on, 100 are needed)',
    'evaluation: 12 held out, accuracy 0.0000, untrained accuracy 0.0833, trivial accuracy 0.1667',
  ],
  'text-to-text': [
    'epoch 3/5: step 96, loss 0.5532, validation token accuracy 0.7746',
    'best epoch 5 of 5 (validation token accuracy 0.8529 on 51 inputs)',
    'evaluation: 140 held out, perplexity 1.5036, tokenAccuracy 0.8992, exactMatch 0.7357, rougeL 0.9107, untrained perplexity 449.6657',
  ],
};

/** The metrics that CloudWatch reads from these lines. */
function metricsOf(lines: readonly string[]): Record<string, string> {
  const found: Record<string, string> = {};
  for (const { Name = '', Regex = '' } of metricDefinitions)
    for (const line of lines) {
      const value = new RegExp(Regex).exec(line)?.[1];
      if (value !== undefined) found[Name] = value;
    }
  return found;
}

test.each([
  // [recipe, train:loss, validation:metric, best:epoch, evaluation:metric]
  ['visual-classifier', '0.8268', '0.8750', '4', '0.9529'],
  ['visual-detector', '12.9594', '0.5390', '13', '0.7756'],
  ['visual-segmenter', '0.3806', '0.4344', '10', '0.5924'],
  ['visual-embedder', '7.4598', '0.0769', '1', '0.2000'],
  ['visual-anomaly-heatmap', '0.8911', undefined, undefined, '0.9796'],
  ['text-classifier', '0.7441', '0.7222', '1', '0.0000'],
  ['text-to-text', '0.5532', '0.7746', '5', '1.5036'],
])('the metrics of %s are read from what it prints', (recipe, loss, metric, epoch, evaluation) => {
  expect(metricsOf(printed[recipe] ?? [])).toEqual({
    'train:loss': loss,
    ...(metric === undefined ? {} : { 'validation:metric': metric }),
    ...(epoch === undefined ? {} : { 'best:epoch': epoch }),
    'evaluation:metric': evaluation,
  });
});

test.each<[string, Record<string, string>]>([
  ['checkpoint saved: step 48 of 240', { 'checkpoint:step': '48' }],
  ['evaluation: 0 held out, nothing measured', {}],
  ['evaluation: 4 held out, untrained accuracy 0.5000', {}],
  [
    'best epoch 4 of 10 (validation accuracy 0.91 on 120 inputs), stopped early after epoch 9',
    { 'best:epoch': '4' },
  ],
  ['setup took 12.3 s; 14 epochs, 210 steps', {}],
])('%s', (line, metrics) => {
  expect(metricsOf([line])).toEqual(metrics);
});
