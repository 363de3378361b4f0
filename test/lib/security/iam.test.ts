import { actionsOf, allowing, allStatements, resourcesIn, trustStatements } from './statements.ts';
import { synthesize } from '../synthesized.ts';

const { storage, service } = synthesize({
  allowedInstanceTypes: ['ml.g5.xlarge', 'ml.g5.2xlarge'],
});
const inVpc = synthesize({ vpc: { create: true, interfaceEndpoints: ['logs'] } });
const ours = [storage, service, inVpc.storage, inVpc.service].flatMap(allStatements);
const text = JSON.stringify;

/** Actions that IAM gives no resource type. */
const withoutResource = [
  'cloudwatch:PutMetricData',
  'ec2:DescribeDhcpOptions',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSecurityGroups',
  'ec2:DescribeSubnets',
  'ec2:DescribeVpcs',
  'ecr:GetAuthorizationToken',
  'logs:CreateLogDelivery',
  'logs:DeleteLogDelivery',
  'logs:DescribeLogGroups',
  'logs:DescribeResourcePolicies',
  'logs:GetLogDelivery',
  'logs:ListLogDeliveries',
  'logs:PutResourcePolicy',
  'logs:UpdateLogDelivery',
  'scheduler:ListSchedules',
  'sns:GetSubscriptionAttributes',
  'sns:Unsubscribe',
  'xray:GetSamplingRules',
  'xray:GetSamplingTargets',
  'xray:PutTelemetryRecords',
  'xray:PutTraceSegments',
];

test('nothing allows an action by wildcard, but for the key, which its account owns', () => {
  const wild = ours.filter((s) => s.Effect === 'Allow' && text(s.Action).includes('*'));

  expect(new Set(wild.map(({ of, Action }) => `${of.slice(0, 10)} ${text(Action)}`))).toEqual(
    new Set(['StorageKey "kms:*"']),
  );
});

test('all resources are allowed only to actions that know none, and to key policies', () => {
  const everywhere = ours.filter(
    (s) => s.Effect === 'Allow' && resourcesIn(s).includes('*') && !s.of.startsWith('StorageKey'),
  );

  expect(
    new Set(everywhere.flatMap(actionsOf).filter((a) => !withoutResource.includes(a))),
  ).toEqual(new Set());
});

test('each role that is passed is one role, to one service', () => {
  const passed = allowing(service, 'iam:PassRole').map(({ of, Resource, Condition }) => ({
    by: of.replace(/DefaultPolicy.*/, ''),
    role: text(Resource).replace(/.*"([A-Za-z]+Role).*/, '$1'),
    Condition,
  }));
  const to = (service: string) => ({ StringEquals: { 'iam:PassedToService': service } });

  expect(passed).toEqual([
    {
      by: 'TrainingWorkflowStepsDecideRole',
      role: 'InferenceRole',
      Condition: to('sagemaker.amazonaws.com'),
    },
    {
      by: 'TrainingWorkflowStepsTrainRole',
      role: 'TrainingJobsRole',
      Condition: to('sagemaker.amazonaws.com'),
    },
    { by: 'ApiFunctionsApiRole', role: 'InferenceRole', Condition: to('sagemaker.amazonaws.com') },
    { by: 'ApiFunctionsApiRole', role: 'SchedulesRole', Condition: to('scheduler.amazonaws.com') },
    {
      by: 'ApiFunctionsRetrainingRole',
      role: 'InferenceRole',
      Condition: to('sagemaker.amazonaws.com'),
    },
    {
      by: 'ApiFunctionsRetrainingRole',
      role: 'SchedulesRole',
      Condition: to('scheduler.amazonaws.com'),
    },
  ]);
});

test('a service takes a role, a queue or a topic only for this account', () => {
  const ofServices = ours.filter(
    ({ Effect, Principal }) =>
      Effect === 'Allow' && typeof Principal === 'object' && Principal.Service,
  );
  // Lambda says nothing of where it acts when it takes a role; CloudWatch Logs names the log group
  // instead.
  const open = ofServices.filter(
    ({ Condition, Principal }) =>
      !/aws:SourceAccount|aws:SourceArn|aws:logs:arn/.test(text(Condition ?? {})) &&
      text(Principal) !== text({ Service: 'lambda.amazonaws.com' }),
  );

  expect(ofServices.length).toBeGreaterThan(20);
  expect(open).toEqual([]);
});

test.each([
  ['TrainingJobsRole', 'sagemaker.amazonaws.com', ':training-job/ft-*'],
  ['InferenceRole', 'sagemaker.amazonaws.com', ':sagemaker:'],
  ['TrainingWorkflowRole', 'states.amazonaws.com', ':states:'],
  ['SchedulesRole', 'scheduler.amazonaws.com', 'SchedulesGroup'],
  ['NotificationsRole', 'events.amazonaws.com', ':rule/'],
])('%s trusts %s acting for this account’s own', (role, principal, source) => {
  const trust = trustStatements(service).filter(({ of }) => of.startsWith(role));

  expect(trust).toHaveLength(1);
  expect(trust[0]?.Principal).toEqual({ Service: principal });
  expect(trust[0]?.Condition?.['StringEquals']).toEqual({
    'aws:SourceAccount': { Ref: 'AWS::AccountId' },
  });
  expect(text(trust[0]?.Condition?.['ArnLike'])).toContain(source);
});

describe('training jobs', () => {
  test('only Train may start one: named, on allowed machines, isolated, limited', () => {
    const create = allowing(service, 'sagemaker:CreateTrainingJob');

    expect(create).toHaveLength(1);
    expect(create[0]?.of).toMatch(/^TrainingWorkflowStepsTrain/);
    expect(text(create[0]?.Resource)).toContain(':training-job/ft-*');
    expect(create[0]?.Condition).toEqual({
      'ForAllValues:StringEquals': {
        'sagemaker:InstanceTypes': ['ml.g5.xlarge', 'ml.g5.2xlarge'],
      },
      Null: { 'sagemaker:InstanceTypes': 'false' },
      NumericLessThanEquals: { 'sagemaker:MaxRuntimeInSeconds': 432_000 },
      Bool: { 'sagemaker:NetworkIsolation': 'true' },
    });
  });

  test('none is kept warm', () => {
    const denied = allStatements(service).filter(
      (s) => s.Effect === 'Deny' && actionsOf(s).includes('sagemaker:CreateTrainingJob'),
    );

    expect(denied.map(({ Condition }) => Condition)).toEqual([
      { Null: { 'sagemaker:KeepAlivePeriod': 'false' } },
    ]);
  });

  test.each([
    'AddTags',
    'DescribeTrainingJob',
    'StopTrainingJob',
    'ListTags',
    'InvokeEndpoint',
    'CreateModel',
  ])('%s reaches what is named ft-* only', (name) => {
    const statements = allowing(service, `sagemaker:${name}`);

    expect(statements.length).toBeGreaterThan(0);
    for (const resource of statements.flatMap(resourcesIn)) {
      expect(text(resource)).toMatch(/\/ft-\*"/);
    }
  });

  test('endpoints are serverless', () => {
    const config = allowing(service, 'sagemaker:CreateEndpointConfig');

    expect(config.map(({ of }) => of.replace(/Policy.*/, ''))).toEqual([
      expect.stringMatching(/^TrainingWorkflowStepsDecide/),
      expect.stringMatching(/^ApiFunctionsApi/),
      expect.stringMatching(/^ApiFunctionsRetraining/),
    ]);
    for (const { Condition } of config)
      expect(Condition).toEqual({
        NumericLessThanEquals: { 'sagemaker:ServerlessMaxConcurrency': 2 },
      });
  });
});

test('the reconciler frees endpoints, and calls none', () => {
  const by = (action: string) =>
    allowing(service, `sagemaker:${action}`).filter(({ of }) => /^Reconciler/.test(of));

  expect(by('DeleteEndpoint')).toHaveLength(1);
  expect([...by('InvokeEndpoint'), ...by('CreateEndpoint')]).toEqual([]);
});

test('the reconciler and Gate write what a gate decides, and no other object', () => {
  const writes = allowing(service, 's3:PutObject').filter(({ of }) => /^Reconciler|Gate/.test(of));

  expect(writes).toHaveLength(2);
  for (const write of writes)
    expect(resourcesIn(write).map((resource) => text(resource))).toEqual([
      expect.stringContaining('"/users/*/gate.json"'),
    ]);
});

const objectsThat = (effect: string, role: RegExp) =>
  allStatements(service)
    .filter((s) => role.test(s.of) && s.Effect === effect)
    .filter((s) => actionsOf(s).includes('s3:DeleteObject'))
    .flatMap(resourcesIn)
    .map((resource) => text(resource).replace(/.*"\/([^"]*)".*/, '$1'))
    .sort();

test('what settles a version deletes its checkpoints, and never an export', () => {
  const role = /^TrainingWorkflowSteps?Settle/;
  const folders = ['users/*/apps/*/jobs/*', 'users/*/apps/*/versions/*'];

  expect(objectsThat('Allow', role)).toEqual(folders.map((folder) => `${folder}/checkpoints/*`));
  expect(objectsThat('Deny', role)).toEqual(
    folders.map((folder) => `${folder}/checkpoints/export/*`),
  );
});

test('what forecasts a job changes records, reads objects and does nothing else', () => {
  const own = allStatements(service).filter(
    ({ of, Effect }) => /^TrainingWorkflowSteps?Estimate/.test(of) && Effect === 'Allow',
  );
  const services = new Set(own.flatMap(actionsOf).map((action) => action.split(':')[0]));
  const onObjects = own.flatMap(actionsOf).filter((action) => action.startsWith('s3:'));

  expect([...services].sort()).toEqual(['dynamodb', 'kms', 'logs', 's3', 'sts', 'xray']);
  expect([...new Set(onObjects)].sort()).toEqual([
    's3:GetObject',
    's3:GetObjectTagging',
    's3:ListBucket',
  ]);
});

test('the reconciler, which finishes the deletion of apps, deletes what is theirs alone', () => {
  expect(objectsThat('Allow', /^Reconciler/)).toEqual(['uploads/*', 'users/*/apps/*']);
});

describe('the training role', () => {
  const statements = allStatements(service).filter(({ of }) => /^TrainingJobsRole/.test(of));
  const keysFor = (effect: string, action: string) =>
    statements
      .filter((s) => s.Effect === effect && actionsOf(s).includes(action))
      .flatMap((s) => [s.Resource ?? s.NotResource].flat())
      .map((resource) => text(resource).replace(/.*"\/([^"]*)".*/, '$1'));
  const checkpoints = [
    'users/*/apps/*/jobs/*/checkpoints/*',
    'users/*/apps/*/versions/*/checkpoints/*',
  ];

  test('reads data, base models and the trainer', () => {
    expect(keysFor('Allow', 's3:GetObject').sort()).toEqual(['base-models/*', 'code/*', 'users/*']);
  });

  test('writes checkpoints and output', () => {
    expect(keysFor('Allow', 's3:PutObject').sort()).toEqual([
      'users/*/apps/*/jobs/*/checkpoints/*',
      'users/*/apps/*/jobs/*/output/*',
      'users/*/apps/*/versions/*/checkpoints/*',
      'users/*/apps/*/versions/*/output/*',
    ]);
  });

  test('deletes checkpoints alone, whatever else may be allowed one day', () => {
    expect(keysFor('Allow', 's3:DeleteObject').sort()).toEqual(checkpoints);
    expect(keysFor('Deny', 's3:DeleteObject').sort()).toEqual(checkpoints);
    expect(keysFor('Deny', 's3:DeleteObjectVersion').sort()).toEqual(checkpoints);
  });

  test('has no action outside these services', () => {
    const services = new Set(statements.flatMap(actionsOf).map((action) => action.split(':')[0]));

    expect([...services].sort()).toEqual(['cloudwatch', 'ecr', 'kms', 'logs', 's3', 'sts']);
  });
});

test('the trainer is put into the bucket by a role that reaches its files only', () => {
  const mine = allStatements(service).filter(({ of }) => of.startsWith('TrainingJobsSourceRole'));
  const reached = (action: string) =>
    mine.filter((s) => actionsOf(s).includes(action)).map(({ Resource }) => text(Resource));

  expect(reached('s3:PutObject')).toEqual([expect.stringContaining('/code/*')]);
  expect(reached('s3:GetObject')).toEqual([expect.stringMatching(/cdk-.*-assets-.*\.zip/)]);
  expect(reached('s3:DeleteObject')).toEqual([]);
});

/** True where a condition on partitions lets a key through. */
function reaches(condition: object, pk: string): boolean {
  const patterns = /"dynamodb:LeadingKeys":(\[[^\]]*\])/.exec(text(condition))?.[1] ?? '[]';
  return (JSON.parse(patterns) as string[]).some((pattern) =>
    new RegExp(`^${pattern.replaceAll('*', '.*')}$`).test(pk),
  );
}

describe('the ledger', () => {
  test.each(['DeleteItem', 'UpdateItem'])(
    'no function that may %s at all may do it to entries, their ids and usage records',
    (action) => {
      const books = ['user#x#ledger', 'user#x#ledger-ids', 'user#x#usage'];
      const may = allowing(service, `dynamodb:${action}`).filter(
        ({ Condition }) => !Condition || books.some((pk) => reaches(Condition, pk)),
      );
      const kept = allStatements(service).filter(
        (s) => s.Effect === 'Deny' && actionsOf(s).includes(`dynamodb:${action}`),
      );

      expect(may.length).toBeGreaterThan(3);
      for (const { of } of may) {
        const own = kept.filter((statement) => statement.of === of);
        expect({ of, denied: own.map(({ Condition }) => Condition) }).toEqual({
          of,
          denied: [
            {
              'ForAnyValue:StringLike': {
                'dynamodb:LeadingKeys': ['user#*#ledger', 'user#*#ledger-ids', 'user#*#usage'],
              },
            },
          ],
        });
      }
    },
  );

  test('nothing of the service writes in batches or by PartiQL', () => {
    for (const action of ['BatchWriteItem', 'PartiQLInsert', 'PartiQLUpdate', 'PartiQLDelete'])
      expect(allowing(service, `dynamodb:${action}`)).toEqual([]);
  });

  test('the authorizer reads API keys and nothing else', () => {
    const mine = allStatements(service).filter(
      (s) => s.of.startsWith('ApiFunctionsAuthorizer') && text(s.Action).includes('dynamodb'),
    );

    expect(mine.map(({ Action, Condition }) => ({ Action, Condition }))).toEqual([
      {
        Action: 'dynamodb:GetItem',
        Condition: {
          'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['key#*'] },
          Null: { 'dynamodb:LeadingKeys': 'false' },
        },
      },
    ]);
  });

  test('what describes the API may write its log and trace itself, and nothing else', () => {
    const mine = allStatements(service).filter(
      (s) => s.of.startsWith('ApiFunctionsReference') && !s.Principal,
    );

    expect([...new Set(mine.flatMap(actionsOf))].sort()).toEqual([
      'logs:CreateLogStream',
      'logs:PutLogEvents',
      'xray:PutTelemetryRecords',
      'xray:PutTraceSegments',
    ]);
  });
});

test('each use of the key by a role names the service it goes through', () => {
  const uses = ours.filter((s) => actionsOf(s).includes('kms:Decrypt') && !s.Principal);

  for (const { Condition } of uses) expect(text(Condition)).toMatch(/kms:ViaService/);
  expect(uses.length).toBeGreaterThan(10);
});

describe('uploads and outside buckets', () => {
  // The reconciler finishes the deletion of apps.
  test.each([
    ['s3:PutObject', ['ApiFunctionsApiRole']],
    ['s3:GetObject', ['ApiFunctionsApiRole']],
    ['s3:DeleteObject', ['ApiFunctionsApiRole', 'ReconcilerReconcileRole']],
  ])('%s below uploads/ is allowed to %j, and to nobody else', (action, roles) => {
    const below = allowing(service, action).filter((s) => text(s.Resource).includes('/uploads/'));

    expect(below.map(({ of }) => of.replace(/DefaultPolicy.*/, '')).sort()).toEqual(roles);
    expect(text(below[0]?.Resource)).toContain('"/uploads/*"');
  });

  test('those of fetchBuckets are, by the API and only to get objects', () => {
    const fetchBuckets = ['photos', 'archive/2026/'];
    const { service: reading } = synthesize({ fetchBuckets });
    const given = allStatements(reading).filter((s) =>
      /photos|archive/.test(text(s.Resource ?? '')),
    );

    expect(given.map((s) => [s.of.replace(/DefaultPolicy.*/, ''), actionsOf(s)])).toEqual([
      ['ApiFunctionsApiRole', ['s3:GetObject']],
    ]);
    expect(given.flatMap(resourcesIn).map((resource) => text(resource))).toEqual([
      expect.stringContaining(':s3:::archive/2026/*"'),
      expect.stringContaining(':s3:::photos/*"'),
    ]);
    expect(text(reading.toJSON()['Outputs'])).toContain('FetchRoleArn');
    expect(text(reading.toJSON())).toContain('"FETCH_BUCKETS":"photos,archive/2026/"');
  });
});
