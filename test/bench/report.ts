import type { HandlerName } from '../../lambda/environment.ts';
import type { BundleRow } from './bundles.ts';
import type { HostileRow } from './hostile-process.ts';
import type { Times } from './load.ts';
import { allTimes, lateness, percentile } from './load.ts';
import type { LoopDelay } from './loop-delay.ts';
import { pagedLists, pageNumbers } from './reads.ts';

/** The goals. */
const maxMs = 50;
/** Of p99 of all requests, over the bare framework's in the same run. */
const maxRatio = 5;
/**
 * All of the API's routes lie in one Lambda; the others carry a step or two of the workflow, and
 * what bills can start whatever a budget that is raised lets go on; what quotes plans trainings.
 * Whatever starts a job carries all that a job does, its line, gate and dial too.
 */
export const maxBundleBytes = (handler: HandlerName): number => bundleBytes[handler] ?? 1_000_000;
const bundleBytes: Partial<Readonly<Record<HandlerName, number>>> = {
  api: 1_300_000,
  estimator: 1_100_000,
  billing: 1_150_000,
  retraining: 1_100_000,
};
/** How much slower page 1000 may be than page 1, at the median. */
const maxSlowdown = 3;

const header = ['requests', 'p50', 'p95', 'p99', 'max', 'p50 / bare', 'p99 / bare'];

/**
 * p50, p95, p99 and the longest time of each endpoint in milliseconds, and of p50 and p99 the
 * multiple of the bare framework's.
 */
export function endpointTable(times: Times, control: Times): string {
  const bare = allTimes(control);
  const rows = [...times].map(([name, values]) => timesRow(name, values, bare));
  return table(
    ['endpoint', ...header],
    [
      timesRow('bare framework', bare, bare),
      timesRow('its generator was late by', control.get(lateness) ?? [], bare),
      timesRow('all', allTimes(times), bare),
      ...rows,
    ],
  );
}

/** The same for the pages of the large tenant's lists. */
export function pageTable(times: Times, control: Times): string {
  const bare = allTimes(control);
  const rows = [...times].map(([name, values]) => timesRow(name, values, bare));
  return table(['list and page', ...header], rows);
}

/**
 * What of the tail the hostile tenant's requests cost whoever shares the machine with them: the
 * bare framework, which is not asked for any of them, in turns with the API that is.
 */
export function besideLine(
  attacked: Times,
  { control, beside }: { readonly control: Times; readonly beside: Times },
): string {
  const p99 = (times: Times) => percentile(allTimes(times), 0.99);
  const ratio = (times: Times) => (p99(attacked) / p99(times)).toFixed(1);
  const rows = [
    `bare framework on the same machine meanwhile: p99 ${p99(beside).toFixed(1)} ms`,
    `the API's p99 over the bare framework's alone: ${ratio(control)}; meanwhile: ${ratio(beside)}`,
  ];
  return `${rows.join('\n')}\n`;
}

/** How the hostile tenant's requests were answered. */
export function hostileTable(rows: readonly HostileRow[]): string {
  const lines = rows.map(({ name, answers, statuses, slowestMilliseconds }) => [
    ...[name, String(answers), statuses.join(' ')],
    `${slowestMilliseconds.toFixed(0)} ms`,
  ]);
  return table(['hostile request', 'answers', 'HTTP', 'slowest'], lines);
}

/** For how long the server's event loop was held. */
export function loopLine(name: string, { p50, p99, max }: LoopDelay): string {
  const [a, b, c] = [p50, p99, max].map((each) => each.toFixed(1));
  return `event loop, ${name}: held p50 ${a} ms, p99 ${b} ms, longest ${c} ms`;
}

export function bundleTable(rows: readonly BundleRow[]): string {
  const lines = rows.map(({ handler, bytes, loaded, answered }) => [
    handler,
    `${Math.round(bytes / 1000)} kB`,
    `${loaded.toFixed(0)} ms`,
    answered === undefined ? '' : `${answered.toFixed(0)} ms`,
  ]);
  return table(['Lambda', 'bundle', 'code loaded', 'first answer'], lines);
}

export interface Measured {
  readonly control: Times;
  readonly mixed: Times;
  readonly pages: Times;
  readonly attacked: Times;
  readonly bundles: readonly BundleRow[];
}

/** What misses its goal, in words. */
export function verdicts({ control, mixed, pages, attacked, bundles }: Measured): string[] {
  const slow = [...mixed, ...pages]
    .map(([name, values]) => ({ name, p99: percentile(values, 0.99) }))
    .filter(({ p99 }) => p99 >= maxMs)
    .map(({ name, p99 }) => `${name}: p99 is ${p99.toFixed(1)} ms, the goal is ${maxMs} ms`);
  const large = bundles
    .filter(({ handler, bytes }) => bytes >= maxBundleBytes(handler))
    .map(
      ({ handler, bytes }) => `${handler}: ${bytes} bytes, the goal is ${maxBundleBytes(handler)}`,
    );
  return [
    ...ratioOver('all reads', mixed, control),
    ...ratioOver('all reads with a hostile tenant beside', attacked, control),
    ...slow,
    ...Object.keys(pagedLists).flatMap((list) => slowdown(list, pages)),
    ...large,
  ];
}

function ratioOver(name: string, times: Times, control: Times): string[] {
  const [p99, bare] = [times, control].map((each) => percentile(allTimes(each), 0.99));
  const ratio = p99! / bare!;
  if (ratio < maxRatio) return [];
  return [
    `${name}: p99 is ${ratio.toFixed(1)} times the bare framework's, the goal is ${maxRatio}`,
  ];
}

function slowdown(list: string, pages: Times): string[] {
  const median = (page: number) => percentile(pages.get(`${list} ${page}`) ?? [], 0.5);
  const last = pageNumbers.at(-1)!;
  const ratio = median(last) / median(1);
  if (ratio < maxSlowdown) return [];
  return [`${list}: page ${last} takes ${ratio.toFixed(1)} times as long as page 1`];
}

function timesRow(name: string, values: readonly number[], bare: readonly number[]): string[] {
  const [p50, p95, p99, max] = [0.5, 0.95, 0.99, 1].map((share) => percentile(values, share));
  const ratio = (value: number, share: number) => (value / percentile(bare, share)).toFixed(1);
  const ms = [p50!, p95!, p99!, max!].map((value) => value.toFixed(1));
  return [name, String(values.length), ...ms, ratio(p50!, 0.5), ratio(p99!, 0.99)];
}

/** Columns in line, numbers to the right. */
function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [header, ...rows];
  const widths = header.map((_, column) => Math.max(...all.map((row) => row[column]!.length)));
  const line = (row: readonly string[]) =>
    row
      .map((cell, at) => (at === 0 ? cell.padEnd(widths[at]!) : cell.padStart(widths[at]!)))
      .join('  ');
  return `${all.map(line).join('\n')}\n`;
}
