import { Stack } from 'aws-cdk-lib';
import type { Role } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { Configuration } from '../configuration.ts';
import { defaultImage, imageUri, parseImage } from '../container-image.ts';
import { allow, deny, passRole } from '../statement.ts';
import type { Storage } from '../storage/storage.ts';
import type { Variables } from '../variables.ts';
import { TrainingRole } from './training-role.ts';
import { TrainingSource } from './training-source.ts';

export interface TrainingJobsProps {
  readonly storage: Storage;
  readonly configuration: Configuration;
}

export type JobVariables = Variables<'TRAINING_IMAGE' | 'TRAINING_ROLE_ARN' | 'SOURCE_PREFIX'>;

/** What a SageMaker training job is started with, and who may start, watch and stop one. Jobs are named `ft-…`; others are out of reach. */
export class TrainingJobs extends Construct {
  readonly source: TrainingSource;
  private readonly role: TrainingRole;
  private readonly configuration: Configuration;
  private readonly image: string;

  constructor(scope: Construct, id: string, { storage, configuration }: TrainingJobsProps) {
    super(scope, id);
    const { trainingImage, region } = configuration;
    const image = parseImage(trainingImage ?? '') ?? defaultImage('training', region);
    this.configuration = configuration;
    this.image = imageUri(image);
    this.source = new TrainingSource(this, 'Source', storage);
    this.role = new TrainingRole(this, 'Role', { storage, image });
  }

  /** Starts jobs on the allowed instances, isolated, no longer than the limit and without a warm pool; the second lock behind the reservation. */
  grantStart(role: Role): JobVariables {
    const { allowedInstanceTypes, instanceType, maxRuntimeSeconds } = this.configuration;
    const create = ['sagemaker:CreateTrainingJob'];
    role.addToPolicy(
      allow(create, this.jobArns, {
        'ForAllValues:StringEquals': {
          'sagemaker:InstanceTypes': allowedInstanceTypes ?? [instanceType],
        },
        Null: { 'sagemaker:InstanceTypes': 'false' },
        NumericLessThanEquals: { 'sagemaker:MaxRuntimeInSeconds': maxRuntimeSeconds },
        Bool: { 'sagemaker:NetworkIsolation': 'true' },
      }),
    );
    role.addToPolicy(
      deny(create, this.jobArns, { Null: { 'sagemaker:KeepAlivePeriod': 'false' } }),
    );
    role.addToPolicy(allow(['sagemaker:AddTags'], this.jobArns));
    role.addToPolicy(passRole(this.role.roleArn, 'sagemaker.amazonaws.com'));
    return this.grantStop(role);
  }

  /** Also describes. */
  grantStop(role: Role): JobVariables {
    role.addToPolicy(allow(['sagemaker:StopTrainingJob'], this.jobArns));
    return this.grantDescribe(role);
  }

  grantDescribe(role: Role): JobVariables {
    role.addToPolicy(allow(['sagemaker:DescribeTrainingJob', 'sagemaker:ListTags'], this.jobArns));
    return this.variables;
  }

  private get jobArns(): readonly string[] {
    const format = { service: 'sagemaker', resource: 'training-job', resourceName: 'ft-*' };
    return [Stack.of(this).formatArn(format)];
  }

  get variables(): JobVariables {
    return {
      TRAINING_IMAGE: this.image,
      TRAINING_ROLE_ARN: this.role.roleArn,
      SOURCE_PREFIX: this.source.prefix,
    };
  }
}
