import type { EstimatedJob } from '../../core/api/wire/messages.ts';
import { durationTicks, tickWords } from '../../core/estimate/report/duration-ticks.ts';

/** Rows of the plot, without its axis. */
const rows = 18;

/**
 * Forecast against what it took, both on logarithmic axes: on the diagonal a forecast was right,
 * above it more was forecast. A job that ended outside of its range is an `x`.
 * @param columns of the terminal
 */
export function plotLines(jobs: readonly EstimatedJob[], columns: number): string[] {
  const seconds = jobs.flatMap(({ seconds: took, promisedSeconds: { p50 } }) => [took, p50]);
  const scale = logScale(Math.min(...seconds), Math.max(...seconds));
  const labels = scale.ticks.map((tick) => ({ tick, text: tickWords(tick) }));
  const margin = Math.max(...labels.map(({ text }) => text.length)) + 2;
  const width = Math.max(20, columns - margin - 1);
  const cells = Array.from({ length: rows }, () => new Array<string>(width).fill(' '));
  const at = (value: number, size: number) => Math.round(scale.share(value) * (size - 1));
  for (let x = 0; x < width; x++) {
    const row = cells[rows - 1 - Math.round((x / (width - 1)) * (rows - 1))]!;
    if (x % 2 === 0) row[x] = '.';
  }
  for (const { seconds: took, promisedSeconds: promised } of [...jobs].reverse()) {
    const isWithin = took >= promised.p10 && took <= promised.p90;
    const row = cells[rows - 1 - at(promised.p50, rows)]!;
    const x = at(took, width);
    row[x] = isWithin && row[x] !== 'x' ? 'o' : 'x';
  }
  const marks = new Map(labels.map(({ tick, text }) => [rows - 1 - at(tick, rows), text]));
  return [
    'forecast (P50) against what it took; o ended within its range, x outside',
    ...cells.map(
      (row, y) => `${(marks.get(y) ?? '').padStart(margin - 1)} |${row.join('').trimEnd()}`,
    ),
    `${' '.repeat(margin)}+${'-'.repeat(width)}`,
    axis(
      labels.map(({ tick, text }) => ({ x: margin + 1 + at(tick, width), text })),
      columns,
    ),
  ];
}

/** Texts below their ticks; one that would run into the one before is left out. */
function axis(labels: readonly { readonly x: number; readonly text: string }[], columns: number) {
  let line = '';
  for (const { x, text } of labels) {
    const start = Math.min(x, columns - text.length);
    if (line.length > 0 && start < line.length + 2) continue;
    line = line.padEnd(start) + text;
  }
  return line;
}

interface LogScale {
  /** 0 to 1, of a value between the ends. */
  readonly share: (value: number) => number;
  readonly ticks: readonly number[];
}

/** From a little below the least value to a little above the largest. */
function logScale(least: number, largest: number): LogScale {
  const [low, high] = [least / 1.1, largest * 1.1];
  return {
    share: (value) => Math.log(value / low) / Math.log(high / low),
    ticks: durationTicks([low, high]),
  };
}
