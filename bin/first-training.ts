import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { npmCommand, runCommand } from '../cli/command-line.ts';
import { Client } from '../client/client.ts';
import { loadDigits } from '../demo/digits.ts';
import { appId, baseModelId, firstTraining } from '../demo/first-training.ts';
import { Report } from '../demo/report.ts';
import { ensurePython } from '../local/python/python-environment.ts';
import { readSettings } from '../local/settings.ts';
import { openDeployment } from '../operator/open-deployment.ts';

const root = join(import.meta.dirname, '..');
const report = new Report(process.stdout);
/** SageMaker needs minutes to find a machine and to pull an image; a full queue, longer. */
const timeoutMilliseconds = 2 * 3600 * 1000;

interface Options {
  readonly url?: string;
  readonly key?: string;
  readonly local?: boolean;
  /** False: `--no-stage`. */
  readonly stage: boolean;
}

interface Place {
  readonly url: string;
  readonly key: string;
  readonly pollMilliseconds: number;
}

async function run(options: Options): Promise<void> {
  const place = options.local === true ? laptop() : await account(options);
  const { python } = await ensurePython(root, (line) => report.line(line));
  report.heading(`deeptune at ${place.url}`);
  if (options.stage) await stage(options.local === true);
  const client = new Client({ ...place, userId: 'me', appId });
  await assertReached(client, place.url);
  const { pollMilliseconds } = place;
  const digits = loadDigits(python);
  await firstTraining({ client, digits, report, pollMilliseconds, timeoutMilliseconds });
}

/** The command that a person would type, so that it can be repeated alone. */
async function stage(isLocal: boolean): Promise<void> {
  const words = [baseModelId, ...(isLocal ? ['--local'] : [])];
  report.line(`deeptune stage-model ${words.join(' ')}`);
  const script = join(root, 'bin', 'stage-model.ts');
  const { stdout } = await promisify(execFile)(process.execPath, [script, ...words]).catch(
    (error: Error & { stderr?: string }) => {
      throw new Error(error.stderr?.trim() || error.message, { cause: error });
    },
  );
  report.line(stdout.trim());
}

function laptop(): Place {
  const { folder, port } = readSettings(process.env);
  const path = join(folder, 'key');
  if (!existsSync(path))
    throw new Error(`${path} does not exist; start the laptop host first, with: npm run serve`);
  const key = readFileSync(path, 'utf8');
  return { url: `http://127.0.0.1:${port}`, key, pollMilliseconds: 500 };
}

async function account({ url, key = process.env['DEEPTUNE_KEY'] }: Options): Promise<Place> {
  if (!key)
    throw new Error(
      '--key is missing (or DEEPTUNE_KEY); the first one is made with: npm run --silent create-key -- --user <id>',
    );
  const pollMilliseconds = 5_000;
  if (url !== undefined) return { url: url.replace(/\/$/, ''), key, pollMilliseconds };
  const { outputOf } = await openDeployment();
  const found = await outputOf('apiUrl');
  return { url: found.replace(/\/$/, ''), key, pollMilliseconds };
}

async function assertReached(client: Client, url: string): Promise<void> {
  await client.call('ListApps', {}).catch((error: Error) => {
    if (error.name === 'ApiError') throw error;
    throw new Error(
      `${url} cannot be reached: ${(error.cause as Error | undefined)?.message ?? error.message}`,
    );
  });
}

const command = npmCommand(
  'first-training',
  `stages ${baseModelId}, uploads real digits, estimates, trains, predicts and shows the bill, on a deployed account or on the laptop host`,
)
  .option('--url <url>', "the API's address; else the output ApiUrl of the deployed stack")
  .option('--key <key>', 'an API key; else DEEPTUNE_KEY')
  .option('--local', 'the laptop host that npm run serve has started')
  .option('--no-stage', 'the base model is staged already')
  .action(run);

try {
  await runCommand(command);
} catch (error) {
  const { name, message } = error as Error;
  const label = name === 'Error' ? 'first-training' : name;
  process.stderr.write(`${label}: ${message}\n`);
  process.exitCode = 1;
}
