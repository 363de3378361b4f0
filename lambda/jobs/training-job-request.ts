import type {
  Channel as ChannelInput,
  CreateTrainingJobCommandInput,
  MetricDefinition,
  ResourceConfig,
  TrainingInstanceType,
} from '@aws-sdk/client-sagemaker';
import type { Channel, TrainingJobSpec } from '../../core/ports/jobs.ts';
import type { TrainingVpc } from './training-vpc.ts';

/** What the account adds to a training job spec. */
export interface TrainingAccount {
  /** Assumed by the job: `sagemaker.amazonaws.com`. */
  readonly roleArn: string;
  /** AWS Hugging Face PyTorch training image, by digest. */
  readonly image: string;
  readonly bucket: string;
  /** Where the files of `container/` lie in the bucket, `train.py` at the top. Ends with `/`. */
  readonly sourcePrefix: string;
  /** Encrypts the output. */
  readonly kmsKeyArn?: string;
  readonly vpc?: TrainingVpc | undefined;
}

/** Where the channel `code` is mounted. */
const codeFolder = '/opt/ml/input/data/code';

/**
 * SageMaker tries again this often after its own internal errors; `MaxRuntimeInSeconds` counts all
 * of these attempts together.
 */
const serviceRetries = 3;

/**
 * Nothing may look for the hub: the job has no network, and would wait for time-outs. Nothing is
 * written beside the code.
 */
const environment = {
  // Every instance type has one. A job whose GPU cannot be used would train on the CPU, at the
  // GPU's price.
  DEEPTUNE_REQUIRES_GPU: '1',
  HF_HUB_OFFLINE: '1',
  TRANSFORMERS_OFFLINE: '1',
  HF_DATASETS_OFFLINE: '1',
  HF_HUB_DISABLE_TELEMETRY: '1',
  PYTHONDONTWRITEBYTECODE: '1',
};

/**
 * What the trainer prints (`container/deeptune_trainer/contract/training_log.py`), as CloudWatch
 * metrics; the same of every recipe, whatever its metric is called.
 */
export const metricDefinitions: MetricDefinition[] = [
  { Name: 'train:loss', Regex: 'epoch [0-9]+/[0-9]+: step [0-9]+, loss ([0-9.]+)' },
  { Name: 'validation:metric', Regex: 'epoch [0-9]+/[0-9]+: .*, validation .* ([0-9.]+)' },
  // Chosen on the validation part, or the last one where there is none.
  { Name: 'best:epoch', Regex: 'epoch ([0-9]+) of [0-9]+' },
  // The first number on the held-out data; what follows it is of the untrained model and of
  // guessing.
  { Name: 'evaluation:metric', Regex: 'evaluation: [0-9]+ held out, [^ ,]+ ([0-9.]+)' },
  { Name: 'checkpoint:step', Regex: 'checkpoint saved: step ([0-9]+) of' },
];

/**
 * The whole `CreateTrainingJob` request of a spec: isolated from the network, encrypted, limited in
 * time.
 */
export function trainingJobRequest(
  spec: TrainingJobSpec,
  account: TrainingAccount,
): CreateTrainingJobCommandInput {
  return {
    TrainingJobName: spec.trainingJobName,
    RoleArn: account.roleArn,
    AlgorithmSpecification: {
      TrainingImage: account.image,
      TrainingInputMode: 'File',
      ContainerEntrypoint: entrypoint,
      MetricDefinitions: metricDefinitions,
    },
    HyperParameters: { ...spec.hyperparameters },
    Environment: environment,
    InputDataConfig: [
      ...spec.channels.map((channel) => channelInput(channel, account.bucket)),
      s3Channel('code', 'S3Prefix', `s3://${account.bucket}/${account.sourcePrefix}`),
    ],
    // Both end with a slash: without it SageMaker also restores what lies under
    // `checkpoints-of-another/`.
    CheckpointConfig: {
      S3Uri: `s3://${account.bucket}/${spec.checkpointPrefix}`,
      LocalPath: '/opt/ml/checkpoints/',
    },
    OutputDataConfig: {
      // SageMaker appends `/<job>/output/model.tar.gz` itself.
      S3OutputPath: `s3://${account.bucket}/${spec.outputPrefix.replace(/\/$/, '')}`,
      ...(account.kmsKeyArn && { KmsKeyId: account.kmsKeyArn }),
    },
    ResourceConfig: resources(spec),
    StoppingCondition: stoppingCondition(spec),
    EnableManagedSpotTraining: spec.isSpot,
    RetryStrategy: { MaximumRetryAttempts: serviceRetries },
    EnableNetworkIsolation: true,
    EnableInterContainerTrafficEncryption: spec.instanceCount > 1,
    ...vpcConfig(account.vpc),
    Tags: Object.entries(spec.tags).map(([Key, Value]) => ({ Key, Value })),
  };
}

/**
 * Our own start instead of the image's script mode: that one runs the script as a child which is
 * never told of SIGTERM (sagemaker-training-toolkit issues 125 and 173), so that a stopped job
 * could not save. `exec` makes the trainer the process that SageMaker signals. The first command is
 * the image's own, for hosts with an older GPU driver; bash goes on where it is absent.
 */
const entrypoint = [
  'bash',
  '-c',
  `. /usr/local/bin/start_cuda_compat.sh; exec python ${codeFolder}/train.py`,
];

function channelInput(channel: Channel, bucket: string): ChannelInput {
  const type = channel.manifestKey ? 'ManifestFile' : 'S3Prefix';
  const uri = `s3://${bucket}/${channel.manifestKey ?? channel.prefix}`;
  return { ...s3Channel(channel.name, type, uri), InputMode: channel.inputMode ?? 'File' };
}

function s3Channel(name: string, type: 'S3Prefix' | 'ManifestFile', uri: string): ChannelInput {
  return {
    ChannelName: name,
    InputMode: 'File',
    CompressionType: 'None',
    DataSource: {
      S3DataSource: { S3DataType: type, S3Uri: uri, S3DataDistributionType: 'FullyReplicated' },
    },
  };
}

/**
 * All instance types of the table have NVMe disks: SageMaker takes neither a volume size nor a
 * volume key for them, the hardware encrypts.
 */
function resources(spec: TrainingJobSpec): ResourceConfig {
  return {
    InstanceType: spec.instanceType as TrainingInstanceType,
    InstanceCount: spec.instanceCount,
  };
}

function stoppingCondition(spec: TrainingJobSpec) {
  const limit = { MaxRuntimeInSeconds: spec.maxRuntimeSeconds };
  if (!spec.isSpot) return limit;
  return { ...limit, MaxWaitTimeInSeconds: spec.maxWaitSeconds ?? spec.maxRuntimeSeconds };
}

function vpcConfig(vpc: TrainingAccount['vpc']) {
  if (!vpc) return {};
  return {
    VpcConfig: { Subnets: [...vpc.subnetIds], SecurityGroupIds: [...vpc.securityGroupIds] },
  };
}
