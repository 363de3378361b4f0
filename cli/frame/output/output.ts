import { csvLine } from '../../../core/csv.ts';
import type { Cell } from '../../../core/csv.ts';
import type { Format } from './format.ts';
import { cut, padded, safeJson, safeLines, safeText, widthOf } from './safe-text.ts';
import type { TextStream } from './stream.ts';

/** A column of a table: of JSON its key, of CSV its header. */
export interface Column<Row> {
  readonly name: string;
  /** As the key stands in JSON and CSV: micro-dollars, ISO times, whole numbers. */
  readonly value: (row: Row) => Cell;
  /** As people read it; absent: the value. */
  readonly shown?: (row: Row) => string;
  readonly align?: 'right';
}

/** Where a command's results go: stdout, in the format that was asked for. */
export interface Output {
  readonly format: Format;
  /**
   * Many of a kind. An empty list is `[]`, a header alone, or nothing but words on stderr, which
   * the command says.
   * @param json what JSON shows instead of the columns: the service's own answers
   */
  rows<Row>(rows: readonly Row[], columns: readonly Column<Row>[], json?: readonly unknown[]): void;
  /** One of a kind: a line for each column; in CSV a row. @param json as of `rows` */
  record<Row>(row: Row, columns: readonly Column<Row>[], json?: unknown): void;
  /** What is no table: lines for people; the value in JSON, and in CSV too. */
  text(lines: readonly string[], json: unknown): void;
  /** One JSON object on a line of its own, whatever the format: what changes while one watches. */
  event(value: object): void;
}

export function outputTo(stream: TextStream, format: Format): Output {
  const json = (value: unknown) => stream.write(`${safeJson(JSON.stringify(value, null, 2))}\n`);
  const lines = (all: readonly string[]) => stream.write(all.map((line) => `${line}\n`).join(''));
  // A file has the cells as they are; a terminal would obey what stands in them.
  const shownCsv = stream.isTerminal ? safeLines : (line: string) => line;
  return {
    format,
    rows: (rows, columns, own) => {
      if (format === 'json') json(own ?? rows.map((row) => objectOf(row, columns)));
      else if (format === 'csv') lines(csvOf(rows, columns).map(shownCsv));
      else lines(tableOf(rows, columns, stream));
    },
    record: (row, columns, own) => {
      if (format === 'json') json(own ?? objectOf(row, columns));
      else if (format === 'csv') lines(csvOf([row], columns).map(shownCsv));
      else lines(recordOf(row, columns));
    },
    text: (all, value) => (format === 'table' ? lines(all.map(safeLines)) : json(value)),
    event: (value) => stream.write(`${safeJson(JSON.stringify(value))}\n`),
  };
}

function objectOf<Row>(row: Row, columns: readonly Column<Row>[]): Record<string, Cell> {
  return Object.fromEntries(columns.map(({ name, value }) => [name, value(row) ?? null]));
}

function csvOf<Row>(rows: readonly Row[], columns: readonly Column<Row>[]): string[] {
  return [
    csvLine(columns.map(({ name }) => name)),
    ...rows.map((row) => csvLine(columns.map(({ value }) => value(row)))),
  ];
}

const gap = '  ';
const minColumn = 8;

function tableOf<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  stream: TextStream,
): string[] {
  if (rows.length === 0) return [];
  const cells = rows.map((row) => columns.map((column) => shownCell(column, row)));
  const titles = columns.map(({ name }) => titleOf(name));
  const widths = fitted(
    titles.map((title, at) => maxOf([title, ...cells.map((row) => row[at] ?? '')])),
    stream,
  );
  const line = (row: readonly string[]) =>
    row
      .map((cell, at) => {
        const side = columns[at]?.align === 'right' ? 'right' : 'left';
        return padded(cut(cell, widths[at] ?? 0), widths[at] ?? 0, side);
      })
      .join(gap)
      .trimEnd();
  return [stream.style.bold(line(titles)), ...cells.map(line)];
}

const maxOf = (texts: readonly string[]) =>
  texts.reduce((most, text) => Math.max(most, widthOf(text)), 0);

/** In a pipe nothing is cut; on a terminal the widest columns give way. */
function fitted(widths: readonly number[], { isTerminal, columns }: TextStream): number[] {
  const fit = [...widths];
  const sum = () => fit.reduce((all, width) => all + width + gap.length, -gap.length);
  while (isTerminal && sum() > columns) {
    const widest = fit.indexOf(Math.max(...fit));
    const width = fit[widest] ?? 0;
    if (width <= minColumn) break;
    fit[widest] = width - 1;
  }
  return fit;
}

function recordOf<Row>(row: Row, columns: readonly Column<Row>[]): string[] {
  const width = maxOf(columns.map(({ name }) => titleOf(name)));
  return columns.map((column) => {
    const shown = shownCell(column, row);
    return `${padded(titleOf(column.name), width)}${gap}${shown}`.trimEnd();
  });
}

const shownCell = <Row>({ shown, value }: Column<Row>, row: Row) =>
  safeText(shown === undefined ? String(value(row) ?? '') : shown(row));

/** `amountMicros` is dollars to people, so the unit goes. */
function titleOf(name: string): string {
  return name
    .replace(/Micros$/, '')
    .replaceAll(/[_-]/g, ' ')
    .replaceAll(/([a-z]{2})([A-Z])/g, '$1 $2')
    .toUpperCase();
}
