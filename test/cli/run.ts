import type { Check } from './checks/check.ts';
import { exampleChecks } from './checks/examples.ts';
import { exitCodeChecks } from './checks/exit-codes.ts';
import { installedChecks } from './checks/installed.ts';
import { journeyChecks } from './checks/journey.ts';
import { streamChecks } from './checks/streams.ts';
import { ownTemporaryFolder } from '../temporary-folder.ts';
import { makeWorld } from './harness/world.ts';

/**
 * `npm run test:cli`: the command `deeptune` as people use it, in terminals and in pipes, against a
 * laptop host with real trainings: the whole journey, every example of `--help`, exit codes,
 * streams, the ways in which it is started. Ends with 1 where a check fails. A word after it runs
 * the checks whose names hold it.
 */
const say = (line: string) => void process.stdout.write(`${line}\n`);
const only = process.argv[2] ?? '';
const all: readonly Check[] = [
  ...streamChecks,
  ...journeyChecks,
  ...exampleChecks,
  ...exitCodeChecks,
  ...installedChecks,
];
const chosen = all.filter(({ name }) => name.includes(only));

ownTemporaryFolder('cli');
const world = await makeWorld(say);
let failed = 0;
try {
  for (const { name, run } of chosen) {
    const begun = performance.now();
    const problem = await run(world).then(
      () => undefined,
      (error: Error) => error.message,
    );
    const seconds = ((performance.now() - begun) / 1000).toFixed(1);
    if (problem !== undefined) failed += 1;
    say(
      `${problem === undefined ? 'ok  ' : 'FAIL'} ${name} (${seconds} s)${problem ? `\n${problem}` : ''}`,
    );
  }
} finally {
  await world.close();
}
say(`${chosen.length - failed} of ${chosen.length} checks held`);
process.exitCode = failed === 0 && chosen.length > 0 ? 0 : 1;
