import type { ModelVersion } from '../../core/api/wire/messages.ts';
import { safeText } from '../frame/output/safe-text.ts';
import { counted, dollars, dollarsUp, duration } from '../frame/output/words.ts';

/** What a trained version is worth, in lines for a person. */
export function resultLines(version: ModelVersion): string[] {
  const { verdict, bestEpoch, settlement, reservation, notPredictable } =
    version.metadata?.deeptune ?? {};
  return [
    ...(verdict ? verdictLines(verdict) : [`no held-out inputs: ${version.status.details ?? ''}`]),
    ...weakestLines(version),
    ...(bestEpoch ? [epochLine(bestEpoch)] : []),
    ...(settlement ? [billedLine(settlement, reservation)] : []),
    ...(notPredictable === undefined ? [] : [`note: ${notPredictable}`]),
  ].map(safeText);
}

type Facts = NonNullable<ModelVersion['metadata']>['deeptune'];

function verdictLines(verdict: NonNullable<Facts['verdict']>): string[] {
  const { metric, heldOut, interval, count, trivial, untrained, text } = verdict;
  const figure = (value: number | null) => (value === null ? 'not measured' : value.toFixed(3));
  const [low, high] = Array.isArray(interval) ? interval.map(Number) : [];
  const range =
    low === undefined || high === undefined
      ? ''
      : ` (95 % interval ${low.toFixed(3)} to ${high.toFixed(3)})`;
  return [
    `${metric} ${figure(heldOut)} on ${counted(count, 'held-out input')}${range}`,
    `  beside it: trivial answer ${figure(trivial)}, before training ${figure(untrained)}`,
    `  ${headOf(text, metric)}`,
  ];
}

/** A verdict without the figures in brackets, which stand above it. */
function headOf(text: string, metric: string): string {
  const brackets = text.lastIndexOf(` (${metric} `);
  return brackets < 0 ? text : text.slice(0, brackets);
}

/** What was charged, beside what was quoted: only seconds that led to what is kept. */
function billedLine(
  { billableSeconds, jobSeconds, amountMicros }: NonNullable<Facts['settlement']>,
  reservation: Facts['reservation'],
): string {
  const took = jobSeconds > billableSeconds ? ` of the ${duration(jobSeconds)} that it took` : '';
  const why =
    took === '' ? '' : '; waiting, fetching, repeats and what was not kept are not billed';
  const quoted = reservation
    ? `; quoted ${dollars(reservation.estimatedAmountMicros)}, never above ${dollarsUp(reservation.maxAmountMicros)}`
    : '';
  return `billed ${duration(billableSeconds)}${took}: ${dollars(amountMicros)}${quoted}${why}`;
}

function epochLine({ epoch, of, epochsRun, stoppedEarly, note }: NonNullable<Facts['bestEpoch']>) {
  const early = stoppedEarly ? `, ended early after ${epochsRun}` : '';
  return `epoch ${epoch} of ${of} is kept${note ? `: ${note}` : ''}${early}`;
}

/** How good a concept's answers are, by what its model type is measured with. */
const conceptMetrics = [
  ['f1', 'F1'],
  ['ap50', 'AP@.5'],
  ['iou', 'IoU'],
  ['recall1', 'recall at 1'],
] as const;

const shownConcepts = 3;

/** The concepts that come out worst, where some are worse than others. */
function weakestLines(version: ModelVersion): string[] {
  const heldOut = version.metrics?.extended_metrics?.user_metrics?.['heldOut'];
  const per = (heldOut as { perConcept?: unknown } | undefined)?.perConcept;
  if (!Array.isArray(per) || per.length < 2) return [];
  const rows = per as Readonly<Record<string, unknown>>[];
  const found = conceptMetrics.find(([key]) => typeof rows[0]?.[key] === 'number');
  if (found === undefined) return [];
  const [key, name] = found;
  const weak = rows
    .filter((row) => Number(row['count']) > 0 && Number(row[key]) < 1)
    .toSorted((a, b) => Number(a[key]) - Number(b[key]));
  if (weak.length === 0) return [];
  const shown = weak
    .slice(0, shownConcepts)
    .map((row) => `${row['conceptId']} ${Number(row[key]).toFixed(2)} (${row['count']})`);
  return [`weakest concepts by ${name} (held-out inputs): ${shown.join(', ')}`];
}
