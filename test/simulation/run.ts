import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { parseArgs } from 'node:util';
import { weightsOf } from './network/injected-faults.ts';
import type { WireCall } from './network/injected-faults.ts';
import type { SeedSummary } from './report/summary.ts';
import { summaryOf, Tally } from './report/summary.ts';
import { wallMilliseconds } from './time/installed-time.ts';
import { load } from './load.ts';
import { sweepAt, sweptCalls, sweptKinds } from './sweep.ts';
import { runSeed } from './world.ts';

/**
 * `npm run test:simulation`: worlds of seeds, one after the other. Ends with 1 where an invariant
 * does not hold, naming the seed: `-- --seed 4711 --trace` shows everything that happened in it.
 */
const say = (line: string): void => void process.stdout.write(`${line}\n`);

const { values: options } = parseArgs({
  options: {
    seeds: { type: 'string', default: '40' },
    from: { type: 'string', default: '1' },
    seed: { type: 'string' },
    trace: { type: 'boolean', default: false },
    workers: { type: 'string', default: '2' },
    'no-faults': { type: 'boolean', default: false },
    'keep-going': { type: 'boolean', default: false },
    sweep: { type: 'boolean', default: false },
    load: { type: 'boolean', default: false },
    jobs: { type: 'string', default: '10000' },
    child: { type: 'boolean', default: false },
  },
});

const faults = !options['no-faults'];

async function one(seed: number, print?: (line: string) => void): Promise<SeedSummary> {
  return summaryOf(await runSeed({ seed, faults, print }));
}

/** Seeds of one process: every `step`th. */
async function child(): Promise<void> {
  const [from, seeds, step] = [
    Number(options.from),
    Number(options.seeds),
    Number(options.workers),
  ];
  for (let seed = from; seed < seeds; seed += step) {
    const summary = await one(seed);
    await new Promise((resolve) => process.send!(summary, resolve));
  }
  process.disconnect();
}

/** Told what each process finds; resolves with what went wrong, none: nothing. */
function inParallel(tally: Tally): Promise<string | undefined> {
  const from = Number(options.from);
  const until = from + Number(options.seeds);
  const workers = Math.max(1, Math.min(Number(options.workers), until - from));
  const children: ChildProcess[] = [];
  const ends = Array.from({ length: workers }, (_, n) => {
    const given = ['--child', '--from', from + n, '--seeds', until, '--workers', workers];
    const flags = faults ? [] : ['--no-faults'];
    const started = fork(import.meta.filename, [...given.map(String), ...flags], {
      stdio: ['ignore', 'inherit', 'ignore', 'ipc'],
    });
    children.push(started);
    started.on('message', (summary: SeedSummary) => {
      tally.add(summary);
      if (tally.seeds % 50 === 0) process.stderr.write(`${tally.seeds} seeds\n`);
      if (summary.violations.length > 0) {
        show(summary);
        if (!options['keep-going']) for (const each of children) each.kill();
      }
    });
    return new Promise<string | undefined>((resolve) =>
      started.on('exit', (code, signal) =>
        resolve(
          code === 0 || signal === 'SIGTERM' ? undefined : `a worker ended with ${code ?? signal}`,
        ),
      ),
    );
  });
  return Promise.all(ends).then((all) => all.find((end) => end !== undefined));
}

function show({ seed, violations, lastLines }: SeedSummary): void {
  if (options['keep-going']) return say(`seed ${seed}: ${violations.join(' | ')}`);
  for (const line of lastLines.slice(-60)) say(line);
  say(`seed ${seed}:`);
  for (const violation of violations) say(`  ${violation}`);
  say(`again, with everything that happened: npm run test:simulation -- --seed ${seed} --trace`);
}

async function single(seed: number): Promise<number> {
  const summary = await one(seed, options.trace ? say : undefined);
  show(summary);
  say(
    `seed ${seed}: ${summary.jobs} jobs, ${summary.faults} faults, ${hours(summary.virtualMilliseconds)} virtual hours, trace ${summary.digest}`,
  );
  return summary.violations.length > 0 ? 1 : 0;
}

const hours = (milliseconds: number): string => (milliseconds / 3_600_000).toFixed(1);

async function many(): Promise<number> {
  const started = wallMilliseconds();
  const tally = new Tally();
  const broken = await inParallel(tally);
  const seconds = (wallMilliseconds() - started) / 1_000;
  for (const line of tally.matrix()) say(line);
  const empty = tally.emptyCells(applies);
  say(`\ncells of the matrix that no seed reached: ${empty.length === 0 ? 'none' : ''}`);
  for (const cell of empty) say(`  ${cell}`);
  const decided = Object.entries(tally.decisions).map(([word, count]) => `${word} ${count}`);
  say(`\ndecided: ${decided.join(', ')}`);
  say(`invariants: ${tally.invariants.join('; ')}`);
  say(
    `${tally.seeds} seeds, ${tally.jobs} jobs, ${tally.faults} faults, ${hours(tally.virtualMilliseconds)} virtual hours in ${seconds.toFixed(0)} s: ${(tally.seeds / seconds).toFixed(2)} seeds/s`,
  );
  if (broken) say(broken);
  say(tally.failed.length === 0 ? 'every invariant held' : `${tally.failed.length} seeds failed`);
  return tally.failed.length > 0 || broken !== undefined ? 1 : 0;
}

function applies(site: string, kind: keyof ReturnType<typeof weightsOf>): boolean {
  const [, caller = '', service = '', operation = ''] = /^(\S+) ([^.]+)\.(.+)$/.exec(site) ?? [];
  return weightsOf({ caller, service, operation } as WireCall)[kind] > 0;
}

/** One fault at each call of a small world, every call, every kind. */
async function sweep(): Promise<number> {
  const calls = await sweptCalls();
  let failed = 0;
  for (const kind of sweptKinds) {
    for (let at = 1; at <= calls; at += 1) {
      const violations = await sweepAt(at, kind);
      if (violations.length === 0) continue;
      failed += 1;
      say(`${kind} at call ${at}: ${violations.join(' | ')}`);
    }
    say(
      `${kind} at each of ${calls} calls: ${failed === 0 ? 'every invariant held' : `${failed} failed so far`}`,
    );
  }
  return failed > 0 ? 1 : 0;
}

async function main(): Promise<number> {
  if (options.sweep) return sweep();
  if (options.load) return load(Number(options.jobs), say);
  return options.seed === undefined ? many() : single(Number(options.seed));
}

if (options.child) await child();
else process.exitCode = await main();
