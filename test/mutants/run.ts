import { mkdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { ownTemporaryFolder } from '../temporary-folder.ts';
import { bugs } from './bugs.ts';
import type { PlantedBug } from './planted-bug.ts';
import { changed } from './planted-bug.ts';
import { root, runTests, testFilesOf } from './run-tests.ts';
import type { Ended } from './run-tests.ts';

/**
 * `npm run test:mutants`: plants one bug after the other in the source, as the tests that concern
 * it load it (no file is changed), and wants a test to fail. First the same tests run without a
 * bug, and must pass. Prints each bug with the test that caught it; ends with 1 where one survives,
 * is no longer to be found in the source, or breaks the source so that no test runs.
 * `-- --only <name>`, once or more: these bugs alone.
 */
const say = (line: string) => void process.stdout.write(`${line}\n`);
const secondsSince = (start: number) => Math.round((performance.now() - start) / 1000);

/** Two at a time: each is one process of one core. */
const atATime = 2;
const maxSeconds = { withoutBug: 900, each: 240 };

interface Tried {
  readonly bug: PlantedBug;
  readonly ended: Ended;
  readonly seconds: number;
}

async function main(): Promise<boolean> {
  const { values } = parseArgs({ options: { only: { type: 'string', multiple: true } } });
  const chosen = chosenBugs(values.only);
  const stale = chosen.flatMap((bug) => problemOf(bug) ?? []);
  if (stale.length > 0) {
    for (const problem of stale) say(problem);
    return false;
  }
  const { path: folder } = ownTemporaryFolder('mutants');
  if (!(await passWithoutBug(chosen, folder))) return false;
  return report(await tryAll(chosen, folder));
}

/** @throws Error for a name that no bug has */
function chosenBugs(names: readonly string[] | undefined): readonly PlantedBug[] {
  if (!names) return bugs;
  return names.map((name) => {
    const bug = bugs.find((each) => each.name === name);
    if (bug) return bug;
    throw new Error(`No bug is called ${name}: ${bugs.map((each) => each.name).join(', ')}`);
  });
}

function problemOf(bug: PlantedBug): string | undefined {
  try {
    changed(readFileSync(join(root, bug.file), 'utf8'), bug);
    return undefined;
  } catch (error) {
    return `${bug.name}: ${(error as Error).message}`;
  }
}

async function passWithoutBug(chosen: readonly PlantedBug[], folder: string): Promise<boolean> {
  const files = testFilesOf(chosen.flatMap(({ tests }) => tests));
  const start = performance.now();
  const limits = { workers: atATime, maxSeconds: maxSeconds.withoutBug };
  const ended = await runTests({ files, ...limits, folder });
  say(`without a bug: ${files.length} test files, ${wordsOf(ended)}, ${secondsSince(start)} s`);
  return ended.how === 'passed';
}

async function tryAll(chosen: readonly PlantedBug[], folder: string): Promise<Tried[]> {
  const tried: Tried[] = [];
  const left = [...chosen];
  const worker = async () => {
    for (let bug = left.shift(); bug; bug = left.shift()) {
      const one = await tryBug(bug, join(folder, bug.name));
      say(lineOf(one));
      tried.push(one);
    }
  };
  await Promise.all(Array.from({ length: atATime }, worker));
  return tried;
}

async function tryBug(bug: PlantedBug, folder: string): Promise<Tried> {
  const start = performance.now();
  mkdirSync(folder);
  const files = testFilesOf(bug.tests);
  const limits = { workers: 1, maxSeconds: maxSeconds.each };
  const ended = await runTests({ files, change: bug, ...limits, folder });
  return { bug, ended, seconds: secondsSince(start) };
}

/** A bug that hangs is caught too: each test has a limit of its own. */
const isCaught = ({ ended }: Tried) => ended.how === 'failed';

function wordsOf(ended: Ended): string {
  if (ended.how === 'failed') return `failed at ${placeOf(ended)}`;
  if (ended.how === 'broken') return `no test ran: ${ended.why}`;
  return ended.how === 'passed' ? 'all passed' : 'the time was up';
}

function placeOf({ file, test }: Extract<Ended, { how: 'failed' }>): string {
  return `${relative(root, file)}: ${test}`;
}

function lineOf(tried: Tried): string {
  const { bug, ended, seconds } = tried;
  const words = {
    passed: `SURVIVED  ${bug.file}: ${bug.because}`,
    failed: `caught    by ${ended.how === 'failed' ? placeOf(ended) : ''}`,
    'out-of-time': `UNDECIDED its tests did not end within ${maxSeconds.each} s`,
    broken: `BROKEN    ${wordsOf(ended)}`,
  } as const;
  return `${bug.name.padEnd(44)} ${String(seconds).padStart(3)} s  ${words[ended.how]}`;
}

const started = performance.now();

function report(tried: readonly Tried[]): boolean {
  const caught = tried.filter(isCaught).length;
  const others = tried.filter((each) => !isCaught(each)).map(({ bug }) => bug.name);
  say('');
  say(
    `${tried.length} bugs planted, ${caught} caught, ${others.length} not, ${secondsSince(started)} s`,
  );
  if (others.length > 0) say(`not caught: ${others.join(', ')}`);
  return others.length === 0;
}

process.exitCode = (await main()) ? 0 : 1;
