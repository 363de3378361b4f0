import { spawn } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { orderVariable } from './in-order.ts';
import { reportVariable } from './first-failure.ts';
import type { Change } from './planted-bug.ts';
import { changeVariable } from './planted-bug.ts';

export const root = join(import.meta.dirname, '..', '..');

/** How a run of test files ended. */
export type Ended =
  | { readonly how: 'passed' }
  /** The test that failed first, and its file, absolute. */
  | { readonly how: 'failed'; readonly file: string; readonly test: string }
  /** No test ran: the source could not be loaded, or jest itself ended. */
  | { readonly how: 'broken'; readonly why: string }
  | { readonly how: 'out-of-time' };

/**
 * Test files by their paths and those of folders, absolute, in this order.
 * @throws Error for a place without a test
 */
export function testFilesOf(places: readonly string[]): string[] {
  const files = places.flatMap((place) => {
    const pattern = place.endsWith('.test.ts') ? place : `${place}/**/*.test.ts`;
    const found = globSync(pattern, { cwd: root }).sort();
    if (found.length === 0) throw new Error(`There is no test at ${place}`);
    return found;
  });
  return [...new Set(files)].map((file) => join(root, file));
}

interface Run {
  readonly files: readonly string[];
  /** Absent: the source as it is. */
  readonly change?: Change;
  readonly workers: number;
  readonly maxSeconds: number;
  /** A folder of this run's own. */
  readonly folder: string;
}

/** Runs test files in a process of its own; ends at the first file with a failure. */
export async function runTests({
  files,
  change,
  workers,
  maxSeconds,
  folder,
}: Run): Promise<Ended> {
  const report = join(folder, 'report.json');
  const jest = join(root, 'node_modules', 'jest', 'bin', 'jest.js');
  const config = ['--config', join(import.meta.dirname, 'jest.config.mjs')];
  const shape = ['--silent', '--ci'];
  const how = workers === 1 ? ['--runInBand'] : ['--maxWorkers', String(workers)];
  const child = spawn(
    process.execPath,
    [jest, ...config, ...shape, ...how, '--runTestsByPath', ...files],
    {
      cwd: root,
      stdio: ['ignore', 'ignore', 'pipe'],
      env: {
        ...process.env,
        [reportVariable]: report,
        [orderVariable]: JSON.stringify(files),
        ...(change ? { [changeVariable]: JSON.stringify(change) } : {}),
      },
    },
  );
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    child.kill('SIGKILL');
  }, maxSeconds * 1000);
  await new Promise((resolve) => child.once('close', resolve));
  clearTimeout(timer);
  return isLate ? { how: 'out-of-time' } : endOf(report, said);
}

function endOf(path: string, said: string): Ended {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Ended;
  } catch {
    return { how: 'broken', why: said.trim().slice(-2_000) };
  }
}
