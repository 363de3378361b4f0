import { Stack } from 'aws-cdk-lib';
import type { Role } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { addWithWildcards } from '../acknowledge.ts';
import type { Configuration } from '../configuration/configuration.ts';
import type { Conditions } from '../statement.ts';
import { allow, allowWithoutResource } from '../statement.ts';
import type { Storage } from '../storage/storage.ts';
import type { Variables } from '../configuration/variables.ts';
import { TrainingNetwork } from './training-network.ts';

/** The network that a training job runs in. */
export interface JobVpc {
  readonly subnetIds: string[];
  readonly securityGroupIds: string[];
}

/** As configured: none, one of our own, or one that is there. */
export function jobVpc(
  scope: Construct,
  { vpc }: Configuration,
  storage: Storage,
): JobVpc | undefined {
  if (!vpc || !('create' in vpc)) return vpc;
  return new TrainingNetwork(scope, 'Network', { configuration: vpc, storage });
}

export function vpcVariable(scope: Construct, vpc: JobVpc | undefined): Variables<'TRAINING_VPC'> {
  if (!vpc) return { TRAINING_VPC: 'none' };
  const { subnetIds, securityGroupIds } = vpc;
  return { TRAINING_VPC: Stack.of(scope).toJsonString({ subnetIds, securityGroupIds }) };
}

/** IAM's word for: in these subnets, under these security groups, and nowhere else. */
export function onlyInVpc({ subnetIds, securityGroupIds }: JobVpc): Conditions {
  return {
    'ForAllValues:StringEquals': {
      'sagemaker:VpcSubnets': subnetIds,
      'sagemaker:VpcSecurityGroupIds': securityGroupIds,
    },
    Null: { 'sagemaker:VpcSubnets': 'false', 'sagemaker:VpcSecurityGroupIds': 'false' },
  };
}

/** What SageMaker needs to put a job's network interfaces into the subnets. */
export function permitNetworkInterfaces(role: Role, vpc: JobVpc): void {
  const arn = (resource: string) => (resourceName: string) =>
    Stack.of(role).formatArn({ service: 'ec2', resource, resourceName });
  const interfaces = arn('network-interface')('*');
  const subnets = vpc.subnetIds.map(arn('subnet'));
  const groups = vpc.securityGroupIds.map(arn('security-group'));
  const why = 'SageMaker makes the interfaces itself; looking at networks knows no resource type.';
  const change = [
    'ec2:CreateNetworkInterfacePermission',
    'ec2:DeleteNetworkInterface',
    'ec2:DeleteNetworkInterfacePermission',
  ];
  addWithWildcards(role, allow(change, [interfaces]), why);
  const create = allow(['ec2:CreateNetworkInterface'], [interfaces, ...subnets, ...groups]);
  addWithWildcards(role, create, why);
  addWithWildcards(role, allowWithoutResource(describeNetwork), why);
}

const describeNetwork = [
  'ec2:DescribeDhcpOptions',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSecurityGroups',
  'ec2:DescribeSubnets',
  'ec2:DescribeVpcs',
];
