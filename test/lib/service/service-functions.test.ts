import type { HandlerName } from '../../../lambda/environment.ts';
import { environments } from '../../../lambda/environment.ts';
import { ofType, resourcesOf, synthesize } from '../synthesized.ts';

const { service } = synthesize();

const ids: Record<HandlerName, string> = {
  api: 'ApiFunctionsApi',
  estimator: 'ApiFunctionsEstimator',
  billing: 'ApiFunctionsBilling',
  authorizer: 'ApiFunctionsAuthorizer',
  prepare: 'TrainingWorkflowStepsPrepare',
  admit: 'TrainingWorkflowStepsAdmit',
  train: 'TrainingWorkflowStepsTrain',
  evaluate: 'TrainingWorkflowStepsEvaluate',
  settle: 'TrainingWorkflowStepsSettle',
  trainingJobEvent: 'TrainingJobEventsTrainingJobEvent',
  reconcile: 'ReconcilerReconcile',
  freeze: 'FreezingFreeze',
  scheduleFired: 'SchedulesScheduleFired',
};

function one(handler: HandlerName, kind: 'Function' | 'Logs' | 'Live') {
  const pattern = new RegExp(`^${ids[handler]}${kind}[0-9A-F]{8}$`);
  const found = Object.entries(resourcesOf(service)).filter(([id]) => pattern.test(id));
  expect(found).toHaveLength(1);
  return found[0]![1].Properties;
}

describe.each(Object.keys(ids) as HandlerName[])('%s', (handler) => {
  const lambda = one(handler, 'Function');

  test('has exactly the variables of its contract', () => {
    const { Variables } = lambda['Environment'] as { Variables: object };

    expect(Object.keys(Variables).sort()).toEqual([...environments[handler]].sort());
  });

  test('runs Node 24 on ARM, traced, with its own log group', () => {
    expect(lambda).toMatchObject({
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      TracingConfig: { Mode: 'Active' },
      LoggingConfig: { LogFormat: 'JSON', LogGroup: expect.anything() },
    });
    expect(one(handler, 'Logs')).toMatchObject({
      RetentionInDays: 90,
      KmsKeyId: expect.anything(),
    });
  });

  test('is called by its alias', () => {
    expect(one(handler, 'Live')).toMatchObject({ Name: 'live' });
  });
});

test('there is no function without a contract', () => {
  const own = ofType(service, 'AWS::Lambda::Function').filter(
    ({ Properties }) => Properties['Runtime'] !== 'python3.13',
  );

  expect(own).toHaveLength(Object.keys(environments).length);
});

test('versions stay, so that the alias can be moved back', () => {
  for (const version of ofType(service, 'AWS::Lambda::Version')) {
    expect(version.DeletionPolicy).toBe('Retain');
  }
});

test('every log group ends its lines some day and is encrypted', () => {
  const groups = ofType(service, 'AWS::Logs::LogGroup');

  expect(groups).toHaveLength(16);
  for (const { Properties } of groups) {
    expect(Properties).toMatchObject({
      RetentionInDays: expect.any(Number),
      KmsKeyId: expect.anything(),
    });
  }
});
