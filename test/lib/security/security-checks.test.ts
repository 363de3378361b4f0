import { App, Stack, Validations } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { AwsSolutionsChecks } from 'cdk-nag';
import type { IConstruct } from 'constructs';
import { addWithWildcards } from '../../../lib/acknowledge.ts';
import { application } from '../../../lib/application.ts';
import { cdkContext, configuration, deployment, rootOf } from '../synthesized.ts';

interface Finding {
  readonly id: string;
  readonly path: string;
}

/**
 * What cdk-nag finds, as it does in `cdk synth`: after references between stacks have been
 * resolved.
 */
function findingsIn(app: App): Finding[] {
  app.synth();
  return new AwsSolutionsChecks(app)
    .validateScope(app)
    .violations.flatMap(({ ruleName, violatingResources = [] }) =>
      violatingResources.map(({ constructPath }) => ({ id: ruleName, path: `${constructPath}` })),
    );
}

const ownNetwork = { create: true, interfaceEndpoints: ['logs', 'kms'] };
const ownName = {
  domain: 'deeptune.example.com',
  certificateArn: 'arn:aws:acm:us-east-1:111111111111:certificate/0-1',
};
const fixed = { account: '111111111111', region: 'eu-west-1' };

const deployed = (changes: object = {}) =>
  rootOf(deployment(changes, { builtinCloudFormationValidation: true }));

/** One role in one stack, with a wildcard. */
function withRole(give: (role: Role) => void): App {
  const app = new App();
  const role = new Role(new Stack(app, 'Bad'), 'Role', {
    assumedBy: new ServicePrincipal('sagemaker.amazonaws.com'),
  });
  give(role);
  return app;
}

const all = new PolicyStatement({ actions: ['s3:GetObject'], resources: ['arn:aws:s3:::data/*'] });

describe('cdk-nag AwsSolutions', () => {
  test.each([
    ['the smallest configuration', {}],
    ['a network of our own', { vpc: ownNetwork, alarmEmail: 'on-call@example.com' }],
    [
      'a network that is there, in a fixed Region',
      { ...fixed, vpc: { subnetIds: ['subnet-1'], securityGroupIds: ['sg-1'] } },
    ],
    ['a console', { console: {} }],
    ['a console under an own name', { ...fixed, console: ownName }],
    ['outside buckets', { fetchBuckets: ['photos', 'archive/2026/'] }],
  ])('%s: no finding that is not acknowledged', (_, changes) => {
    expect(findingsIn(deployed(changes))).toEqual([]);
  });

  test('finds a wildcard that nobody acknowledged', () => {
    expect(findingsIn(withRole((role) => void role.addToPolicy(all)))).toEqual([
      {
        id: 'AwsSolutions-IAM5[Resource::arn:aws:s3:::data/*]',
        path: 'Bad/Role/DefaultPolicy/Resource',
      },
    ]);
  });

  test('finds a second wildcard beside an acknowledged one', () => {
    const app = withRole((role) => {
      addWithWildcards(role, all, 'The objects are made at run time, by whoever uploads them.');
      const more = { actions: ['s3:PutObject'], resources: ['arn:aws:s3:::results/*'] };
      role.addToPolicy(new PolicyStatement(more));
    });

    expect(findingsIn(app).map(({ id }) => id)).toEqual([
      'AwsSolutions-IAM5[Resource::arn:aws:s3:::results/*]',
    ]);
  });

  test('what `cdk synth` runs ends with an error at a finding, and without one does not', () => {
    const make = () => application(configuration(), { context: cdkContext() });
    const bad = make();
    new Role(bad.service, 'Bad', {
      assumedBy: new ServicePrincipal('ec2.amazonaws.com'),
    }).addToPolicy(all);

    expect(() => rootOf(bad).synth()).toThrow('AwsSolutions-IAM5[Resource::arn:aws:s3:::data/*]');
    expect(() => rootOf(make()).synth()).not.toThrow();
  });
});

describe('acknowledgements', () => {
  const spy = jest.spyOn(Validations.prototype, 'acknowledge').mockImplementation();
  const app = deployed({ vpc: ownNetwork });
  const given = spy.mock.calls.flatMap((rules, call) =>
    rules.map(({ id, reason }) => {
      const { scope } = spy.mock.contexts[call] as unknown as { scope: IConstruct };
      return { id, reason, path: scope.node.path };
    }),
  );
  const ours = given.filter(({ id }) => id.startsWith('AwsSolutions'));
  const found = findingsIn(app);
  spy.mockRestore();

  test('each is still needed: without it there is a finding', () => {
    const superfluous = ours.filter(
      ({ id, path }) => !found.some((one) => one.id === id && one.path.startsWith(`${path}/`)),
    );

    expect(ours.length).toBeGreaterThan(40);
    expect(superfluous).toEqual([]);
  });

  test('each names one finding, and a reason that can be judged', () => {
    for (const { id, reason } of ours) {
      expect(id).toMatch(/^AwsSolutions-(IAM5\[Resource::.*\]|APIG4|L1|SQS3)$/);
      expect(reason.length).toBeGreaterThanOrEqual(40);
    }
  });
});
