import type { Template } from 'aws-cdk-lib/assertions';
import { Match } from 'aws-cdk-lib/assertions';
import { environments } from '../../../lambda/environment.ts';
import { actionsOf, allowing, allStatements, resourcesIn } from './statements.ts';
import { configuration, deployment, ofType, rootOf, synthesize } from '../synthesized.ts';

const existing = { subnetIds: ['subnet-1', 'subnet-2'], securityGroupIds: ['sg-1'] };
const create = { create: true };

/** `TRAINING_VPC` of every function that has it. */
function variables(service: Template): unknown[] {
  return ofType(service, 'AWS::Lambda::Function')
    .map(({ Properties }) => Properties['Environment'] as { Variables?: Record<string, unknown> })
    .map((environment) => environment?.Variables?.['TRAINING_VPC'])
    .filter((value) => value !== undefined);
}

const readers = Object.values(environments).filter((names) =>
  (names as readonly string[]).includes('TRAINING_VPC'),
);

describe('without a VPC', () => {
  const { service } = synthesize();

  test('there is none, and jobs are told so', () => {
    expect(ofType(service, 'AWS::EC2::VPC')).toEqual([]);
    expect(variables(service)).toEqual(readers.map(() => 'none'));
  });

  test('nothing may touch a network', () => {
    expect(JSON.stringify(allStatements(service))).not.toContain('ec2:');
  });
});

describe('in a VPC that is there', () => {
  const { service } = synthesize({ vpc: existing });

  test('none is made, and jobs are told which', () => {
    expect(ofType(service, 'AWS::EC2::VPC')).toEqual([]);
    expect(variables(service)).toEqual(readers.map(() => JSON.stringify(existing)));
  });

  test('IAM refuses a job outside of it', () => {
    const [{ Condition } = { Condition: undefined }] = allowing(
      service,
      'sagemaker:CreateTrainingJob',
    );

    expect(Condition).toMatchObject({
      'ForAllValues:StringEquals': {
        'sagemaker:InstanceTypes': ['ml.g5.xlarge'],
        'sagemaker:VpcSubnets': existing.subnetIds,
        'sagemaker:VpcSecurityGroupIds': existing.securityGroupIds,
      },
      Null: {
        'sagemaker:InstanceTypes': 'false',
        'sagemaker:VpcSubnets': 'false',
        'sagemaker:VpcSecurityGroupIds': 'false',
      },
    });
  });

  test('the training role makes interfaces in these subnets; only looking is allowed everywhere', () => {
    const made = JSON.stringify(allowing(service, 'ec2:CreateNetworkInterface'));
    const everywhere = allStatements(service)
      .filter((statement) => resourcesIn(statement).includes('*'))
      .flatMap(actionsOf)
      .filter((action) => action.startsWith('ec2:'));

    for (const name of ['subnet/subnet-1', 'subnet/subnet-2', 'security-group/sg-1'])
      expect(made).toContain(name);
    expect(everywhere.length).toBe(5);
    for (const action of everywhere) expect(action).toMatch(/^ec2:Describe/);
  });
});

describe('in a VPC of our own', () => {
  const { service } = synthesize({ vpc: { ...create, interfaceEndpoints: ['logs'] } });
  const availabilityZones = ['eu-west-1b', 'eu-west-1c'];
  const inZones = synthesize({ vpc: { ...create, availabilityZones } }).service;

  test('two private subnets, and no way to the internet', () => {
    expect(ofType(service, 'AWS::EC2::Subnet')).toHaveLength(2);
    for (const type of ['NatGateway', 'InternetGateway', 'Route', 'EIP'])
      expect(ofType(service, `AWS::EC2::${type}`)).toEqual([]);
  });

  test('the way to S3 ends at our bucket', () => {
    service.hasResourceProperties('AWS::EC2::VPCEndpoint', {
      VpcEndpointType: 'Gateway',
      RouteTableIds: [Match.anyValue(), Match.anyValue()],
      PolicyDocument: {
        Statement: [
          Match.objectLike({
            Resource: [
              { 'Fn::ImportValue': Match.stringLikeRegexp('ArtifactsBucket') },
              { 'Fn::Join': ['', [Match.objectLike({}), '/*']] },
            ],
          }),
        ],
      },
    });
  });

  test('only the configured services have an endpoint, which jobs alone may use', () => {
    expect(ofType(inZones, 'AWS::EC2::VPCEndpoint')).toHaveLength(1);
    expect(ofType(service, 'AWS::EC2::VPCEndpoint')).toHaveLength(2);
    service.hasResourceProperties('AWS::EC2::VPCEndpoint', {
      VpcEndpointType: 'Interface',
      PrivateDnsEnabled: true,
    });
    expect(ofType(service, 'AWS::EC2::SecurityGroupIngress')).toEqual([
      expect.objectContaining({
        Properties: expect.objectContaining({ FromPort: 443, ToPort: 443 }),
      }),
    ]);
  });

  test('its traffic is logged', () => {
    service.hasResourceProperties('AWS::EC2::FlowLog', { TrafficType: 'ALL' });
  });

  test('jobs are told of its subnets', () => {
    const told = variables(service);

    expect(told).toHaveLength(readers.length);
    expect(JSON.stringify(told[0])).toMatch(
      /subnetIds.*TrainingSubnet1.*securityGroupIds.*GroupId/,
    );
  });

  test('zones are as configured, or found out at deployment', () => {
    const zones = (template: Template) =>
      ofType(template, 'AWS::EC2::Subnet').map(({ Properties }) => Properties['AvailabilityZone']);

    expect(zones(inZones)).toEqual(availabilityZones);
    expect(zones(service)[1]).toEqual({ 'Fn::Select': [1, { 'Fn::GetAZs': '' }] });
  });

  test('a fixed account is not asked for anything during the synthesis', () => {
    const fixed = { vpc: create, account: '111111111111', region: 'eu-west-1' };

    expect(rootOf(deployment(fixed)).synth().manifest.missing).toBeUndefined();
  });
});

test.each([
  ['both at once', { ...create, ...existing }],
  ['no group', { subnetIds: ['subnet-1'] }],
  ['no subnet', { subnetIds: [], securityGroupIds: ['sg-1'] }],
  ['not to be made', { create: false }],
  ['an endpoint nobody knows', { ...create, interfaceEndpoints: ['sqs'] }],
  ['a zone that is a Region', { ...create, availabilityZones: ['eu-west-1'] }],
])('%s is refused', (_, vpc) => {
  expect(() => configuration({ vpc })).toThrow('vpc');
});
