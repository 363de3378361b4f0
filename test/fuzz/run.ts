import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ensureVirtualEnvironment } from '../../local/python/python-environment.ts';
import { startServer } from '../../local/server.ts';
import type { RunningServer } from '../../local/server.ts';
import { readSettings } from '../../local/settings.ts';
import { ownTemporaryFolder } from '../temporary-folder.ts';
import { populate, userId, withWaitingJobs } from './population.ts';
import type { Population } from './population.ts';
import { neverAnswered, summaryOf } from './statistics.ts';
import type { Statistics } from './statistics.ts';

/**
 * `npm run test:fuzz`: schemathesis reads `/openapi.json` of a laptop host on a free port, in a
 * temporary folder, and sends what it makes of it. Ends with 1 where an answer is a server error or
 * not as documented, where an operation never succeeds, or where it cannot run.
 */
const root = dirname(dirname(import.meta.dirname));
const say = (line: string) => void process.stdout.write(`${line}\n`);

/** What must hold of every answer. */
const checks =
  'not_a_server_error,status_code_conformance,response_schema_conformance,content_type_conformance';
/**
 * The long paths, and those that have no long one: what is served on a short path too is the same
 * route.
 */
const paths = '^/(v1/|v2/(users/|status_codes|apps$|app$|my_?scopes))';
const options = [
  // A busy machine makes data slowly: that says nothing about the service.
  '--suppress-health-check=too_slow',
  // The first prediction starts a process.
  ...['--request-timeout', '60'],
  ...['--checks', checks, '--include-path-regex', process.env['DEEPTUNE_FUZZ_PATHS'] ?? paths],
  ...['--phases', 'examples,coverage,fuzzing', '--seed', '1', '--continue-on-failure'],
];
const amount = ['--max-examples', process.env['DEEPTUNE_FUZZ_EXAMPLES'] ?? '10'];

async function main(): Promise<number> {
  const requirements = [join(import.meta.dirname, 'requirements.txt')];
  const { python } = await ensureVirtualEnvironment(join(root, '.venv-fuzz'), requirements, say);
  const { path: folder } = ownTemporaryFolder('fuzz');
  const population = await withService(folder, 1, populate);
  // From here on every training waits: none is left behind, and none takes the time.
  return withService(folder, 0, async (server) =>
    fuzz(server, { python, folder, population: await withWaitingJobs(server, population) }),
  );
}

/** @param trainings that may run at a time */
async function withService<T>(
  folder: string,
  trainings: number,
  use: (server: RunningServer) => Promise<T>,
): Promise<T> {
  const settings = readSettings({
    DEEPTUNE_FOLDER: folder,
    DEEPTUNE_USER: userId,
    DEEPTUNE_CALIBRATE: '0',
    DEEPTUNE_MAX_CONCURRENT_TRAININGS: String(trainings),
  });
  const local = { ...settings, port: 0, grpc: undefined };
  const server = await startServer({ local, root, log: logged, say });
  try {
    return await use(server);
  } finally {
    await server.close();
  }
}

/** Errors of the host explain a 500 that schemathesis shows. */
function logged(line: string): void {
  if (line.includes('"error"')) say(line);
}

interface Where {
  readonly python: string;
  readonly folder: string;
  readonly population: Population;
}

async function fuzz(server: RunningServer, { python, folder, population }: Where): Promise<number> {
  const statistics = join(folder, 'statistics.json');
  const key = `Authorization:Key ${server.key}`;
  const where = [`${server.url}/openapi.json`, '--header', key];
  const command = ['-m', 'schemathesis.cli', 'run', ...where, ...options, ...amount];
  const environment = {
    ...process.env,
    DEEPTUNE_FUZZ: JSON.stringify({ ...population, statistics }),
    SCHEMATHESIS_HOOKS: 'hooks',
    PYTHONPATH: import.meta.dirname,
  };
  const child = spawn(python, command, { cwd: folder, env: environment, stdio: 'inherit' });
  const code = await new Promise<number>((resolve, reject) => {
    child.on('error', reject).on('close', (status) => resolve(status ?? 1));
  });
  const judged = judge(JSON.parse(readFileSync(statistics, 'utf8')) as Statistics);
  return code || judged;
}

/** What never succeeds is not tested, whatever was sent. */
function judge(statistics: Statistics): number {
  const never = neverAnswered(statistics);
  say(summaryOf(statistics));
  if (never.length > 0) say(`No request succeeded of: ${never.join('; ')}`);
  return never.length > 0 ? 1 : 0;
}

try {
  process.exitCode = await main();
} catch (error) {
  say(`test:fuzz could not run: ${(error as Error).message}`);
  process.exitCode = 1;
}
