import { wallMilliseconds } from './time/installed-time.ts';
import { runSeed } from './world.ts';

const tenants = 100;
/** A gigabyte. */
const maxBytes = 1024 ** 3;
/** Longest wait of any job beside the longest of the same jobs without any delay of ours. */
const maxUnfairness = 3;

/**
 * Very many jobs of 100 tenants, most of them waiting for a place: what it takes of memory, and how
 * long they wait.
 * @returns 1 where either is above what is promised
 */
export async function load(jobs: number, say: (line: string) => void): Promise<number> {
  const started = wallMilliseconds();
  let most = 0;
  const look = (): void => void (most = Math.max(most, process.memoryUsage.rss()));
  const outcome = await runSeed({
    ...{ seed: 1, tenants, jobs, faults: false, isLoad: true, quietWithin: 48 * 3_600_000 },
    print: look,
  });
  const { waited, fair } = outcome.waited;
  // Below a second nobody waits.
  const unfairness = Math.max(1, waited) / Math.max(1, fair);
  const seconds = (wallMilliseconds() - started) / 1_000;
  say(`${outcome.jobs} jobs of ${tenants} tenants in ${seconds.toFixed(0)} s`);
  say(`memory: ${(most / 1024 ** 2).toFixed(0)} MB at most, of ${maxBytes / 1024 ** 2}`);
  say(
    `longest wait for a place beside the fair one: ${unfairness.toFixed(2)} times (${waited.toFixed(0)} s, ${fair.toFixed(0)} s), of ${maxUnfairness}`,
  );
  for (const violation of outcome.violations) say(violation);
  const isGood = most <= maxBytes && unfairness <= maxUnfairness && outcome.violations.length === 0;
  return isGood ? 0 : 1;
}
