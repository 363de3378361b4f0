import type { UsageRecord } from '../../../core/api/wire/messages.ts';

type Cell = string | number | undefined;

const named: readonly (keyof UsageRecord)[] = [
  ...(['recordedAt', 'period', 'kind', 'appId', 'modelId', 'versionId', 'templateId'] as const),
  ...(['instanceType', 'instanceCount', 'endReason', 'jobSeconds', 'billableSeconds'] as const),
  ...(['microsPerHour', 'quoteId', 'quotedMicros', 'maxAmountMicros'] as const),
];

/** Column -> its value; what is not known is empty. */
const columns: readonly (readonly [name: string, cell: (record: UsageRecord) => Cell])[] = [
  ...named.map((name) => [name, (record: UsageRecord) => record[name] as Cell] as const),
  ['listMicros', ({ cost }) => cost?.listMicros],
  ['discountMicros', ({ cost }) => cost?.discountMicros],
  ['costMicros', ({ cost }) => cost?.costMicros],
  ['costBasis', ({ cost }) => cost?.basis],
  ['amountMicros', ({ amountMicros }) => amountMicros],
  ['marginMicros', ({ cost, amountMicros }) => cost && amountMicros - cost.costMicros],
  ['trainingJobName', ({ trainingJobName }) => trainingJobName],
];

/**
 * Usage records as CSV (RFC 4180), amounts in micro-dollars. A cell that a spreadsheet
 * would take for a formula begins with an apostrophe.
 */
export function usageCsv(records: readonly UsageRecord[]): string {
  const lines = [
    columns.map(([name]) => name),
    ...records.map((record) => columns.map(([, cell]) => cell(record) ?? '')),
  ];
  return lines
    .map((cells) => cells.map((cell) => cellOf(String(cell))).join(',') + '\r\n')
    .join('');
}

function cellOf(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) && Number.isNaN(Number(text)) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
