import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { objectKeys } from '../../core/records/object-keys.ts';
import { listen } from '../wire/protocol/endpoint.ts';
import type { FakeAws } from '../wire/fake-aws.ts';
import { folderWith, smallModel } from './model-files.ts';
import { bucket, readyAccount, region } from './operator-account.ts';

interface Done {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

type Account = Pick<FakeAws, 'handle'>;

/** Runs a command as npm does, on a fake account behind a socket. */
function run(aws: Account, ...command: string[]): Promise<Done> {
  return runWith({}, aws, ...command);
}

/** @param variables of the environment, beside the usual ones */
async function runWith(
  variables: Readonly<Record<string, string>>,
  aws: Account,
  ...command: string[]
): Promise<Done> {
  const { url, close } = await listen(aws);
  const env = {
    ...process.env,
    AWS_ENDPOINT_URL: url,
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'not-a-secret',
    ...variables,
  };
  const done = await new Promise<Done>((resolve) =>
    execFile(process.execPath, command, { env }, (error, stdout, stderr) =>
      resolve({ code: Number(error?.code ?? 0), stdout, stderr }),
    ),
  );
  await close();
  return done;
}

describe('npm run doctor', () => {
  test('all is well: exit code 0', async () => {
    expect(await run(readyAccount(), 'bin/doctor.ts')).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/All is ready/),
      stderr: '',
    });
  });

  test('something is to do: exit code 1', async () => {
    const aws = readyAccount();
    aws.kms.states.clear();

    expect(await run(aws, 'bin/doctor.ts')).toMatchObject({
      code: 1,
      stdout: expect.stringMatching(
        /\n1\. encryption key\n {3}npx cdk deploy deeptune-storage\n\nLaptop host: /,
      ),
    });
  });
});

describe('deeptune stage-model', () => {
  const hubId = 'microsoft/resnet-18';
  let folder: string;
  beforeEach(() => (folder = folderWith(smallModel)));
  afterEach(() => rmSync(folder, { recursive: true }));
  const stage = (aws: FakeAws, id = hubId) => run(aws, 'bin/stage-model.ts', id, '--from', folder);

  test('finds the bucket and stages', async () => {
    const aws = readyAccount();

    expect(await stage(aws)).toMatchObject({
      code: 0,
      stdout: `${hubId} is staged in ${bucket}; 3 files written\n`,
      stderr: expect.stringContaining('staging model.safetensors ('),
    });
    expect(aws.s3.dump(bucket)).toHaveProperty([objectKeys.baseModelManifest(hubId)]);
  });

  test('a refusal has its code, and exit code 1', async () => {
    expect(await stage(readyAccount(), 'resnet')).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(/^base-model-unlisted: No template starts from "resnet"/),
    });
  });

  test('without a deployment there is nowhere to stage to', async () => {
    const aws = readyAccount();
    aws.cloudFormation.stacks.clear();

    expect(await stage(aws)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('npx cdk deploy deeptune-storage'),
    });
  });
});

describe('npm run create-key', () => {
  const create = (aws: FakeAws, ...more: string[]) =>
    run(aws, 'bin/create-key.ts', '--user', 'alice', ...more);

  test('finds the table of the deployment', async () => {
    const aws = readyAccount();

    const { code, stdout } = await create(aws);

    expect([code, stdout]).toEqual([0, expect.stringMatching(/^dt_[0-9a-f]{64}\n$/)]);
    expect(aws.dynamodb.tables()).toEqual(['deeptune-records']);
  });

  test('takes the table that is named', async () => {
    const aws = readyAccount();

    expect((await create(aws, '--table', 'another')).code).toBe(0);
    expect(aws.dynamodb.tables()).toEqual(['another']);
  });

  test('without a user it says how it is called', async () => {
    expect(await run(readyAccount(), 'bin/create-key.ts')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('create-key -- --user <id>'),
    });
  });
});

describe('the configuration that DEEPTUNE_CONFIG names', () => {
  let folder: string;
  const smallest = { budgetMicrosPerMonth: 1_000_000, maxConcurrentTrainings: 4 };
  const configure = (changes: object) => {
    const file = join(folder, 'team.config.json');
    writeFileSync(file, JSON.stringify({ ...smallest, ...changes }));
    return { DEEPTUNE_CONFIG: file };
  };
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'config-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  /** The account, and the regions that calls are signed for. */
  function watched(): { aws: Account; regions: Set<string> } {
    const [account, regions] = [readyAccount(), new Set<string>()];
    const aws: Account = {
      handle: (request) => {
        const signed = /Credential=[^/]+\/\d+\/([^/]+)\//.exec(
          request.headers['authorization'] ?? '',
        );
        regions.add(signed?.[1] ?? 'none');
        return account.handle(request);
      },
    };
    return { aws, regions };
  }

  test.each([
    ['create-key', ['bin/create-key.ts', '--user', 'alice']],
    ['stage-model', ['bin/stage-model.ts', 'microsoft/resnet-18', '--from']],
    ['doctor', ['bin/doctor.ts']],
  ])('%s works in its region, whatever the environment says', async (name, command) => {
    const { aws, regions } = watched();
    const model = folderWith(smallModel);

    const done = await runWith(
      configure({ region: 'eu-west-1' }),
      aws,
      ...command,
      ...(name === 'stage-model' ? [model] : []),
    );

    rmSync(model, { recursive: true });
    // The doctor says that the environment means another region, and looks where the deployment is.
    expect(done.code).toBe(name === 'doctor' ? 1 : 0);
    expect([...regions]).toEqual(['eu-west-1']);
  });

  test('names the deployment that is looked for', async () => {
    const { stderr } = await runWith(
      configure({ name: 'team-a' }),
      readyAccount(),
      ...['bin/create-key.ts', '--user', 'alice'],
    );

    expect(stderr).toContain('The stack team-a-storage has no output TableName');
  });

  test('is called by its name where it is wrong, or is not there', async () => {
    const wrong = await runWith(configure({ name: 'ft' }), readyAccount(), 'bin/doctor.ts');
    const absent = join(folder, 'absent.json');
    const none = await runWith({ DEEPTUNE_CONFIG: absent }, readyAccount(), 'bin/doctor.ts');

    expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringContaining('team.config.json')]);
    expect(none.stderr).toMatch(new RegExp(`^${absent} cannot be read: .*DEEPTUNE_CONFIG`));
  });
});
