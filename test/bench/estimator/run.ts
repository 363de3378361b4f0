import { existsSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InvalidArgumentError } from 'commander';
import { npmCommand, runCommand } from '../../../cli/command-line.ts';
import { assertSame, headOf } from './records/head.ts';
import { startLaptop } from './sweep/laptop.ts';
import type { Laptop } from './sweep/laptop.ts';
import { loadNow, othersCores } from './records/machine.ts';
import { publish } from './report/publish.ts';
import { appendRecord, readRecords } from './records/records.ts';
import type { Records } from './records/records.ts';
import { readSpecification } from './specification.ts';
import type { NamedSpecification, SpecificationName } from './specification.ts';
import { quietCores, sweep } from './sweep/sweep.ts';

/**
 * `npm run bench:estimator`: how good the estimator is. Trains what the frozen specification names
 * on a laptop host, one after the other, and writes what came of the forecasts to
 * docs/benchmarks.md.
 */
const say = (line: string) => void process.stdout.write(`${line}\n`);

interface Options {
  readonly pilot?: true;
  readonly evaluateOnly?: true;
  readonly busy?: true;
  readonly threads?: number;
}

async function run(options: Options): Promise<void> {
  const specification = readSpecification(options.pilot ? 'pilot' : 'frozen');
  const path = recordsOf(specification.name);
  if (!options.evaluateOnly && !isWhole(specification, readRecords(path)))
    await measure(specification, path, options);
  const records = readRecords(path);
  if (!records) throw new Error(`${path}: there is no record; call without --evaluate-only first`);
  if (records.head.specification !== specification.sha256)
    throw new Error(`${path} is of another specification (${records.head.specification})`);
  publish(specification, records, say);
}

/** Every training was measured, so that nothing is left but to evaluate. */
function isWhole(
  { sha256, configurations, repeats }: NamedSpecification,
  records: Records | undefined,
): boolean {
  const wanted = configurations.length * repeats;
  return records?.head.specification === sha256 && records.runs.length >= wanted;
}

const files = { frozen: 'measured.jsonl', pilot: 'pilot-measured.jsonl' } as const;

function recordsOf(name: SpecificationName): string {
  return join(import.meta.dirname, files[name]);
}

async function measure(
  specification: NamedSpecification,
  path: string,
  { busy, threads }: Options,
): Promise<void> {
  if (threads !== undefined) process.env['OMP_NUM_THREADS'] = String(threads);
  await assertQuiet(busy === true);
  const folder = join(tmpdir(), `deeptune-estimator-${specification.sha256.slice(0, 12)}`);
  if (!existsSync(path)) rmSync(folder, { recursive: true, force: true });
  const laptop = await startLaptop(folder, say);
  try {
    const records = begun(specification, path, laptop);
    const measured = records.runs;
    await sweep({ ...{ specification, laptop, path, measured, say }, allowsBusy: busy === true });
  } finally {
    await laptop.close();
  }
  rmSync(folder, { recursive: true, force: true, maxRetries: 20 });
}

/** Records so far; the head is written where there are none. */
function begun(specification: NamedSpecification, path: string, laptop: Laptop): Records {
  const earlier = readRecords(path);
  const head = headOf(specification, laptop.device);
  if (earlier) assertSame(earlier, head, path);
  else appendRecord(path, head);
  return earlier ?? { head, runs: [] };
}

/** Seconds that are watched before the first training. */
const watched = 3;

async function assertQuiet(allowsBusy: boolean): Promise<void> {
  const others = await othersCores(watched);
  say(`load ${loadNow()}, others keep ${others.toFixed(2)} cores busy`);
  if (others <= quietCores || allowsBusy) return;
  throw new Error(
    `others keep ${others.toFixed(2)} cores busy, more than ${quietCores}: figures are of a quiet machine. Wait, or measure all the same with --busy, which the records say`,
  );
}

function threadsOf(text: string): number {
  const threads = Number(text);
  if (Number.isSafeInteger(threads) && threads > 0) return threads;
  throw new InvalidArgumentError('It must be a whole number, 1 or more.');
}

const command = npmCommand(
  'bench:estimator',
  'measures how good estimates are on real trainings, at most 30 minutes on two quiet cores, and writes it to docs/benchmarks.md; a call that was cut off is gone on with by the next',
)
  .option('--pilot', 'the specification for development: other configurations, one repeat')
  .option('--evaluate-only', 'evaluates the records that there are, and trains nothing')
  .option('--busy', 'measures although others use the machine')
  .option('--threads <count>', "the trainer's threads (OMP_NUM_THREADS)", threadsOf);

await runCommand(command.action(run)).catch((error: unknown) => {
  process.stderr.write(`bench:estimator: ${(error as Error).message}\n`);
  process.exitCode = 1;
});
