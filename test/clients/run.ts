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

/**
 * Scripts and the environment that they need. Each runs in a process of its own: the channel of
 * clarifai-grpc is one for the whole process.
 */
const suites = {
  clients: {
    environment: '.venv-clients',
    requirements: 'requirements.txt',
    hasTls: true,
    scripts: [
      ['clarifai_chain.py', 'json'],
      ['clarifai_chain.py', 'grpc'],
      ['clarifai_defaults.py', 'json'],
      ['clarifai_defaults.py', 'grpc'],
      ['clarifai_snippets.py', 'json'],
      ['clarifai_snippets.py', 'grpc'],
      ['openai_flow.py'],
      ['webhooks.py'],
    ],
  },
  notebook: {
    environment: '.venv-clients',
    requirements: 'requirements.txt',
    hasTls: true,
    scripts: [
      ['python_page.py', 'With requests'],
      ['python_page.py', 'With clarifai-grpc'],
      ['python_page.py', 'With openai'],
    ],
  },
  sdk: {
    environment: '.venv-sdk',
    requirements: 'requirements-sdk.txt',
    hasTls: false,
    scripts: [['clarifai_sdk.py']],
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
  const { environment: name, requirements, scripts, hasTls } = suites[suite];
  const wanted = [join(import.meta.dirname, requirements)];
  const clients = await ensureVirtualEnvironment(join(root, name), wanted, say);
  const { path: folder } = ownTemporaryFolder('clients');
  const log: string[] = [];
  const tls = hasTls ? await writeCertificate(folder) : undefined;
  const server = await start(folder, tls, log);
  try {
    const trusted = tls ? { GRPC_DEFAULT_SSL_ROOTS_FILE_PATH: tls.certificate } : {};
    const environment = { ...addressOf(server), ...trusted, ...writeData(python, folder) };
    const failed: string[] = [];
    for (const script of scripts)
      if (!(await passes(clients.python, script, environment))) failed.push(script.join(' '));
    say(`${scripts.length - failed.length} of ${scripts.length} client scripts pass`);
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

function passes(
  python: string,
  [script, ...rest]: readonly string[],
  environment: Record<string, string>,
): Promise<boolean> {
  say([script, ...rest].join(' '));
  const child = spawn(python, [join(import.meta.dirname, script ?? ''), ...rest], {
    stdio: 'inherit',
    env: { ...process.env, ...environment },
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve(code === 0));
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
