import { csvLine } from '../../csv.ts';
import type { Invoice, InvoiceLine } from './invoice.ts';

const columns: readonly (readonly [
  string,
  (line: InvoiceLine, of: Invoice) => string | number | undefined,
])[] = [
  ['invoice', (_, { id }) => id],
  ['status', (_, { status }) => status],
  ['tenant', (_, { userId }) => userId],
  ['line', ({ kind }) => kind],
  ['description', ({ description }) => description],
  ['settledAt', ({ at }) => at],
  ['period', ({ period }) => period],
  ['app', ({ appId }) => appId],
  ['model', ({ modelId }) => modelId],
  ['version', ({ versionId }) => versionId],
  ['kind', ({ jobKind }) => jobKind],
  ['instanceType', ({ instanceType }) => instanceType],
  ['seconds', ({ seconds }) => seconds],
  ['microsPerHour', ({ microsPerHour }) => microsPerHour],
  ['amountMicros', ({ amountMicros }) => amountMicros],
  ['amountDollars', ({ amountMicros }) => dollarsText(amountMicros)],
  ['job', ({ trainingJobName }) => trainingJobName],
  ['asIfOn', (_, { asIfOn }) => asIfOn],
];

/** An invoice as CSV: a header and a row for each line, which add up to its total. */
export function invoiceCsv(invoice: Invoice): string {
  const header = columns.map(([name]) => name);
  const rows = invoice.lines.map((line) => columns.map(([, cell]) => cell(line, invoice)));
  return [header, ...rows].map((cells) => `${csvLine(cells)}\r\n`).join('');
}

/** Exact: `-0.066667`, as a number that a spreadsheet reads. */
function dollarsText(micros: number): number {
  return Number((micros / 1_000_000).toFixed(6));
}
