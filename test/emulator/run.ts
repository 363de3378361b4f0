import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { Client } from '../../client/client.ts';
import type { AwsClients } from '../../lambda/aws/aws-clients.ts';
import { awsClients } from '../../lambda/aws/aws-clients.ts';
import { createFirstKey } from '../../lambda/api/first-key.ts';
import { ensurePython, ensureVirtualEnvironment } from '../../local/python/python-environment.ts';
import { Journey } from '../end-to-end/journey.ts';
import { makeFolder, ownTemporaryFolder } from '../temporary-folder.ts';
import { invoice } from './invoicing.ts';
import { BucketFolders } from './bucket-folders.ts';
import type { MiniStack } from './mini-stack.ts';
import { account, region, startMiniStack } from './mini-stack.ts';
import { SageMakerHost } from './sagemaker-host.ts';
import type { StoredThings } from './stored-things.ts';
import { findStored, httpUrl } from './stored-things.ts';
import { toldAgain } from './told-again.ts';
import { Toolkit } from './toolkit.ts';

/**
 * `npm run test:emulator`: bootstraps and deploys the stacks into MiniStack, walks the journey
 * through the deployed API, updates with changed code, destroys. Ends with 1, and a reason, where a
 * step fails or it cannot run.
 */
const say = (line: string) => void process.stdout.write(`${line}\n`);
const root = dirname(dirname(import.meta.dirname));
const userId = 'emulated';

async function step<T>(name: string, run: () => Promise<T>): Promise<T> {
  const started = performance.now();
  try {
    const result = await run();
    say(`ok      ${name} (${((performance.now() - started) / 1000).toFixed(1)} s)`);
    return result;
  } catch (error) {
    say(`FAILED  ${name}`);
    throw error;
  }
}

async function main(folder: string): Promise<void> {
  const { python } = await ensurePython(root, say);
  const requirements = [join(import.meta.dirname, 'requirements.txt')];
  const emulator = await ensureVirtualEnvironment(join(root, '.venv-emulator'), requirements, say);
  const sagemaker = new SageMakerHost();
  const sagemakerUrl = await sagemaker.open();
  const stack = await startMiniStack({ python: emulator.python, sagemakerUrl, folder });
  try {
    const clients = clientsOf(stack);
    const folders = new BucketFolders(clients.s3);
    sagemaker.connect({ folder, python, folders, events: clients.eventbridge, say });
    await exercise({ stack, clients, folders, sagemaker, python, folder });
  } catch (error) {
    say(`\nMiniStack said last:\n${stack.lastWords()}`);
    throw error;
  } finally {
    await sagemaker.close();
    await stack.close();
  }
}

interface Emulated {
  readonly stack: MiniStack;
  readonly clients: AwsClients;
  readonly folders: BucketFolders;
  readonly sagemaker: SageMakerHost;
  readonly python: string;
  readonly folder: string;
}

async function exercise(on: Emulated): Promise<void> {
  const { stack, folder } = on;
  const toolkit = new Toolkit(root, join(folder, 'sources'), stack.environment);
  await step('cdk bootstrap', () => toolkit.cdk('bootstrap', `aws://${account}/${region}`));
  const outputs = await step('cdk deploy --all', () => toolkit.deploy());
  const url = httpUrl(stack.url, outputs['deeptune']?.['ApiUrl'] ?? '');
  const stored = await findStored(on.clients);
  const key = await step('an operator makes the first key', () =>
    createFirstKey({ tableName: stored.table, userId }, on.clients),
  );
  await step('npm run first-training', () => firstTraining(on, { url, key }));
  const journey = new Journey({ url, key, userId, python: on.python });
  for (const { name, run } of journey.steps) await step(name, run);
  await step('a firing told again, to the function itself, changes nothing', () =>
    toldAgain({ stackUrl: stack.url, sfn: on.clients.sfn, journey, url, key }),
  );
  await step('an operator issues an invoice', () =>
    invoice({ url, table: stored.table, clients: on.clients, userId }),
  );
  await step('cdk deploy with changed code', () => update(toolkit, url));
  await step('what was trained is still there', () => assertKept(url, key));
  await step('cdk destroy deeptune', () => destroy(toolkit, on.clients, stored));
}

function clientsOf({ environment }: MiniStack): AwsClients {
  Object.assign(process.env, environment);
  return awsClients(environment, {
    region,
    credentials: { accessKeyId: account, secretAccessKey: 'test' },
  });
}

/**
 * As an operator does it: a base model from a package, real digits, an estimate, a training, a
 * prediction, the bill.
 */
async function firstTraining(
  { stack }: Emulated,
  { url, key }: { url: string; key: string },
): Promise<void> {
  const script = join(root, 'bin', 'first-training.ts');
  const env = { ...process.env, ...stack.environment };
  const words = [script, '--url', url, '--key', key];
  // Not waited for in one piece: the stand-in for SageMaker lives in this process.
  const { stdout: said } = await promisify(execFile)(process.execPath, words, { env });
  say(said.trimEnd().replaceAll(/^/gm, '        '));
  assert.match(said, /21103 .*\n(.*\n)*.*21100 Model is trained and ready/);
  assert.match(said, /\d+ s charged: \$0\.\d+; quoted \$0\.\d+, never above \$0\.\d+/);
}

/** The code of every API function changes, and the API says so. */
async function update(toolkit: Toolkit, url: string): Promise<void> {
  const healthz = 'context.json({ status: status(10000) })';
  const changed = 'context.json({ status: status(10000), changed: true })';
  toolkit.edit(join('core', 'api', 'app.ts'), healthz, changed);
  assert.equal(await isChanged(url), false);
  await toolkit.deploy();
  assert.equal(await isChanged(url), true);
}

async function isChanged(url: string): Promise<boolean> {
  const answer = (await (await fetch(`${url}/healthz`)).json()) as { changed?: boolean };
  return answer.changed === true;
}

async function assertKept(url: string, key: string): Promise<void> {
  const client = new Client({ url, key, userId, appId: 'journey' });
  const { usage_records: lines } = await client.call('ListUsageRecords', {});
  // Four trainings, an evaluation and a batch prediction.
  assert.equal(lines.length, 6);
}

/** The service goes; records and objects stay. */
async function destroy(toolkit: Toolkit, clients: AwsClients, stored: StoredThings): Promise<void> {
  await toolkit.cdk('destroy', 'deeptune', '--force');
  assert.deepEqual(await findStored(clients), stored);
}

// Outside of the one that always goes: its logs are read where something failed.
const folder = makeFolder('emulator');
ownTemporaryFolder('emulator-libraries');
try {
  await main(folder.path);
  folder.remove();
} catch (error) {
  say(`test:emulator did not pass: ${(error as Error).stack ?? String(error)}`);
  say(`Its logs are in ${folder.path}`);
  process.exitCode = 1;
}
