import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ensureVirtualEnvironment } from '../../local/python-environment.ts';
import { startServer } from '../../local/server.ts';
import type { RunningServer } from '../../local/server.ts';
import { readSettings } from '../../local/settings.ts';
import { seed } from './seed.ts';

/**
 * `npm run test:fuzz`: schemathesis reads `/openapi.json` of a laptop host on a free port, in a temporary folder, and sends what it makes of it. Ends
 * with 1 where an answer is a server error or not as documented, or where it cannot run.
 */
const userId = 'fuzz';
const root = dirname(dirname(import.meta.dirname));
const say = (line: string) => void process.stdout.write(`${line}\n`);

/** What must hold of every answer. */
const checks =
  'not_a_server_error,status_code_conformance,response_schema_conformance,content_type_conformance';
/** The long paths, and those that have no long one: what is served on a short path too is the same route. */
const paths = '^/v2/(users/|status_codes|apps$|app$|my_?scopes)';
const options = [
  // A busy machine makes data slowly: that says nothing about the service.
  '--suppress-health-check=too_slow',
  ...['--checks', checks, '--include-path-regex', process.env['DEEPTUNE_FUZZ_PATHS'] ?? paths],
  ...['--phases', 'coverage,fuzzing', '--seed', '1', '--continue-on-failure'],
];
const amount = ['--max-examples', process.env['DEEPTUNE_FUZZ_EXAMPLES'] ?? '10'];

/** Requests that delete have an app of their own, so that the others find theirs full. */
const apps = { GET: 'lab', DELETE: 'spare' };

async function main(): Promise<number> {
  const requirements = [join(import.meta.dirname, 'requirements.txt')];
  const { python } = await ensureVirtualEnvironment(join(root, '.venv-fuzz'), requirements, say);
  const folder = mkdtempSync(join(tmpdir(), 'deeptune-fuzz-'));
  const settings = readSettings({ DEEPTUNE_FOLDER: folder, DEEPTUNE_USER: userId });
  const local = { ...settings, port: 0, grpc: undefined };
  const server = await startServer({ local, root, log: logged, say });
  try {
    return await fuzz(server, python, folder);
  } finally {
    await server.close();
    rmSync(folder, { recursive: true, force: true, maxRetries: 20 });
  }
}

/** Errors of the host explain a 500 that schemathesis shows. */
function logged(line: string): void {
  if (line.includes('"error"')) say(line);
}

async function fuzz(server: RunningServer, python: string, folder: string): Promise<number> {
  const known: Record<string, object> = {};
  for (const app of Object.values(apps)) known[app] = await seed(server, userId, app);
  const key = `Authorization:Key ${server.key}`;
  const where = [`${server.url}/openapi.json`, '--header', key];
  const command = ['-m', 'schemathesis.cli', 'run', ...where, ...options, ...amount];
  const environment = {
    ...process.env,
    DEEPTUNE_FUZZ: JSON.stringify({ user_id: userId, apps, known }),
    SCHEMATHESIS_HOOKS: 'hooks',
    PYTHONPATH: import.meta.dirname,
  };
  const child = spawn(python, command, { cwd: folder, env: environment, stdio: 'inherit' });
  return new Promise((resolve, reject) => {
    child.on('error', reject).on('close', (code) => resolve(code ?? 1));
  });
}

try {
  process.exitCode = await main();
} catch (error) {
  say(`test:fuzz could not run: ${(error as Error).message}`);
  process.exitCode = 1;
}
