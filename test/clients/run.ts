import { execFileSync, spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Client } from '../../client/client.ts';
import { stopTrainings } from '../../demo/service.ts';
import { ensurePython, ensureVirtualEnvironment } from '../../local/python/python-environment.ts';
import { startServer } from '../../local/server.ts';
import type { RunningServer } from '../../local/server.ts';
import { readSettings } from '../../local/settings.ts';
import type { GrpcSettings } from '../../local/settings.ts';
import { writeCertificate } from '../certificate.ts';
import { ownTemporaryFolder } from '../temporary-folder.ts';

/**
 * `npm run test:clients`: Clarifai's and OpenAI's own Python clients against the laptop host, over
 * REST and gRPC with TLS, in a temporary folder; `npm run test:notebook`: the cells of
 * docs/python.md; `npm run test:sdk`: Clarifai's high-level SDK, which brings 800 MB. Ends with 1
 * where a check fails or the clients cannot run, with the reason.
 */
const say = (line: string) => void process.stdout.write(`${line}\n`);
const root = dirname(dirname(import.meta.dirname));
const userId = 'tester';

/** A file and its arguments. */
type Script = readonly string[];

/**
 * Scripts and the environment that they need. Each runs in a process of its own: the channel of
 * clarifai-grpc is one for the whole process. Those of one lane run one after another, beside those
 * of the other lanes: each works in apps of its own, and most of its time is one process at a time.
 * `last` are those that hear of what others do.
 */
const suites = {
  clients: {
    environment: '.venv-clients',
    requirements: 'requirements.txt',
    hasTls: true,
    lanes: [
      [
        ['clarifai_chain.py', 'json'],
        ['clarifai_defaults.py', 'json'],
        ['clarifai_snippets.py', 'json'],
        ['openai_flow.py'],
      ],
      [
        ['clarifai_chain.py', 'grpc'],
        ['clarifai_defaults.py', 'grpc'],
        ['clarifai_snippets.py', 'grpc'],
      ],
    ],
    last: [['webhooks.py']],
  },
  notebook: {
    environment: '.venv-clients',
    requirements: 'requirements.txt',
    hasTls: true,
    lanes: [
      [
        ['python_page.py', 'With requests'],
        ['python_page.py', 'With clarifai-grpc'],
        ['python_page.py', 'With openai'],
      ],
    ],
    last: [],
  },
  sdk: {
    environment: '.venv-sdk',
    requirements: 'requirements-sdk.txt',
    hasTls: false,
    lanes: [[['clarifai_sdk.py']]],
    last: [],
  },
} as const;

/** Real data as JSON lines, which the scripts read by these variables. */
const dataSets = {
  DEEPTUNE_DIGITS: ['digits.py', '--count', '700'],
  DEEPTUNE_SCENES: ['scenes.py', '--count', '12', '--classes', '0'],
  DEEPTUNE_PAIRS: ['pairs.py'],
} as const;

async function main(suite: keyof typeof suites): Promise<void> {
  const { python } = await ensurePython(root, say);
  const { environment: name, requirements, lanes, last, hasTls } = suites[suite];
  const wanted = [join(import.meta.dirname, requirements)];
  const clients = await ensureVirtualEnvironment(join(root, name), wanted, say);
  const { path: folder } = ownTemporaryFolder('clients');
  const log: string[] = [];
  const tls = hasTls ? await writeCertificate(folder) : undefined;
  const server = await start(folder, tls, log);
  try {
    const trusted = tls ? { GRPC_DEFAULT_SSL_ROOTS_FILE_PATH: tls.certificate } : {};
    const environment = { ...addressOf(server), ...trusted, ...writeData(python, folder) };
    const run = (lane: readonly Script[]) => failuresOf(lane, clients.python, environment);
    const failed = [...(await Promise.all(lanes.map(run))).flat(), ...(await run(last))];
    const count = [...lanes, last].flat().length;
    say(`${count - failed.length} of ${count} client scripts pass`);
    if (failed.length === 0) return;
    await stopAll(server);
    say(log.join('\n'));
    throw new Error(`failed: ${failed.join(', ')}`);
  } finally {
    await server.close();
  }
}

/**
 * @param log receives the host's events and errors, which are worth reading only where something
 * failed
 */
function start(folder: string, tls: GrpcSettings['tls'], log: string[]): Promise<RunningServer> {
  const local = {
    // The published snippets name templates whose base models nobody has staged.
    ...readSettings({
      DEEPTUNE_FOLDER: folder,
      DEEPTUNE_USER: userId,
      DEEPTUNE_STAND_INS: '1',
      DEEPTUNE_CALIBRATE: '0',
      DEEPTUNE_MAX_CONCURRENT_TRAININGS: '2',
    }),
    port: 0,
    grpc: { port: 0, ...(tls ? { tls } : {}) },
  };
  return startServer({ local, root, log: (line) => log.push(line), say });
}

function addressOf(server: RunningServer): Record<string, string> {
  const port = server.grpcAddress?.split(':')[1] ?? '';
  return {
    DEEPTUNE_URL: server.url,
    DEEPTUNE_GRPC_PORT: port,
    CLARIFAI_GRPC_BASE: `localhost:${port}`,
    DEEPTUNE_KEY: server.key,
    DEEPTUNE_USER: userId,
  };
}

/** Writes the data files and says where each lies. */
function writeData(python: string, folder: string): Record<string, string> {
  const entries = Object.entries(dataSets).map(([variable, [script, ...rest]]) => {
    const path = join(folder, `${script}.jsonl`);
    const options = { maxBuffer: 64 * 1024 * 1024 };
    writeFileSync(path, execFileSync(python, [join(root, 'demo', script), ...rest], options));
    return [variable, path];
  });
  return Object.fromEntries(entries) as Record<string, string>;
}

/** A training outlives its server: where a script broke off, what it left is stopped. */
async function stopAll(server: RunningServer): Promise<void> {
  const user = new Client({ ...server, userId, appId: '' });
  const { apps } = await user.call('ListApps', {});
  for (const { id } of apps) await stopTrainings(new Client({ ...server, userId, appId: id }));
}

/** Runs them one after another; what each prints is shown whole, once it has ended. */
async function failuresOf(
  lane: readonly Script[],
  python: string,
  environment: Record<string, string>,
): Promise<string[]> {
  const failed: string[] = [];
  for (const script of lane) {
    const from = performance.now();
    const { code, printed } = await ran(python, script, environment);
    const seconds = ((performance.now() - from) / 1000).toFixed(0);
    say(`${script.join(' ')} (${seconds} s)\n${printed.trimEnd()}`);
    if (code !== 0) failed.push(script.join(' '));
  }
  return failed;
}

function ran(
  python: string,
  [script, ...rest]: Script,
  environment: Record<string, string>,
): Promise<{ code: number | null; printed: string }> {
  const child = spawn(python, [join(import.meta.dirname, script ?? ''), ...rest], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...environment },
  });
  let printed = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (printed += text));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, printed }));
  });
}

function suiteNamed(name = 'clients'): keyof typeof suites {
  if (name in suites) return name as keyof typeof suites;
  throw new Error(`there is no suite '${name}', but ${Object.keys(suites).join(', ')}`);
}

try {
  await main(suiteNamed(process.argv[2]));
} catch (error) {
  say(`test:clients: ${(error as Error).message}`);
  process.exitCode = 1;
}
