import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { freePort } from '../free-port.ts';

/** As the wire-level fake of SageMaker writes its ARNs. */
export const account = '111111111111';
export const region = 'eu-central-1';

export interface MiniStack {
  readonly url: string;
  /** For the AWS SDK and the CDK: this account, at this address. */
  readonly environment: Readonly<Record<string, string>>;
  /** What it and its Lambdas said last. */
  lastWords(): string;
  close(): Promise<void>;
}

/**
 * Starts MiniStack on a free port, with SageMaker at an address of its own. Lambdas inherit its
 * environment, so the templates stay as they are.
 * @param folder for its log and temporary files
 * @throws Error with its own words where it does not come up within 60 s
 */
export async function startMiniStack(options: {
  readonly python: string;
  readonly sagemakerUrl: string;
  readonly folder: string;
}): Promise<MiniStack> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const logPath = join(options.folder, 'ministack.log');
  const child = launch(options, port, logPath);
  const lastWords = () =>
    existsSync(logPath) ? readFileSync(logPath, 'utf8').slice(-6000) : `${logPath} is gone`;
  await untilUp(url, child, lastWords);
  const environment = { AWS_ENDPOINT_URL: url, AWS_ENDPOINT_URL_S3: url, ...identity };
  return { url, environment, lastWords, close: () => end(child) };
}

const scripts = join(import.meta.dirname, 'python');

/** MiniStack takes the access key for the account's number. */
const identity = {
  AWS_ACCESS_KEY_ID: account,
  AWS_SECRET_ACCESS_KEY: 'test',
  AWS_REGION: region,
  AWS_DEFAULT_REGION: region,
};

function launch(
  { python, sagemakerUrl, folder }: { python: string; sagemakerUrl: string; folder: string },
  port: number,
  logPath: string,
): ChildProcess {
  const temporary = join(folder, 'ministack');
  mkdirSync(temporary);
  // Its Node worker is CommonJS, whatever a package.json further up says.
  writeFileSync(join(temporary, 'package.json'), '{"type":"commonjs"}');
  const log = openSync(logPath, 'w');
  const child = spawn(python, [join(scripts, 'server.py')], {
    stdio: ['ignore', log, log],
    env: {
      ...process.env,
      ...identity,
      // Node Lambdas run on the Node of this process.
      PATH: [dirname(process.execPath), process.env['PATH']].join(delimiter),
      PYTHONPATH: scripts,
      BIND_HOST: '127.0.0.1',
      GATEWAY_PORT: String(port),
      MINISTACK_ACCOUNT_ID: account,
      MINISTACK_REGION: region,
      TMPDIR: temporary,
      STATE_DIR: join(temporary, 'state'),
      AWS_ENDPOINT_URL_SAGEMAKER: sagemakerUrl,
      AWS_ENDPOINT_URL_SAGEMAKER_RUNTIME: sagemakerUrl,
    },
  });
  closeSync(log);
  // Not left behind where this process is interrupted.
  process.on('exit', () => child.kill('SIGKILL'));
  return child;
}

async function untilUp(url: string, child: ChildProcess, lastWords: () => string): Promise<void> {
  const deadline = performance.now() + 60_000;
  let problem = '';
  child.on('error', (error) => (problem = error.message));
  while (performance.now() < deadline && child.exitCode === null && problem === '') {
    const answer = await fetch(`${url}/_ministack/health`).catch(() => undefined);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  child.kill();
  throw new Error(`MiniStack did not start at ${url}: ${problem || lastWords()}`);
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill();
  // A request that never ends keeps it from closing.
  const impatient = setTimeout(() => child.kill('SIGKILL'), 5000);
  await gone;
  clearTimeout(impatient);
}
