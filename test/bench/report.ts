import type { HandlerName } from '../../lambda/environment.ts';
import type { BundleRow } from './bundles.ts';
import type { Times } from './load.ts';
import { percentile } from './load.ts';
import { pagedLists, pageNumbers } from './reads.ts';

/** The goals. */
const maxMs = 50;
/** All of the API's routes lie in one Lambda; the others carry a step or two of the workflow. */
export const maxBundleBytes = (handler: HandlerName): number =>
  handler === 'api' ? 1_250_000 : 1_000_000;
/** How much slower page 1000 may be than page 1, at the median. */
const maxSlowdown = 3;

/**
 * p50, p95 and p99 of each endpoint in milliseconds, and p99 as a multiple of the bare framework's.
 */
export function endpointTable(times: Times, bare: readonly number[]): string {
  const rows = [...times].map(([name, values]) => timesRow(name, values, bare));
  const header = ['endpoint', 'requests', 'p50', 'p95', 'p99', 'p50 / bare', 'p99 / bare'];
  return table(header, [timesRow('bare framework', bare, bare), ...rows]);
}

/** The same for the pages of the large tenant's lists. */
export function pageTable(times: Times, bare: readonly number[]): string {
  const rows = [...times].map(([name, values]) => timesRow(name, values, bare));
  return table(
    ['list and page', 'requests', 'p50', 'p95', 'p99', 'p50 / bare', 'p99 / bare'],
    rows,
  );
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

/** What misses its goal, in words. */
export function verdicts(mixed: Times, pages: Times, bundles: readonly BundleRow[]): string[] {
  const slow = [...mixed, ...pages]
    .map(([name, values]) => ({ name, p99: percentile(values, 0.99) }))
    .filter(({ p99 }) => p99 >= maxMs)
    .map(({ name, p99 }) => `${name}: p99 is ${p99.toFixed(1)} ms, the goal is ${maxMs} ms`);
  const large = bundles
    .filter(({ handler, bytes }) => bytes >= maxBundleBytes(handler))
    .map(
      ({ handler, bytes }) => `${handler}: ${bytes} bytes, the goal is ${maxBundleBytes(handler)}`,
    );
  return [...slow, ...Object.keys(pagedLists).flatMap((list) => slowdown(list, pages)), ...large];
}

function slowdown(list: string, pages: Times): string[] {
  const median = (page: number) => percentile(pages.get(`${list} ${page}`) ?? [], 0.5);
  const last = pageNumbers.at(-1)!;
  const ratio = median(last) / median(1);
  if (ratio < maxSlowdown) return [];
  return [`${list}: page ${last} takes ${ratio.toFixed(1)} times as long as page 1`];
}

function timesRow(name: string, values: readonly number[], bare: readonly number[]): string[] {
  const [p50, p95, p99] = [0.5, 0.95, 0.99].map((share) => percentile(values, share));
  const ratio = (value: number, share: number) => (value / percentile(bare, share)).toFixed(1);
  const ms = [p50!, p95!, p99!].map((value) => value.toFixed(1));
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
