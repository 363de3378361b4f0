import { spawn } from 'node:child_process';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ownTemporaryFolder } from '../temporary-folder.ts';
import type { Histories } from './histories.ts';
import { historiesVariable, reportVariable } from './histories.ts';

/**
 * `npm run test:properties`: the properties of money, every test that calls `assertHistories`, each
 * on many random histories, together at least 100,000. `-- --histories <n>`: so many of each
 * instead. Says how many ran and in what time; a failure shows the seed and the path that repeat
 * it. Ends with 1 where one fails, or where fewer ran.
 */
const root = join(import.meta.dirname, '..', '..');
const say = (line: string) => void process.stdout.write(`${line}\n`);
const wanted = 100_000;

async function main(): Promise<boolean> {
  const { values } = parseArgs({ options: { histories: { type: 'string', default: '20000' } } });
  const files = globSync('test/**/*.test.ts', { cwd: root }).filter(hasHistories).sort();
  const report = join(ownTemporaryFolder('properties').path, 'histories.jsonl');
  const isGood = await run(files, {
    [historiesVariable]: values.histories,
    [reportVariable]: report,
  });
  const ran = existsSync(report) ? readFileSync(report, 'utf8').trim().split('\n') : [];
  const all = ran.map((line) => JSON.parse(line) as Histories);
  for (const { property, histories, seconds } of all)
    say(`${String(histories).padStart(7)} in ${seconds.toFixed(0).padStart(4)} s  ${property}`);
  const total = all.reduce((sum, { histories }) => sum + histories, 0);
  const seconds = all.reduce((sum, each) => sum + each.seconds, 0);
  say(`${total} histories of ${all.length} properties, ${seconds.toFixed(0)} s of one core`);
  if (isGood && total < wanted) say(`at least ${wanted} are wanted`);
  return isGood && total >= wanted;
}

/** Wherever its room is. */
function hasHistories(file: string): boolean {
  return readFileSync(join(root, file), 'utf8').includes('assertHistories(');
}

function run(files: readonly string[], variables: Record<string, string>): Promise<boolean> {
  const jest = join(root, 'node_modules', 'jest', 'bin', 'jest.js');
  const options = ['--maxWorkers=2', '--testTimeout=3600000', '--runTestsByPath'];
  const child = spawn(process.execPath, [jest, ...options, ...files], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, ...variables },
  });
  return new Promise((resolve) => child.once('close', (code) => resolve(code === 0)));
}

process.exitCode = (await main()) ? 0 : 1;
