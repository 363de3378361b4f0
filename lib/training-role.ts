import { ArnFormat, Stack } from 'aws-cdk-lib';
import type { Role } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { ContainerImage } from './configuration/container-image.ts';
import { repositoryArn } from './configuration/container-image.ts';
import { addWithWildcards } from './acknowledge.ts';
import type { JobVpc } from './network/job-vpc.ts';
import { permitNetworkInterfaces } from './network/job-vpc.ts';
import { ServiceRole } from './functions/service-role.ts';
import { allow, allowWithoutResource, denyOutside } from './statement.ts';
import { cryptoActions } from './storage/encryption-key.ts';
import type { Storage } from './storage/storage.ts';
import { checkpointPatterns, outputPatterns, whyPatterns } from './storage/storage.ts';

export interface TrainingRoleProps {
  readonly storage: Storage;
  readonly image: ContainerImage;
  readonly vpc: JobVpc | undefined;
  /** What the names of its jobs begin with. */
  readonly prefix: string;
}

const readable = ['users/*', 'base-models/*', 'code/*'];

/**
 * What SageMaker may do while it runs a training job: read data, base models and the trainer; write
 * checkpoints and the model artifact; delete checkpoints alone. The patterns stand for every
 * version and job; narrowing them to the job's own comes with per-version sessions.
 */
export class TrainingRole extends ServiceRole {
  constructor(scope: Construct, id: string, props: TrainingRoleProps) {
    super(scope, id, {
      description: 'deeptune: runs training jobs',
      service: 'sagemaker.amazonaws.com',
      sourceArn: Stack.of(scope).formatArn({
        service: 'sagemaker',
        resource: 'training-job',
        resourceName: `${props.prefix}*`,
      }),
    });
    this.permitObjects(props.storage);
    props.storage.permitKey(this, 's3', cryptoActions);
    if (props.vpc) permitNetworkInterfaces(this, props.vpc);
    permitImagePull(this, props.image);
    permitObservability(this, '/aws/sagemaker/TrainingJobs');
  }

  private permitObjects({ bucket }: Storage): void {
    const objects = (...keys: string[]) => keys.map((key) => bucket.arnForObjects(key));
    const uploads = ['s3:PutObject', 's3:AbortMultipartUpload', 's3:ListMultipartUploadParts'];
    const deletions = ['s3:DeleteObject', 's3:DeleteObjectVersion'];
    addWithWildcards(this, allow(['s3:GetObject'], objects(...readable)), whyPatterns);
    this.addToPolicy(
      allow(['s3:ListBucket'], [bucket.bucketArn], { StringLike: { 's3:prefix': readable } }),
    );
    addWithWildcards(
      this,
      allow(uploads, objects(...checkpointPatterns, ...outputPatterns)),
      whyPatterns,
    );
    addWithWildcards(this, allow(['s3:DeleteObject'], objects(...checkpointPatterns)), whyPatterns);
    this.addToPolicy(denyOutside(deletions, objects(...checkpointPatterns)));
  }
}

/** Lets the role pull one image. */
export function permitImagePull(role: Role, image: ContainerImage): void {
  const layers = [
    'ecr:BatchCheckLayerAvailability',
    'ecr:BatchGetImage',
    'ecr:GetDownloadUrlForLayer',
  ];
  role.addToPolicy(allow(layers, [repositoryArn(role, image)]));
  addWithWildcards(
    role,
    allowWithoutResource(['ecr:GetAuthorizationToken']),
    'The token of a registry and the metrics of a namespace know no resource type.',
  );
}

/** Lets the role write logs under this name and SageMaker's own metrics. */
export function permitObservability(role: Role, logGroupName: string): void {
  const logGroup = Stack.of(role).formatArn({
    service: 'logs',
    resource: 'log-group',
    resourceName: `${logGroupName}*`,
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
  const logs = [
    'logs:CreateLogGroup',
    'logs:CreateLogStream',
    'logs:DescribeLogStreams',
    'logs:PutLogEvents',
  ];
  const why =
    'SageMaker makes the log groups and streams itself, named by the job or the endpoint.';
  addWithWildcards(role, allow(logs, [logGroup]), why);
  role.addToPolicy(
    allowWithoutResource(['cloudwatch:PutMetricData'], {
      StringLike: { 'cloudwatch:namespace': ['/aws/sagemaker/*', 'aws/sagemaker/*'] },
    }),
  );
}
