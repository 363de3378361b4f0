import type { CreateTrainingJobCommandInput as Request } from '@aws-sdk/client-sagemaker';
import { maxAttempts } from '../../../core/job/workflow/limits.ts';
import { configuration } from '../synthesized.ts';
import {
  bucket,
  maxRuntimeSeconds,
  requestOf,
  templates,
  versionOf,
} from './training-job-requests.ts';
import type { Decided, JobRuleName } from './training-job-rules.ts';
import { jobRules } from './training-job-rules.ts';

const vpc = { subnetIds: ['subnet-1'], securityGroupIds: ['sg-1'] };
const largest = { instanceType: 'ml.g5.16xlarge', allowedInstanceTypes: ['ml.g5.16xlarge'] };

/** Every template, on every attempt, as each configuration has it. */
const requests = templates.flatMap(([modelTypeId, templateId]) =>
  Array.from({ length: maxAttempts }, (_, index) => index + 1).flatMap((attempt) =>
    [{}, { useSpot: false }, { vpc }, largest].map((changes) =>
      requestOf(versionOf(modelTypeId, templateId), attempt, changes),
    ),
  ),
);

const [spot, decided] = requestOf(versionOf(...templates[0]!), 1, {});
const resources = spot.ResourceConfig!;
const stopping = (limits: object) => ({ StoppingCondition: { ...limits } });

/** For each rule, changes of a good request that must be found out, and what must be said. */
const failing: Record<JobRuleName, [Partial<Request>, string, Partial<Decided>?][]> = {
  allowedInstance: [
    [{ ResourceConfig: { ...resources, InstanceType: 'ml.g5.48xlarge' } }, '48xlarge is not an'],
    [{ ResourceConfig: undefined }, 'undefined is not an allowed instance type'],
    [
      { ResourceConfig: { ...resources, InstanceType: 'ml.g5.12xlarge' } },
      '12xlarge is not an',
      { configuration: { ...decided.configuration, allowedInstanceTypes: ['ml.g5.12xlarge'] } },
    ],
  ],
  limitedTime: [
    [stopping({ MaxRuntimeInSeconds: maxRuntimeSeconds + 1 }), 'may run 7201 s'],
    [{}, 'may run 7200 s', { configuration: configuration({ maxRuntimeSeconds: 3600 }) }],
    [{ StoppingCondition: undefined }, 'may run Infinity s'],
  ],
  spotWaits: [
    [stopping({ MaxRuntimeInSeconds: 10, MaxWaitTimeInSeconds: 9 }), 'waits shorter'],
    [stopping({ MaxRuntimeInSeconds: 10 }), 'waits shorter'],
    [{ EnableManagedSpotTraining: false }, 'waits though it is not on spot'],
  ],
  ownCheckpoints: [
    [{ CheckpointConfig: undefined }, 'at undefined'],
    [{ CheckpointConfig: { S3Uri: `s3://${bucket}/users/tester/` } }, 'at s3://artifacts/users'],
    [{}, 'keeps its checkpoints', { versionPrefix: 'users/tester/apps/lab/versions/01/' }],
  ],
  ownOutput: [
    [{ OutputDataConfig: { S3OutputPath: 's3://elsewhere/' } }, 'output to s3://elsewhere/'],
  ],
  isolated: [[{ EnableNetworkIsolation: false }, 'is not isolated']],
  inConfiguredVpc: [
    [{}, 'not in the configured network', { configuration: configuration({ vpc }) }],
    [{ VpcConfig: { Subnets: ['subnet-2'], SecurityGroupIds: [] } }, 'not in the configured'],
  ],
  encryptedOutput: [[{ OutputDataConfig: { S3OutputPath: 's3://artifacts/' } }, 'not encrypt its']],
  encryptedVolume: [
    [{ ResourceConfig: { ...resources, VolumeKmsKeyId: 'key' } }, 'names a volume, which ml.g5'],
    [{ ResourceConfig: { ...resources, VolumeSizeInGB: 100 } }, 'names a volume, which ml.g5'],
  ],
  encryptedBetweenInstances: [
    [{ ResourceConfig: { ...resources, InstanceCount: 2 } }, 'tell each other'],
  ],
  tagged: [
    [{ Tags: spot.Tags?.slice(1) }, 'is tagged'],
    [{ Tags: undefined }, 'is tagged {}'],
    [{}, '"attempt":"1"', { attempt: 2 }],
    [{}, '"tenant":"tester"', { tenant: 'another' }],
  ],
  imageByDigest: [
    [
      { AlgorithmSpecification: { TrainingImage: 'trainer:latest', TrainingInputMode: 'File' } },
      'runs trainer:latest, which can move',
    ],
  ],
  retriesServiceErrors: [[{ RetryStrategy: undefined }, 'does not retry']],
  definesMetrics: [[{ AlgorithmSpecification: { TrainingInputMode: 'File' } }, 'its loss']],
  notKeptWarm: [
    [{ ResourceConfig: { ...resources, KeepAlivePeriodInSeconds: 600 } }, 'keeps its instance'],
  ],
  noSecret: [[{ Environment: { API_KEY: 'dt_1' } }, 'names a secret']],
};

describe.each(Object.keys(jobRules) as JobRuleName[])('%s', (name) => {
  test('holds for every template, attempt and configuration', () => {
    const violations = requests.map(([request, given]) => jobRules[name](request, given));

    expect(violations.filter((violation) => violation !== undefined)).toEqual([]);
  });

  test.each(failing[name].map(([changes, violation, given]) => ({ changes, violation, given })))(
    'finds: $violation',
    ({ changes, violation, given }) => {
      expect(jobRules[name]({ ...spot, ...changes }, { ...decided, ...given })).toContain(
        violation,
      );
    },
  );
});

test('the requests are of all kinds', () => {
  expect(requests.length).toBe(templates.length * maxAttempts * 4);
  expect(templates.length).toBeGreaterThan(15);
  expect(new Set(requests.map(([request]) => request.EnableManagedSpotTraining)).size).toBe(2);
});
