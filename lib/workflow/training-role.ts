import { ArnFormat, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { ContainerImage } from '../container-image.ts';
import { repositoryArn } from '../container-image.ts';
import { ServiceRole } from '../service-role.ts';
import { allow, allowWithoutResource, denyOutside } from '../statement.ts';
import { cryptoActions } from '../storage/encryption-key.ts';
import type { Storage } from '../storage/storage.ts';

export interface TrainingRoleProps {
  readonly storage: Storage;
  readonly image: ContainerImage;
}

const readable = ['users/*', 'base-models/*', 'code/*'];
const checkpoints = 'users/*/apps/*/versions/*/checkpoints/*';
const output = 'users/*/apps/*/versions/*/output/*';

/**
 * What SageMaker may do while it runs a training job: read data, base models and the trainer; write checkpoints and the model artifact;
 * delete checkpoints alone. The patterns stand for every version; narrowing them to the job's own comes with per-version sessions.
 */
export class TrainingRole extends ServiceRole {
  constructor(scope: Construct, id: string, props: TrainingRoleProps) {
    super(scope, id, {
      description: 'deeptune: runs training jobs',
      service: 'sagemaker.amazonaws.com',
      sourceArn: Stack.of(scope).formatArn({
        service: 'sagemaker',
        resource: 'training-job',
        resourceName: 'ft-*',
      }),
    });
    this.permitObjects(props.storage);
    props.storage.permitKey(this, 's3', cryptoActions);
    for (const statement of imagePull(this, props.image)) this.addToPolicy(statement);
    for (const statement of observability(this, '/aws/sagemaker/TrainingJobs')) {
      this.addToPolicy(statement);
    }
  }

  private permitObjects({ bucket }: Storage): void {
    const objects = (...keys: string[]) => keys.map((key) => bucket.arnForObjects(key));
    const uploads = ['s3:PutObject', 's3:AbortMultipartUpload', 's3:ListMultipartUploadParts'];
    const deletions = ['s3:DeleteObject', 's3:DeleteObjectVersion'];
    this.addToPolicy(allow(['s3:GetObject'], objects(...readable)));
    this.addToPolicy(
      allow(['s3:ListBucket'], [bucket.bucketArn], { StringLike: { 's3:prefix': readable } }),
    );
    this.addToPolicy(allow(uploads, objects(checkpoints, output)));
    this.addToPolicy(allow(['s3:DeleteObject'], objects(checkpoints)));
    this.addToPolicy(denyOutside(deletions, objects(checkpoints)));
  }
}

/** Pulling one image. */
export function imagePull(scope: Construct, image: ContainerImage) {
  const layers = [
    'ecr:BatchCheckLayerAvailability',
    'ecr:BatchGetImage',
    'ecr:GetDownloadUrlForLayer',
  ];
  return [
    allowWithoutResource(['ecr:GetAuthorizationToken']),
    allow(layers, [repositoryArn(scope, image)]),
  ];
}

/** Logs under this name and SageMaker's own metrics. */
export function observability(scope: Construct, logGroupName: string) {
  const logGroup = Stack.of(scope).formatArn({
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
  return [
    allow(logs, [logGroup]),
    allowWithoutResource(['cloudwatch:PutMetricData'], {
      StringLike: { 'cloudwatch:namespace': ['/aws/sagemaker/*', 'aws/sagemaker/*'] },
    }),
  ];
}
