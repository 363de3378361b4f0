import { spawn } from 'node:child_process';
import { mkdtempSync, openSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { addressOf } from '../../connection.ts';
import { CommandFailure, exitStatus, usageFailure } from '../failure.ts';
import type { GlobalOptions } from '../global-options.ts';
import { isLoopback, laptopFolder } from './place.ts';
import type { Surroundings } from './place.ts';

interface Told {
  readonly say: (line: string) => void;
  readonly atEnd: (task: () => Promise<void>) => void;
}

const usualUrl = 'http://127.0.0.1:8420';
/** The Python environment is made on the first start: minutes, where packages are fetched. */
const maxStartMilliseconds = 30 * 60_000;

/**
 * Starts the laptop host where none answers, and stops it when the command ends. It is a process
 * of its own: Ctrl-C in the terminal does not reach it.
 * @throws CommandFailure where it does not start, with what it said
 */
export async function ensureLaptopHost(
  { url: given }: GlobalOptions,
  around: Surroundings,
  { say, atEnd }: Told,
): Promise<void> {
  const { environment, root } = around;
  const port = environment['DEEPTUNE_PORT'];
  const url = addressOf(
    given ?? (environment['DEEPTUNE_URL'] || (port ? `http://127.0.0.1:${port}` : usualUrl)),
  );
  if (!isLoopback(url))
    throw usageFailure(`--local is for this machine, and ${url} is not: leave --url out`);
  if (await answers(url)) return;
  say(`no laptop host answers at ${url}: starting one, for as long as this command runs`);
  const folder = laptopFolder(around);
  const log = join(mkdtempSync(join(tmpdir(), 'deeptune-')), 'serve.log');
  const file = openSync(log, 'w', 0o600);
  const child = spawn(process.execPath, [join(root, 'bin', 'serve.ts')], {
    cwd: root,
    detached: true,
    stdio: ['ignore', file, file],
    env: { ...environment, DEEPTUNE_FOLDER: folder, DEEPTUNE_PORT: new URL(url).port || '80' },
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  atEnd(async () => {
    child.kill('SIGTERM');
    await ended;
  });
  const end = Date.now() + maxStartMilliseconds;
  while (!(await answers(url))) {
    if (child.exitCode !== null || Date.now() > end)
      throw new CommandFailure(
        `The laptop host did not start: ${readFileSync(log, 'utf8').trim().split('\n').at(-1) ?? ''}`,
        { exitStatus: exitStatus.refused, code: 'host-not-started', next: ['deeptune serve'] },
      );
    await pause(200);
  }
}

/** True where something answers; while it starts, a host answers 503. */
async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/v2/status_codes`)).status !== 503;
  } catch {
    return false;
  }
}
