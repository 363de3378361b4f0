import { execFile } from 'node:child_process';
import { listen } from '../wire/endpoint.ts';
import type { FakeAws } from '../wire/fake-aws.ts';
import { readyAccount, region } from './operator-account.ts';

/** Runs the command as `npm run doctor` does, on a fake account behind a socket. */
async function doctor(aws: FakeAws): Promise<{ code: number; stdout: string; stderr: string }> {
  const { url, close } = await listen(aws);
  const env = {
    ...process.env,
    AWS_ENDPOINT_URL: url,
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'not-a-secret',
  };
  const done = await new Promise<{ code: number; stdout: string; stderr: string }>((resolve) =>
    execFile(process.execPath, ['bin/doctor.ts'], { env }, (error, stdout, stderr) =>
      resolve({ code: Number(error?.code ?? 0), stdout, stderr }),
    ),
  );
  await close();
  return done;
}

test('all is well: exit code 0', async () => {
  expect(await doctor(readyAccount())).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/All is ready/),
    stderr: '',
  });
});

test('something is to do: exit code 1', async () => {
  const aws = readyAccount();
  aws.kms.states.clear();

  expect(await doctor(aws)).toMatchObject({
    code: 1,
    stdout: expect.stringMatching(/\n1\. encryption key\n {3}npx cdk deploy deeptune-storage\n$/),
  });
});
