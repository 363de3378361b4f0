import type { HandlerName } from '../../../lambda/environment.ts';
import { environments } from '../../../lambda/environment.ts';
import { ofType, resourcesOf, synthesize } from '../synthesized.ts';

const { service } = synthesize();

const ids: Record<HandlerName, string> = {
  api: 'ApiFunctionsApi',
  estimator: 'ApiFunctionsEstimator',
  billing: 'ApiFunctionsBilling',
  retraining: 'ApiFunctionsRetraining',
  reference: 'ApiFunctionsReference',
  authorizer: 'ApiFunctionsAuthorizer',
  decide: 'TrainingWorkflowStepsDecide',
  prepare: 'TrainingWorkflowStepsPrepare',
  estimate: 'TrainingWorkflowStepsEstimate',
  admit: 'TrainingWorkflowStepsAdmit',
  train: 'TrainingWorkflowStepsTrain',
  verifyArtifact: 'TrainingWorkflowStepsEvaluate',
  gate: 'TrainingWorkflowStepsGate',
  settle: 'TrainingWorkflowStepsSettle',
  trainingJobEvent: 'TrainingJobEventsTrainingJobEvent',
  reconcile: 'ReconcilerReconcile',
  freeze: 'FreezingFreeze',
  issueInvoices: 'InvoicingIssueInvoices',
  notify: 'NotificationSendingNotify',
  deliver: 'NotificationSendingDeliver',
  scheduleFired: 'SchedulesScheduleFired',
};

/** Time limit, seconds, and memory, MB: 1,769 MB are one whole CPU. */
const sizes: Record<HandlerName, readonly [seconds: number, megabytes: number]> = {
  api: [29, 1769],
  estimator: [29, 1769],
  billing: [29, 512],
  retraining: [29, 1769],
  reference: [29, 512],
  authorizer: [10, 512],
  decide: [290, 1769],
  prepare: [600, 1769],
  estimate: [50, 512],
  admit: [50, 512],
  train: [300, 512],
  verifyArtifact: [290, 1769],
  gate: [50, 512],
  settle: [50, 512],
  trainingJobEvent: [60, 512],
  reconcile: [240, 1024],
  freeze: [900, 1769],
  issueInvoices: [900, 1024],
  notify: [60, 512],
  deliver: [60, 512],
  scheduleFired: [60, 512],
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
    const { Variables } = (lambda['Environment'] ?? {}) as { Variables?: object };

    expect(Object.keys(Variables ?? {}).sort()).toEqual([...environments[handler]].sort());
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

  test('has its time and its memory', () => {
    expect([lambda['Timeout'], lambda['MemorySize']]).toEqual(sizes[handler]);
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

  expect(groups).toHaveLength(24);
  for (const { Properties } of groups) {
    expect(Properties).toMatchObject({
      RetentionInDays: expect.any(Number),
      KmsKeyId: expect.anything(),
    });
  }
});
