import type { TrainingJobSpec } from '../../../core/ports/jobs.ts';

/** The account's own names. */
export const account = {
  roleArn: 'arn:aws:iam::111111111111:role/training',
  image: 'registry/huggingface-pytorch-training@sha256:1234',
  bucket: 'deeptune-data',
  sourcePrefix: 'code/1234/',
  kmsKeyArn: 'arn:aws:kms:eu-central-1:111111111111:key/1',
};

/** A spot training on g5. */
export const spec: TrainingJobSpec = {
  trainingJobName: 'ft-0123456789abcdef0123456789abcdef-a1',
  instanceType: 'ml.g5.xlarge',
  instanceCount: 1,
  maxRuntimeSeconds: 3600,
  isSpot: true,
  maxWaitSeconds: 7200,
  hyperparameters: { num_epochs: '5', flip: 'true' },
  channels: [
    { name: 'train', prefix: 'v/train/' },
    { name: 'objects', prefix: 'objects/', manifestKey: 'v/objects-manifest.json' },
  ],
  checkpointPrefix: 'v/checkpoints/',
  outputPrefix: 'v/output/',
  tags: { 'deeptune:versionId': '0123456789abcdef0123456789abcdef', 'deeptune:attempt': '1' },
};
