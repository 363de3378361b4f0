import { resourcesOf, synthesize } from './synthesized.ts';

const templates = synthesize();

/** How each type with a policy is treated when it, or its stack, goes, and when it is replaced. */
const policies = {
  storage: {
    'AWS::DynamoDB::Table': ['Retain', 'Retain'],
    'AWS::KMS::Key': ['RetainExceptOnCreate', 'Retain'],
    'AWS::S3::Bucket': ['RetainExceptOnCreate', 'Retain'],
  },
  service: {
    // What is moved back to when a release was bad.
    'AWS::Lambda::Version': ['Retain', 'Retain'],
    // The schedules in it are the users', not the stack's.
    'AWS::Scheduler::ScheduleGroup': ['Retain', 'Retain'],
    'AWS::Logs::LogGroup': ['Delete', 'Delete'],
    'AWS::SQS::Queue': ['Delete', 'Delete'],
    'AWS::StepFunctions::StateMachine': ['Delete', 'Delete'],
    'Custom::CDKBucketDeployment': ['Delete', 'Delete'],
  },
};

test.each(['storage', 'service'] as const)('what stays of the %s stack, and what goes', (name) => {
  const found: Record<string, unknown> = {};
  for (const { Type, DeletionPolicy, UpdateReplacePolicy } of Object.values(
    resourcesOf(templates[name]),
  )) {
    if (DeletionPolicy === undefined) continue;
    const policy = [DeletionPolicy, UpdateReplacePolicy];
    expect([Type, found[Type] ?? policy]).toEqual([Type, policy]);
    found[Type] = policy;
  }

  expect(found).toEqual(policies[name]);
});
