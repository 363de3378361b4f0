import { Stack } from 'aws-cdk-lib';
import type { Role } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { Configuration } from '../configuration/configuration.ts';
import { defaultImage, imageUri, parseImage } from '../configuration/container-image.ts';
import { addWithWildcards } from '../acknowledge.ts';
import type { JobVpc } from '../network/job-vpc.ts';
import { namesOf } from '../configuration/names.ts';
import { jobVpc, vpcVariable } from '../network/job-vpc.ts';
import { allow, deny, passRole } from '../statement.ts';
import type { Storage } from '../storage/storage.ts';
import type { Variables } from '../configuration/variables.ts';
import { startConditions } from './start-conditions.ts';
import { TrainingRole } from '../training-role.ts';
import { TrainingSource } from './training-source.ts';

export interface TrainingJobsProps {
  readonly storage: Storage;
  readonly configuration: Configuration;
}

export type JobVariables = Variables<
  'TRAINING_IMAGE' | 'TRAINING_ROLE_ARN' | 'SOURCE_PREFIX' | 'TRAINING_VPC'
>;

const whyAllJobs =
  'A job is named by the deployment and its version, which is known at run time only.';

/**
 * What a SageMaker training job is started with, and who may start, watch and stop one. Jobs are
 * named by the deployment; others are out of reach.
 */
export class TrainingJobs extends Construct {
  readonly source: TrainingSource;
  /** What the names of its jobs begin with. */
  readonly prefix: string;
  private readonly role: TrainingRole;
  private readonly configuration: Configuration;
  private readonly image: string;
  private readonly vpc: JobVpc | undefined;

  constructor(scope: Construct, id: string, { storage, configuration }: TrainingJobsProps) {
    super(scope, id);
    const { trainingImage, region } = configuration;
    const image = parseImage(trainingImage ?? '') ?? defaultImage('training', region);
    this.configuration = configuration;
    this.prefix = namesOf(configuration).prefix;
    this.image = imageUri(image);
    this.source = new TrainingSource(this, 'Source', storage);
    this.vpc = jobVpc(this, configuration, storage);
    this.role = new TrainingRole(this, 'Role', {
      storage,
      image,
      vpc: this.vpc,
      prefix: this.prefix,
    });
  }

  /**
   * Starts jobs on the allowed instances, isolated, no longer than the limit and without a warm
   * pool; the second lock behind the reservation.
   */
  grantStart(role: Role): JobVariables {
    const create = ['sagemaker:CreateTrainingJob'];
    const conditions = startConditions(this.configuration, this.vpc);
    addWithWildcards(role, allow(create, this.jobArns, conditions), whyAllJobs);
    role.addToPolicy(
      deny(create, this.jobArns, { Null: { 'sagemaker:KeepAlivePeriod': 'false' } }),
    );
    addWithWildcards(role, allow(['sagemaker:AddTags'], this.jobArns), whyAllJobs);
    role.addToPolicy(passRole(this.role.roleArn, 'sagemaker.amazonaws.com'));
    return this.grantStop(role);
  }

  /** Also describes. */
  grantStop(role: Role): JobVariables {
    addWithWildcards(role, allow(['sagemaker:StopTrainingJob'], this.jobArns), whyAllJobs);
    return this.grantDescribe(role);
  }

  grantDescribe(role: Role): JobVariables {
    const look = ['sagemaker:DescribeTrainingJob', 'sagemaker:ListTags'];
    addWithWildcards(role, allow(look, this.jobArns), whyAllJobs);
    return this.variables;
  }

  private get jobArns(): readonly string[] {
    const resourceName = `${this.prefix}*`;
    const format = { service: 'sagemaker', resource: 'training-job', resourceName };
    return [Stack.of(this).formatArn(format)];
  }

  get variables(): JobVariables {
    return {
      TRAINING_IMAGE: this.image,
      TRAINING_ROLE_ARN: this.role.roleArn,
      SOURCE_PREFIX: this.source.prefix,
      ...vpcVariable(this, this.vpc),
    };
  }
}
