import type { ModelVersion } from '../../core/api/wire/messages.ts';
import type { Column } from '../frame/output/output.ts';

/** How good a model is at one concept, on held-out inputs. */
export interface ConceptMetric {
  readonly conceptId: string;
  /** Held-out inputs, or regions, of the concept. */
  readonly count: number;
  /** Name of the metric as the trainer writes it: `f1`, `ap50`, `iou`, `recall1`. */
  readonly metric: string;
  /** 0 to 1; null where it could not be measured. */
  readonly value: number | null;
}

/** What the trainer measured on held-out inputs, in its own words (container/README.md). */
export interface HeldOut {
  readonly count?: number;
  readonly perConcept?: readonly Readonly<Record<string, unknown>>[];
  readonly [name: string]: unknown;
}

/** The metric that stands for a concept, by what its model type has. */
const conceptMetricNames = ['f1', 'ap50', 'iou', 'recall1'] as const;

/** The held-out metrics of a version; undefined where it has none. */
export function heldOutOf(version: ModelVersion): HeldOut | undefined {
  return userMetricsOf(version)['heldOut'] as HeldOut | undefined;
}

/** All that the trainer wrote of a version: `heldOut`, `trivial`, `parent`, `forgetting` … */
export function userMetricsOf({ metrics }: ModelVersion): Readonly<Record<string, unknown>> {
  return metrics?.extended_metrics?.user_metrics ?? {};
}

/** Held-out metrics by concept, in the order of the concepts; none for types without concepts. */
export function conceptMetrics(version: ModelVersion): ReadonlyMap<string, ConceptMetric> {
  return new Map(conceptMetricsOf(heldOutOf(version)).map((each) => [each.conceptId, each]));
}

/** The same of what was measured anywhere. */
export function conceptMetricsOf(found: HeldOut | undefined): ConceptMetric[] {
  return (found?.perConcept ?? []).flatMap((each) => {
    const metric = conceptMetricNames.find((name) => name in each);
    const { conceptId, count } = each;
    if (metric === undefined || typeof conceptId !== 'string') return [];
    const value = each[metric];
    return {
      conceptId,
      count: typeof count === 'number' ? count : 0,
      metric,
      value: typeof value === 'number' ? value : null,
    };
  });
}

/** For CSV. */
export const conceptColumns: readonly Column<ConceptMetric>[] = [
  { name: 'concept', value: ({ conceptId }) => conceptId },
  { name: 'inputs', value: ({ count }) => count },
  { name: 'metric', value: ({ metric }) => metric },
  { name: 'value', value: ({ value }) => value },
];
