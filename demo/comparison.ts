import { metricsOf } from './money.ts';
import type { Report } from './report.ts';
import { exactDollars, percent } from './report.ts';
import type { VersionWire } from './service.ts';

/** A trained version beside others of the same data. */
export interface ComparedVersion {
  readonly subject: string;
  readonly template: string;
  /** What its weights began with. */
  readonly start: string;
  readonly version: VersionWire;
}

const header = [
  'data',
  'template',
  'starts from',
  'held out',
  'accuracy',
  'untrained',
  'commonest',
  'job s',
  'bill',
];

/** A table of held-out accuracies, with what each has to beat, and what each took. */
export function showComparison(compared: readonly ComparedVersion[], report: Report): void {
  const rows = compared.map(({ subject, template, start, version }) => {
    const { heldOut, untrained, trivial } = metricsOf(version);
    const { settlement } = version.metadata.deeptune;
    return [
      ...[subject, template, start, String(heldOut.count)],
      ...[heldOut.accuracy, untrained.accuracy, trivial.accuracy].map(percent),
      String(settlement?.jobSeconds ?? ''),
      exactDollars(settlement?.amountMicros ?? 0),
    ];
  });
  report.table(header, rows);
}
