import { alignedColumns } from '../frame/output/aligned-columns.ts';
import { counted } from '../frame/output/words.ts';
import { changeOf } from './compare-versions.ts';
import type {
  ComparedVersion,
  Comparison,
  MetricChange,
  OnParentsData,
} from './compare-versions.ts';
import type { Flips } from './read-flips.ts';
import { metricInWords, shownNumber } from './version-facts.ts';

/** Concepts that are shown; JSON and CSV have all. */
const maxConcepts = 30;
/** Changes that are said as better or worse; below them lies what rounding makes. */
const least = 0.0005;

/** A comparison for a person. */
export function comparisonLines(comparison: Comparison): string[] {
  const { metrics, onParentsData } = comparison;
  return [
    `from  ${versionLine(comparison.from)}`,
    `to    ${versionLine(comparison.to)}`,
    ...dataLines(comparison),
    '',
    ...alignedColumns([
      ['METRIC', 'FROM', 'TO', 'CHANGE'],
      ...metrics.map((change) => [change.metric, ...cellsOf(change)]),
    ]),
    ...(onParentsData ? ['', ...parentLines(onParentsData)] : []),
    ...(comparison.flips ? ['', ...flipLines(comparison.flips)] : []),
    ...conceptLines(comparison),
  ];
}

function versionLine({ id, verdict, heldOutCount, datasetVersionId }: ComparedVersion): string {
  const on = heldOutCount === undefined ? '' : ` on ${counted(heldOutCount, 'held-out input')}`;
  const of = datasetVersionId === undefined ? '' : ` of dataset version ${datasetVersionId}`;
  return `${id}  ${metricInWords(verdict) || 'not measured'}${on}${of}`;
}

function dataLines({ isSameData, intervalsOverlap }: Comparison): string[] {
  const lines: string[] = [];
  const where = isSameData ? '' : ', on different inputs';
  if (!isSameData)
    lines.push(
      'They were measured on different held-out inputs, which alone can move a metric: evaluate both on one dataset version to be sure.',
    );
  if (intervalsOverlap === true)
    lines.push(`The 95 % intervals overlap${where}: the difference may be chance.`);
  if (intervalsOverlap === false)
    lines.push(`The 95 % intervals do not overlap${where}: the difference is more than chance.`);
  return lines.length === 0 ? [] : ['', ...lines];
}

function parentLines({ count, metrics, negativeFlipPercent }: OnParentsData): string[] {
  const on = count === undefined ? '' : ` (${count} held out)`;
  return [
    `On what the earlier version knew${on}, both were asked about the same inputs:`,
    ...alignedColumns(metrics.map((change) => [`  ${change.metric}`, ...cellsOf(change)])),
    ...(negativeFlipPercent === undefined
      ? []
      : [
          `  negative flips: ${negativeFlipPercent.toFixed(1)} % of its inputs were right before and are wrong now`,
        ]),
  ];
}

/** Inputs that are named; JSON has all. */
const maxFlips = 5;

function flipLines({ asked, negative, positive }: Flips): string[] {
  const names = negative.slice(0, maxFlips).map(({ id, filename }) => filename ?? id);
  const more = negative.length > maxFlips ? ', …' : '';
  return [
    `Both were asked about ${counted(asked, 'held-out input')}:`,
    `  right before, wrong now: ${negative.length}${names.length > 0 ? ` (${names.join(', ')}${more})` : ''}`,
    `  wrong before, right now: ${positive.length}`,
  ];
}

function conceptLines({ concepts }: Comparison): string[] {
  if (concepts.length === 0) return [];
  const shown = concepts.slice(0, maxConcepts);
  const more = concepts.length - shown.length;
  return [
    '',
    ...alignedColumns([
      ['CONCEPT', 'METRIC', 'INPUTS', 'FROM', 'TO', 'CHANGE'],
      ...shown.map((change) => [
        change.conceptId,
        change.metric,
        String(change.count),
        ...cellsOf(change).slice(0, 2),
        change.state === 'kept' ? (cellsOf(change)[2] ?? '') : change.state,
      ]),
    ]),
    ...(more > 0 ? [`and ${counted(more, 'concept')} more: --format json or csv has all`] : []),
  ];
}

function cellsOf(change: MetricChange): string[] {
  const difference = changeOf(change);
  const shown = difference === undefined ? '' : changeInWords(difference);
  return [shownNumber(change.from), shownNumber(change.to), shown];
}

function changeInWords(change: number): string {
  if (Math.abs(change) < least) return '=';
  return `${change > 0 ? '+' : ''}${change.toFixed(3)}`;
}
