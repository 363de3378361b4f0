import type { UsageRecord } from '../../../core/api/wire/messages.ts';

const columns: readonly (keyof UsageRecord)[] = [
  ...(['recordedAt', 'period', 'kind', 'appId', 'modelId', 'versionId', 'templateId'] as const),
  ...(['instanceType', 'instanceCount', 'endReason', 'jobSeconds', 'billableSeconds'] as const),
  ...(['microsPerHour', 'amountMicros', 'trainingJobName'] as const),
];

/**
 * A month's usage records as CSV (RFC 4180), amounts in micro-dollars. A cell that a spreadsheet
 * would take for a formula begins with an apostrophe.
 */
export function usageCsv(records: readonly UsageRecord[]): string {
  const lines = [columns, ...records.map((record) => columns.map((name) => record[name] ?? ''))];
  return lines
    .map((cells) => cells.map((cell) => cellOf(String(cell))).join(',') + '\r\n')
    .join('');
}

function cellOf(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) && Number.isNaN(Number(text)) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
