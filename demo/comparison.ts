import { metricsOf } from './money.ts';
import { factsOf } from './service.ts';
import type { Report } from './report.ts';
import { exactDollars, percent } from './report.ts';
import type { ModelVersion } from '../core/api/wire/messages.ts';

/** A trained version beside others of the same data. */
export interface ComparedVersion {
  readonly subject: string;
  readonly modelId: string;
  readonly template: string;
  /** What its weights began with. */
  readonly start: string;
  readonly version: ModelVersion;
  /** Predictions of what was never uploaded. */
  readonly judged: { readonly right: number; readonly count: number };
}

const header = [
  'data',
  'template',
  'starts from',
  'trained on',
  'held out',
  'never uploaded',
  'commonest',
  'job s',
  'bill',
];

/**
 * A table of accuracies, with the commonest answer's, which each has to beat, and what each took.
 */
export function showComparison(compared: readonly ComparedVersion[], report: Report): void {
  const rows = compared.map(({ subject, template, start, version, judged }) => {
    const { heldOut, trivial, counts } = metricsOf(version);
    const { settlement } = factsOf(version);
    return [
      ...[subject, template, start, String(counts.train)],
      `${percent(heldOut.accuracy)} of ${heldOut.count}`,
      `${percent(judged.right / judged.count)} of ${judged.count}`,
      percent(trivial.accuracy),
      String(settlement?.jobSeconds ?? ''),
      exactDollars(settlement?.amountMicros ?? 0),
    ];
  });
  report.table(header, rows);
}
