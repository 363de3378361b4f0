import type { ModelVersion } from '../../core/api/wire/messages.ts';
import type { Output } from '../frame/output/output.ts';
import { alignedColumns } from '../frame/output/aligned-columns.ts';
import { conceptColumns, conceptMetrics, heldOutOf, userMetricsOf } from './concept-metrics.ts';
import type { HeldOut } from './concept-metrics.ts';
import { confusionLinesOf } from './confusion-words.ts';
import { conceptTable, numberRows, writeNumbers } from './evaluation-words.ts';
import { shownNumber } from './version-facts.ts';

/** What a training measured on its held-out data, beside a trivial answer and its beginning. */
export function heldOutLines(version: ModelVersion): string[] {
  const found = heldOutOf(version);
  if (!found) return [`${version.id} has no held-out metrics: it was not trained to its end`];
  const [trivial, untrained] = ['trivial', 'untrained'].map(
    (name) => (userMetricsOf(version)[name] ?? {}) as HeldOut,
  );
  return [
    `${version.id}, measured on the held-out data of its training`,
    ...(version.status.details ? [version.status.details] : []),
    '',
    ...alignedColumns([
      ['METRIC', 'VALUE', 'TRIVIAL', 'BEFORE'],
      ...numberRows(found).map(([name, value]) => [
        name,
        value,
        numberOf(trivial, name),
        numberOf(untrained, name),
      ]),
    ]),
    ...conceptTable(found),
    ...confusionLinesOf(found['confusionMatrix']),
  ];
}

/** One line per concept; of types without concepts one line per metric. */
export function writeHeldOutConcepts(output: Output, version: ModelVersion): void {
  const concepts = [...conceptMetrics(version).values()];
  if (concepts.length > 0) output.rows(concepts, conceptColumns);
  else writeNumbers(output, heldOutOf(version) ?? {});
}

function numberOf(metrics: HeldOut | undefined, name: string): string {
  const value = metrics?.[name];
  return typeof value === 'number' ? shownNumber(value) : '';
}
