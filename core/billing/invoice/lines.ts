import { formatDollars, shareMicros } from '../../money.ts';
import type { UsageRecord } from '../usage/usage-record.ts';
import type { InvoiceLine } from './invoice.ts';

/** What of a month's free seconds there is, and what other invoices took of it. */
export interface FreeTier {
  /** Of each calendar month, by its own card. */
  readonly secondsOf: (period: string) => number;
  /** By month. */
  readonly taken: Readonly<Record<string, number>>;
}

/** A line for each record, in their order, and one for what was free of each of their months. */
export function linesOf(records: readonly UsageRecord[], freeTier: FreeTier): InvoiceLine[] {
  return [...records.map(usageLine), ...freeTierLines(records, freeTier)];
}

const done: Readonly<Record<'train' | 'evaluate' | 'predict', string>> = {
  train: 'Training',
  evaluate: 'Evaluation',
  predict: 'Batch prediction',
};

function usageLine(record: UsageRecord): InvoiceLine {
  // Records of release 0.1.0 name no kind: they are all of trainings.
  const { appId, modelId, versionId, kind = 'train', endReason } = record;
  const ended = { trained: '', completed: '', stopped: ', stopped' }[endReason as 'trained'];
  return {
    kind: 'usage',
    description: `${done[kind]} of ${appId}/${modelId}${ended ?? ', failed'}`,
    trainingJobName: record.trainingJobName,
    ...{ appId, modelId, versionId, jobKind: kind },
    at: record.recordedAt,
    instanceType: record.instanceType,
    period: record.period,
    seconds: record.billableSeconds,
    microsPerHour: record.microsPerHour,
    amountMicros: record.amountMicros,
  };
}

/**
 * The first charged seconds of a month cost nothing, in the order in which its jobs were settled; a
 * job that they end within costs its share. No line takes off more than its jobs cost.
 */
function freeTierLines(
  records: readonly UsageRecord[],
  { secondsOf, taken }: FreeTier,
): InvoiceLine[] {
  return [...new Set(records.map(({ period }) => period))].sort().flatMap((period) => {
    const ofMonth = records.filter((record) => record.period === period);
    const secondsPerMonth = secondsOf(period);
    const left = Math.max(0, secondsPerMonth - (taken[period] ?? 0));
    const { seconds, micros } = freeOf(ofMonth, left);
    return seconds === 0 ? [] : [freeTierLine(period, { seconds, micros, secondsPerMonth })];
  });
}

/** What of these is free, where so many seconds are. */
function freeOf(
  records: readonly UsageRecord[],
  left: number,
): { readonly seconds: number; readonly micros: number } {
  let [seconds, micros] = [0, 0];
  for (const { billableSeconds, amountMicros } of records) {
    if (amountMicros === 0) continue;
    const free = Math.min(billableSeconds, left - seconds);
    seconds += free;
    micros += shareMicros(amountMicros, free, billableSeconds);
  }
  return { seconds, micros };
}

function freeTierLine(
  period: string,
  free: { readonly seconds: number; readonly micros: number; readonly secondsPerMonth: number },
): InvoiceLine {
  const { seconds, micros, secondsPerMonth } = free;
  return {
    kind: 'free-tier',
    description: `Free tier of ${period}: ${seconds} of ${secondsPerMonth} seconds, ${formatDollars(micros)}`,
    ...{ period, seconds, microsPerHour: 0 },
    amountMicros: micros === 0 ? 0 : -micros,
  };
}
