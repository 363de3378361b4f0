import type { EvalMetrics, InferenceJob } from '../../core/api/wire/messages.ts';
import type { Output } from '../frame/output/output.ts';
import { counted } from '../frame/output/words.ts';
import { alignedColumns } from '../frame/output/aligned-columns.ts';
import { conceptColumns, conceptMetricsOf } from './concept-metrics.ts';
import type { HeldOut } from './concept-metrics.ts';
import { confusionLines } from './confusion-words.ts';
import { shownNumber } from './version-facts.ts';

/** What deeptune says of an evaluation, in its free part (docs/models.md). */
export interface EvaluationFacts {
  readonly rows: {
    readonly done: number;
    readonly total: number;
    readonly failed?: number;
    readonly seenInTraining?: number;
    readonly notMeasured?: number;
    readonly firstFailure?: string;
  };
  readonly job: InferenceJob | undefined;
  readonly metrics: HeldOut | undefined;
}

export function evaluationFactsOf({ extended_metrics: extended }: EvalMetrics): EvaluationFacts {
  const { deeptune } = extended.user_metrics as {
    readonly deeptune?: Partial<EvaluationFacts>;
  };
  return {
    rows: deeptune?.rows ?? { done: 0, total: 0 },
    job: deeptune?.job,
    metrics: deeptune?.metrics,
  };
}

/** An evaluation for a person: what it was measured on, the metrics, each concept, mix-ups. */
export function evaluationLines(metrics: EvalMetrics): string[] {
  const { rows, metrics: found } = evaluationFactsOf(metrics);
  const { ground_truth_dataset: dataset } = metrics;
  return [
    `measured on ${counted(rows.total, 'input')} of dataset version ${dataset?.version?.id ?? ''} of '${dataset?.id ?? ''}'`,
    ...seenLines(rows),
    '',
    ...alignedColumns([['METRIC', 'VALUE'], ...numberRows(found ?? {})]),
    ...conceptTable(found),
    ...confusionLines(metrics.confusion_matrix),
  ];
}

/** One line per concept; of types without concepts one line per metric. */
export function writeConcepts(output: Output, metrics: EvalMetrics): void {
  const { metrics: found } = evaluationFactsOf(metrics);
  const concepts = conceptMetricsOf(found);
  if (concepts.length > 0) output.rows(concepts, conceptColumns);
  else writeNumbers(output, found ?? {});
}

/** A line per number. */
export function writeNumbers(output: Output, found: HeldOut): void {
  output.rows(numberRows(found), [
    { name: 'metric', value: ([name]) => name },
    { name: 'value', value: ([, value]) => value },
  ]);
}

function seenLines(rows: EvaluationFacts['rows']): string[] {
  const { seenInTraining = 0, failed = 0, notMeasured = 0, firstFailure } = rows;
  return [
    ...(seenInTraining > 0
      ? [
          `${counted(seenInTraining, 'input')} of them it was trained on, which flatters it: measure on others to be sure`,
        ]
      : []),
    ...(failed > 0 ? [`${failed} could not be answered, the first: ${firstFailure ?? ''}`] : []),
    ...(notMeasured > 0
      ? [`${notMeasured} say nothing of its concepts and were not measured`]
      : []),
  ];
}

/** Whole numbers that count what was measured stand before the metrics. */
export function numberRows(found: HeldOut): [name: string, value: string][] {
  return Object.entries(found).flatMap(([name, value]) =>
    typeof value === 'number' ? [[name, shownNumber(value)] as [string, string]] : [],
  );
}

const maxConcepts = 40;

export function conceptTable(found: HeldOut | undefined): string[] {
  const concepts = conceptMetricsOf(found);
  if (concepts.length === 0) return [];
  const worst = [...concepts].sort((a, b) => (a.value ?? 2) - (b.value ?? 2));
  const shown = worst.slice(0, maxConcepts);
  const more = worst.length - shown.length;
  return [
    '',
    ...alignedColumns([
      ['CONCEPT', 'INPUTS', shown[0]?.metric.toUpperCase() ?? ''],
      ...shown.map(({ conceptId, count, value }) => [conceptId, String(count), shownNumber(value)]),
    ]),
    ...(more > 0 ? [`and ${counted(more, 'concept')} more: --format json or csv has all`] : []),
  ];
}
