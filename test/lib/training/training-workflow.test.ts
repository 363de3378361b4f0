import { Match } from 'aws-cdk-lib/assertions';
import { steps, trainingWorkflow } from '../../../core/job/workflow/definition.ts';
import { actionsOf, allStatements, resourcesIn } from '../security/statements.ts';
import { ofType, synthesize } from '../synthesized.ts';

const { service } = synthesize();
const machine = ofType(service, 'AWS::StepFunctions::StateMachine')[0]!.Properties;

/**
 * VerifyArtifact has the construct, and so the function, that executions of the release before call
 * by the name Evaluate.
 */
const constructOf = (step: string) => (step === 'VerifyArtifact' ? 'Evaluate' : step);

test('the state machine is the core definition', () => {
  expect(JSON.parse(machine['DefinitionString'] as string)).toEqual(trainingWorkflow);
});

test('every name in the definition is substituted by the alias of a function', () => {
  const substitutions = machine['DefinitionSubstitutions'] as Record<string, { Ref: string }>;
  const names = [...(machine['DefinitionString'] as string).matchAll(/\$\{(\w+)\}/g)].map(
    (m) => m[1]!,
  );

  expect(new Set(names)).toEqual(new Set(steps.map((step) => `${step}FunctionArn`)));
  expect(Object.keys(substitutions).sort()).toEqual([...new Set(names)].sort());
  for (const step of steps) {
    expect(substitutions[`${step}FunctionArn`]!.Ref).toMatch(
      new RegExp(`^TrainingWorkflowSteps${constructOf(step)}Live`),
    );
  }
});

test('executions are logged without their data, and traced', () => {
  expect(machine).toMatchObject({
    LoggingConfiguration: { Level: 'ALL', IncludeExecutionData: false },
    TracingConfiguration: { Enabled: true },
  });
});

test('the machine calls its six functions and no other', () => {
  const calls = allStatements(service).filter(
    (s) =>
      s.of.startsWith('TrainingWorkflowRole') && actionsOf(s).includes('lambda:InvokeFunction'),
  );

  expect(
    calls
      .flatMap(resourcesIn)
      .map((resource) => (resource as { Ref: string }).Ref.slice(0, -8))
      .sort(),
  ).toEqual(steps.map((step) => `TrainingWorkflowSteps${constructOf(step)}Live`).sort());
});

test('Train waits for the trainer to be in place', () => {
  const trains = Object.entries(service.findResources('AWS::Lambda::Function')).filter(([id]) =>
    id.startsWith('TrainingWorkflowStepsTrain'),
  );

  expect(JSON.stringify(trains[0]?.[1]['DependsOn'])).toContain('TrainingJobsSourceFiles');
});

test('a change of one of our training jobs reaches its function, or the dead letters', () => {
  service.hasResourceProperties('AWS::Events::Rule', {
    EventPattern: {
      source: ['aws.sagemaker'],
      'detail-type': ['SageMaker Training Job State Change'],
      detail: { TrainingJobName: [{ prefix: 'ft-' }] },
    },
    Targets: [
      {
        Arn: { Ref: Match.stringLikeRegexp('^TrainingJobEventsTrainingJobEventLive') },
        DeadLetterConfig: Match.anyValue(),
      },
    ],
  });
});

const reconciler = {
  Arn: { Ref: Match.stringLikeRegexp('^ReconcilerReconcileLive') },
  DeadLetterConfig: {
    Arn: { 'Fn::GetAtt': [Match.stringLikeRegexp('^ReconcilerDeadLetters'), 'Arn'] },
  },
};

test('the reconciler runs every five minutes', () => {
  service.hasResourceProperties('AWS::Events::Rule', {
    ScheduleExpression: 'rate(5 minutes)',
    Targets: [reconciler],
  });
});

test('an execution that ends badly wakes the reconciler', () => {
  service.hasResourceProperties('AWS::Events::Rule', {
    EventPattern: {
      source: ['aws.states'],
      detail: {
        status: ['ABORTED', 'FAILED', 'TIMED_OUT'],
        stateMachineArn: [{ Ref: Match.stringLikeRegexp('^TrainingWorkflowStateMachine') }],
      },
    },
    Targets: [reconciler],
  });
});

test('the trainer lies under its own hash, and older ones stay', () => {
  const {
    DestinationBucketKeyPrefix: prefix,
    Prune,
    RetainOnDelete,
  } = ofType(service, 'Custom::CDKBucketDeployment')[0]!.Properties;

  expect(prefix).toMatch(/^code\/[0-9a-f]{64}\/$/);
  expect({ Prune, RetainOnDelete }).toEqual({ Prune: false, RetainOnDelete: true });
  service.hasResourceProperties('AWS::Lambda::Function', {
    Environment: { Variables: { SOURCE_PREFIX: prefix } },
  });
});
