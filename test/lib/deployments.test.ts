import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { addDeployment } from '../../lib/deployment.ts';
import { namesOf } from '../../lib/configuration/names.ts';
import { allStatements, resourcesIn } from './security/statements.ts';
import { configuration, resourcesOf, synthesize, unchecked } from './synthesized.ts';

/** Two deployments of one account, side by side. */
const app = new App(unchecked);
const deployments = ['deeptune', 'team-a'].map((name) =>
  addDeployment(app, configuration({ name })),
);
const [ours = [], theirs = []] = deployments.map(({ storage, service }) =>
  [storage, service].map((stack) => Template.fromStack(stack)),
);

/**
 * Names that need to be unique only inside the thing that they belong to, and what a metric is
 * called.
 */
const ofParts = [
  'AWS::ApiGatewayV2::Api.Name',
  'AWS::ApiGatewayV2::Authorizer.Name',
  'AWS::ApiGatewayV2::Stage.StageName',
  'AWS::CloudWatch::Alarm.MetricName',
  'AWS::IAM::Policy.PolicyName',
  'AWS::Lambda::Alias.Name',
];

/** Every name that a template fixes, as `type.property=name`. */
function fixedNames(templates: readonly Template[]): string[] {
  return templates.flatMap((template) =>
    Object.values(resourcesOf(template)).flatMap(({ Type, Properties = {} }) =>
      Object.entries(Properties)
        .filter(([key, value]) => /Name$/.test(key) && typeof value === 'string')
        .filter(([key]) => !ofParts.includes(`${Type}.${key}`))
        .map(([key, value]) => `${Type}.${key}=${String(value)}`),
    ),
  );
}

test('two deployments side by side share no stack and no physical name', () => {
  const stackNames = deployments.flatMap(({ storage, service }) => [
    storage.stackName,
    service.stackName,
  ]);
  const [mine, others] = [fixedNames(ours), fixedNames(theirs)];

  expect(new Set(stackNames).size).toBe(4);
  expect(mine.length).toBeGreaterThanOrEqual(7);
  expect(others).toHaveLength(mine.length);
  expect(mine.filter((name) => others.includes(name))).toEqual([]);
});

test('the default name leaves the names as they always were', () => {
  expect(namesOf({ name: 'deeptune' })).toEqual({
    storageStack: 'deeptune-storage',
    serviceStack: 'deeptune',
    consoleStack: 'deeptune-console',
    keyAlias: 'deeptune',
    prefix: 'ft-',
  });
  expect(fixedNames(ours)).toEqual(
    expect.arrayContaining([
      'AWS::KMS::Alias.AliasName=alias/deeptune',
      'AWS::StepFunctions::StateMachine.StateMachineName=deeptune-training',
      'AWS::Scheduler::ScheduleGroup.Name=deeptune',
      'AWS::Lambda::Function.FunctionName=deeptune-schedule-fired',
    ]),
  );
});

describe('jobs and endpoints of one deployment', () => {
  const patternsOf = (templates: readonly Template[]) => [
    ...new Set(
      templates
        .flatMap(allStatements)
        .flatMap(resourcesIn)
        .map((resource) => JSON.stringify(resource ?? ''))
        .filter((arn) => arn.includes('sagemaker:'))
        .map((arn) => /:(?:training-job|model|endpoint|endpoint-config)\/([^"]*)"/.exec(arn)?.[1]),
    ),
  ];
  const ruleOf = (templates: readonly Template[]) => {
    const rules = templates.flatMap((each) =>
      Object.values(each.findResources('AWS::Events::Rule')),
    );
    const patterns = rules.map(({ Properties }) => Properties['EventPattern']?.detail);
    return patterns.flatMap((detail) => detail?.TrainingJobName ?? []);
  };

  test('are all that its functions reach and its rule sees', () => {
    expect(patternsOf(ours)).toEqual(['ft-*']);
    expect(patternsOf(theirs)).toEqual(['team-a-ft-*']);
    expect([ruleOf(ours), ruleOf(theirs)]).toEqual([
      [{ prefix: 'ft-' }],
      [{ prefix: 'team-a-ft-' }],
    ]);
  });

  test('are named so by its functions', () => {
    const prefixes = (templates: readonly Template[]) =>
      new Set(
        templates
          .flatMap((each) => Object.values(each.findResources('AWS::Lambda::Function')))
          .map(({ Properties }) => Properties['Environment']?.Variables?.NAME_PREFIX)
          .filter((prefix) => prefix !== undefined),
      );

    expect(prefixes(ours)).toEqual(new Set(['ft-']));
    expect(prefixes(theirs)).toEqual(new Set(['team-a-ft-']));
  });
});

/** Every name that `nameProblem` lets pass: no prefix begins another. */
test.each([
  ['deeptune', 'team'],
  ['team', 'team-a'],
  ['team', 'teamft'],
  ['f', 'ftx'],
  ['deeptune', 'ftx'],
])('prefixes of %s and %s do not begin one another', (one, other) => {
  const [a, b] = [namesOf(configuration({ name: one })), namesOf(configuration({ name: other }))];

  expect(a.prefix.startsWith(b.prefix) || b.prefix.startsWith(a.prefix)).toBe(false);
});

test.each([
  ['Team', '1 to 20 lower-case letters'],
  ['a-name-that-is-too-long', '1 to 20 lower-case letters'],
  ['team--a', '1 to 20 lower-case letters'],
  ['1st', '1 to 20 lower-case letters'],
  ['ft', 'no part "ft"'],
  ['team-ft', 'no part "ft"'],
  ['ft-team', 'no part "ft"'],
  ['team-storage', 'not end in "-storage"'],
  ['team-console', 'not end in "-console"'],
])('the name %s is refused', (name, message) => {
  expect(() => configuration({ name })).toThrow(message);
});

test('a longest name still leaves room for the name of a job', () => {
  const { prefix } = namesOf(configuration({ name: 'a'.repeat(20) }));
  const job = `${prefix}${'0'.repeat(32)}-a99`;

  expect(job.length).toBeLessThanOrEqual(63);
  expect(synthesize({ name: 'a'.repeat(20) })).toBeDefined();
});
