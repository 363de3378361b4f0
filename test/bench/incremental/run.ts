import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InvalidArgumentError } from 'commander';
import { npmCommand, runCommand } from '../../../cli/command-line.ts';
import { root } from '../estimator/paths.ts';
import { startLaptop } from './host/laptop.ts';
import { measureUnit } from './host/unit.ts';
import type { Place, Unit } from './host/unit.ts';
import { readRecords } from './records/records.ts';
import { publish, publishSchedules } from './report/publish.ts';
import { readRegrets, writeRegrets } from './schedule/records.ts';
import { publishedSeeds, simulate } from './schedule/simulate.ts';
import { methods, methodsBefore, streamPlans } from './specification.ts';

/**
 * `npm run bench:incremental`: retraining as classes are added and as data drift, beside naive
 * continuation, full retraining and heads on frozen features. Writes docs/benchmarks.md.
 */
const say = (line: string) => void process.stdout.write(`${line}\n`);

interface Options {
  readonly quick?: true;
  readonly publishOnly?: true;
  readonly before?: true;
  readonly schedules?: true;
  readonly seeds?: number;
  readonly streams?: readonly string[];
  readonly methods?: readonly string[];
}

const recordsPath = join(import.meta.dirname, 'measured.jsonl');
const regretsPath = join(import.meta.dirname, 'schedule/regret.jsonl');

async function run(options: Options): Promise<void> {
  if (options.schedules)
    writeRegrets(regretsPath, await simulate(publishedSeeds.slice(0, options.seeds), say));
  else await runTrainings(options);
  publish(readRecords(recordsPath), say);
  publishSchedules(readRegrets(regretsPath), say);
}

async function runTrainings(options: Options): Promise<void> {
  const units = missingUnits(options);
  if (!options.publishOnly && units.length > 0) await measure(units);
}

function missingUnits({ before, quick, seeds, streams, methods: chosen }: Options): Unit[] {
  const known = new Set(
    readRecords(recordsPath).map(({ stream, seed, method }) => `${stream} ${seed} ${method}`),
  );
  const wanted = (before ? methodsBefore : methods).filter(
    ({ id }) => !chosen || chosen.includes(id),
  );
  const plans = streamPlans.filter(({ id }) => !streams || streams.includes(id));
  const perSeed = Array.from({ length: 10 }, (_, seed) =>
    plans
      .filter((plan) => seed < Math.min(seeds ?? 10, quick ? 1 : plan.seeds))
      .map((plan) => ({
        ...{ plan, seed },
        missing: wanted.filter(({ id }) => !known.has(`${plan.id} ${seed} ${id}`)),
        withFrozen:
          !before &&
          !known.has(`${plan.id} ${seed} ranpac`) &&
          (!chosen || chosen.includes('frozen')),
      })),
  );
  return perSeed.flat().filter(({ missing, withFrozen }) => missing.length > 0 || withFrozen);
}

/** Units at the same time: one for each core. */
const workers = 2;

async function measure(units: readonly Unit[]): Promise<void> {
  const folder = join(tmpdir(), `deeptune-incremental-${process.pid}`);
  const laptop = await startLaptop(folder, workers, say);
  const streams = join(folder, 'streams');
  mkdirSync(streams);
  const place: Place = { laptop, folder: streams, path: recordsPath, code: commit(), say };
  const waiting = [...units];
  const work = async () => {
    for (let unit = waiting.shift(); unit; unit = waiting.shift()) await measureUnit(unit, place);
  };
  try {
    await Promise.all(Array.from({ length: workers }, work));
  } finally {
    await laptop.close();
    rmSync(folder, { recursive: true, force: true, maxRetries: 20 });
  }
}

function commit(): string {
  const options = { cwd: root, encoding: 'utf8' } as const;
  return execFileSync('git', ['rev-parse', '--short', 'HEAD'], options).trim();
}

function seedsOf(text: string): number {
  const seeds = Number(text);
  if (Number.isSafeInteger(seeds) && seeds > 0) return seeds;
  throw new InvalidArgumentError('It must be a whole number, 1 or more.');
}

const command = npmCommand(
  'bench:incremental',
  'measures incremental retraining beside full retraining and others, and writes it to docs/benchmarks.md; what is measured is not measured again, so that a call that was cut off is gone on with',
)
  .option('--quick', 'one seed of each stream')
  .option('--publish-only', 'writes what the records say, and measures nothing')
  .option('--before', "measures a release before, in a checkout of its own: the methods 'before'")
  .option('--schedules', 'simulates when to retrain, beside the exact plan, and trains nothing')
  .option('--seeds <count>', 'at most so many seeds of each stream', seedsOf)
  .option('--streams <stream...>', 'these alone: digits, drift, pictures, mails')
  .option('--methods <method...>', 'these alone');

await runCommand(command.action(run)).catch((error: unknown) => {
  process.stderr.write(`bench:incremental: ${(error as Error).message}\n`);
  process.exitCode = 1;
});
