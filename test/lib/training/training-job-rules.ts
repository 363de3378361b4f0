import type { CreateTrainingJobCommandInput as Request } from '@aws-sdk/client-sagemaker';
import type { Configuration } from '../../../lib/configuration/configuration.ts';
import { offeredInstanceTypes } from '../../../core/catalog/instance-types.ts';

/** What the version and the account had decided before the request was made. */
export interface Decided {
  readonly configuration: Configuration;
  readonly bucket: string;
  readonly versionId: string;
  readonly tenant: string;
  readonly attempt: number;
  readonly maxRuntimeSeconds: number;
  /** Where everything of the version lies; ends with `/`. */
  readonly versionPrefix: string;
}

/**
 * A rule over the request that template scanners never see, since no template holds it. One
 * sentence per violation, or none.
 */
export type JobRule = (request: Request, decided: Decided) => string | undefined;

const unless = (isKept: boolean | undefined, violation: string) => (isKept ? undefined : violation);

function tagsOf({ Tags = [] }: Request): Record<string, string | undefined> {
  return Object.fromEntries(Tags.map(({ Key, Value }) => [Key, Value]));
}

export const jobRules = {
  allowedInstance: ({ ResourceConfig }, { configuration }) => {
    const { instanceType, allowedInstanceTypes = [instanceType] } = configuration;
    const type = String(ResourceConfig?.InstanceType);
    const isAllowed = allowedInstanceTypes.some((allowed) => allowed === type);
    const isOffered = offeredInstanceTypes.some(({ name }) => name === type);
    return unless(isAllowed && isOffered, `${type} is not an allowed instance type`);
  },
  limitedTime: ({ StoppingCondition }, { configuration, maxRuntimeSeconds }) => {
    const seconds = StoppingCondition?.MaxRuntimeInSeconds ?? Infinity;
    const isLimited = seconds <= maxRuntimeSeconds && seconds <= configuration.maxRuntimeSeconds;
    return unless(isLimited, `may run ${seconds} s, longer than was reserved`);
  },
  spotWaits: ({ EnableManagedSpotTraining, StoppingCondition = {} }) => {
    const { MaxRuntimeInSeconds = Infinity, MaxWaitTimeInSeconds } = StoppingCondition;
    if (!EnableManagedSpotTraining)
      return unless(MaxWaitTimeInSeconds === undefined, 'waits though it is not on spot');
    return unless(
      (MaxWaitTimeInSeconds ?? 0) >= MaxRuntimeInSeconds,
      'is on spot and waits shorter than it may run',
    );
  },
  ownCheckpoints: ({ CheckpointConfig }, { bucket, versionPrefix }) =>
    unless(
      CheckpointConfig?.S3Uri === `s3://${bucket}/${versionPrefix}checkpoints/`,
      `keeps its checkpoints at ${CheckpointConfig?.S3Uri}`,
    ),
  ownOutput: ({ OutputDataConfig }, { bucket, versionPrefix }) =>
    unless(
      OutputDataConfig?.S3OutputPath?.startsWith(`s3://${bucket}/${versionPrefix}`),
      `writes its output to ${OutputDataConfig?.S3OutputPath}`,
    ),
  isolated: ({ EnableNetworkIsolation }) =>
    unless(EnableNetworkIsolation, 'is not isolated from the network'),
  inConfiguredVpc: ({ VpcConfig }, { configuration }) =>
    unless(
      (VpcConfig === undefined) === (configuration.vpc === undefined) &&
        VpcConfig?.Subnets?.length !== 0 &&
        VpcConfig?.SecurityGroupIds?.length !== 0,
      'is not in the configured network',
    ),
  encryptedOutput: ({ OutputDataConfig }) =>
    unless(Boolean(OutputDataConfig?.KmsKeyId), 'does not encrypt its output with our key'),
  // SageMaker refuses a volume key (and a volume size) on instances with disks of their own, whose
  // hardware encrypts them: all that are offered.
  encryptedVolume: ({ ResourceConfig = {} as NonNullable<Request['ResourceConfig']> }) => {
    const { InstanceType = '', VolumeKmsKeyId, VolumeSizeInGB } = ResourceConfig;
    const names = VolumeKmsKeyId ?? VolumeSizeInGB;
    return unless(names === undefined, `names a volume, which ${InstanceType} cannot have`);
  },
  encryptedBetweenInstances: ({ ResourceConfig, EnableInterContainerTrafficEncryption }) =>
    unless(
      (ResourceConfig?.InstanceCount ?? 1) === 1 || EnableInterContainerTrafficEncryption,
      'does not encrypt what its instances tell each other',
    ),
  tagged: (request, { versionId, tenant, attempt }) => {
    const tags = tagsOf(request);
    const isTagged =
      tags['app'] === 'deeptune' &&
      tags['version'] === versionId &&
      tags['tenant'] === tenant &&
      tags['attempt'] === String(attempt);
    return unless(isTagged, `is tagged ${JSON.stringify(tags)}`);
  },
  imageByDigest: ({ AlgorithmSpecification }, { configuration }) => {
    const image = AlgorithmSpecification?.TrainingImage ?? '';
    const isPinned = /@sha256:[0-9a-f]{64}$/.test(image);
    return unless(isPinned || !configuration.trainingImage, `runs ${image}, which can move`);
  },
  retriesServiceErrors: ({ RetryStrategy }) =>
    unless((RetryStrategy?.MaximumRetryAttempts ?? 0) >= 1, 'does not retry service errors'),
  definesMetrics: ({ AlgorithmSpecification }) =>
    unless(
      (AlgorithmSpecification?.MetricDefinitions ?? []).some(({ Name }) => Name === 'train:loss'),
      'tells nothing of its loss',
    ),
  notKeptWarm: ({ ResourceConfig }) =>
    unless(
      ResourceConfig?.KeepAlivePeriodInSeconds === undefined,
      'keeps its instance after its end',
    ),
  noSecret: (request) =>
    unless(
      !/password|secret|api.?key|credential|AKIA/i.test(JSON.stringify(request)),
      'names a secret',
    ),
} satisfies Record<string, JobRule>;

export type JobRuleName = keyof typeof jobRules;
