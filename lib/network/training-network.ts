import { Stack } from 'aws-cdk-lib';
import type { IVpc } from 'aws-cdk-lib/aws-ec2';
import {
  FlowLogDestination,
  GatewayVpcEndpointAwsService,
  InterfaceVpcEndpointAwsService,
  Peer,
  Port,
  SecurityGroup,
  SubnetType,
  Vpc,
} from 'aws-cdk-lib/aws-ec2';
import { AnyPrincipal, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { acknowledge } from '../acknowledge.ts';
import { ServiceRole } from '../functions/service-role.ts';
import type { Storage } from '../storage/storage.ts';
import type { CreatedVpc } from '../configuration/vpc-configuration.ts';
import { encryptedLogs } from '../functions/encrypted-logs.ts';

export interface TrainingNetworkProps {
  readonly configuration: CreatedVpc;
  readonly storage: Storage;
}

/** What a job reads and writes through the endpoint; its role decides over keys. */
const objectActions = [
  ...['s3:GetObject', 's3:PutObject', 's3:DeleteObject', 's3:AbortMultipartUpload'],
  ...['s3:ListBucket', 's3:ListMultipartUploadParts'],
];

const whyZones = 'Who deploys names the zones that offer the instance type; not every zone does.';

/** A VPC for training jobs: private subnets with a way to our bucket and none to the internet. */
export class TrainingNetwork extends Construct {
  readonly subnetIds: string[];
  readonly securityGroupIds: string[];
  private readonly vpc: Vpc;

  constructor(scope: Construct, id: string, props: TrainingNetworkProps) {
    super(scope, id);
    const { availabilityZones, interfaceEndpoints } = props.configuration;
    this.vpc = new Vpc(this, 'Vpc', {
      natGateways: 0,
      subnetConfiguration: [{ name: 'Training', subnetType: SubnetType.PRIVATE_ISOLATED }],
      // Nothing uses the default group; emptying it takes a function with rights over all groups.
      restrictDefaultSecurityGroup: false,
      ...(availabilityZones && { availabilityZones }),
    });
    if (availabilityZones) acknowledge(this.vpc, 'CloudFormation-Validate::W3010', whyZones);
    const jobs = this.jobsGroup();
    this.s3Endpoint(props.storage);
    this.interfaceEndpoints(interfaceEndpoints, jobs);
    this.flowLog(props.storage);
    this.subnetIds = this.vpc.isolatedSubnets.map(({ subnetId }) => subnetId);
    this.securityGroupIds = [jobs.securityGroupId];
  }

  /** The subnets know no route but that to S3's endpoint: 443 to anywhere ends there. */
  private jobsGroup(): SecurityGroup {
    const group = new SecurityGroup(this, 'Jobs', {
      vpc: this.vpc as IVpc,
      description: 'deeptune: training jobs',
      allowAllOutbound: false,
    });
    group.addEgressRule(Peer.anyIpv4(), Port.tcp(443), 'S3 and the endpoints of the VPC');
    return group;
  }

  private s3Endpoint({ bucket }: Storage): void {
    const endpoint = this.vpc.addGatewayEndpoint('S3', {
      service: GatewayVpcEndpointAwsService.S3,
    });
    endpoint.addToPolicy(
      new PolicyStatement({
        principals: [new AnyPrincipal()],
        actions: objectActions,
        resources: [bucket.bucketArn, bucket.arnForObjects('*')],
      }),
    );
  }

  private interfaceEndpoints(
    services: CreatedVpc['interfaceEndpoints'],
    jobs: SecurityGroup,
  ): void {
    if (services.length === 0) return;
    const group = new SecurityGroup(this, 'Endpoints', {
      vpc: this.vpc as IVpc,
      description: 'deeptune: endpoints of services',
      allowAllOutbound: false,
    });
    group.addIngressRule(jobs, Port.tcp(443), 'Training jobs');
    for (const name of services) {
      const service = new InterfaceVpcEndpointAwsService(name);
      this.vpc.addInterfaceEndpoint(name, { service, open: false, securityGroups: [group] });
    }
  }

  private flowLog({ key }: Storage): void {
    const logGroup = encryptedLogs(this, 'FlowLogs', {
      encryptionKey: key,
      retention: RetentionDays.ONE_YEAR,
    });
    const role = new ServiceRole(this, 'FlowLogsRole', {
      description: 'deeptune: writes the flow logs of the training network',
      service: 'vpc-flow-logs.amazonaws.com',
      sourceArn: Stack.of(this).formatArn({
        service: 'ec2',
        resource: 'vpc-flow-log',
        resourceName: '*',
      }),
    });
    this.vpc.addFlowLog('FlowLog', {
      destination: FlowLogDestination.toCloudWatchLogs(logGroup, role),
    });
  }
}
