import { execFile } from 'node:child_process';
import { rmSync } from 'node:fs';
import { objectKeys } from '../../core/ports/keys.ts';
import { listen } from '../wire/endpoint.ts';
import type { FakeAws } from '../wire/fake-aws.ts';
import { folderWith, smallModel } from './model-files.ts';
import { bucket, readyAccount, region } from './operator-account.ts';

interface Done {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command as npm does, on a fake account behind a socket. */
async function run(aws: FakeAws, ...command: string[]): Promise<Done> {
  const { url, close } = await listen(aws);
  const env = {
    ...process.env,
    AWS_ENDPOINT_URL: url,
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'not-a-secret',
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
      stdout: expect.stringMatching(/\n1\. encryption key\n {3}npx cdk deploy deeptune-storage\n$/),
    });
  });
});

describe('npm run stage-model', () => {
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
