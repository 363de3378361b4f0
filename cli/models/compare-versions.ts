import type { ModelVersion, Verdict } from '../../core/api/wire/messages.ts';
import type { Column } from '../frame/output/output.ts';
import { conceptMetrics, heldOutOf, userMetricsOf } from './concept-metrics.ts';
import type { HeldOut } from './concept-metrics.ts';
import type { Flips } from './read-flips.ts';
import { datasetVersionOf, intervalOf, parentOf, shownNumber, verdictOf } from './version-facts.ts';

/** A number that both versions have, or one of them. */
export interface MetricChange {
  readonly metric: string;
  readonly from: number | null;
  readonly to: number | null;
}

/** A concept's metric before and after. */
export interface ConceptChange extends MetricChange {
  readonly conceptId: string;
  /** Held-out inputs of the later version. */
  readonly count: number;
  readonly state: 'kept' | 'new' | 'gone';
}

/** What was measured of two versions of a model. */
export interface Comparison {
  readonly from: ComparedVersion;
  readonly to: ComparedVersion;
  readonly metrics: readonly MetricChange[];
  /** What changed most first. */
  readonly concepts: readonly ConceptChange[];
  /** True: both were measured on the held-out inputs of one dataset version. */
  readonly isSameData: boolean;
  /** True: the 95 % intervals of the headline metric overlap. Undefined: one has none. */
  readonly intervalsOverlap: boolean | undefined;
  /** On the inputs of the parent, where the later version started from the earlier one. */
  readonly onParentsData: OnParentsData | undefined;
  /** On held-out inputs that both were asked about; undefined: there are none. */
  readonly flips: Flips | undefined;
}

export interface ComparedVersion {
  readonly id: string;
  readonly datasetVersionId: string | undefined;
  readonly heldOutCount: number | undefined;
  readonly verdict: Verdict | undefined;
}

/** The trainer asked parent and child about the same inputs. */
export interface OnParentsData {
  /** Inputs, or regions, of the parent's concepts. */
  readonly count: number | undefined;
  readonly metrics: readonly MetricChange[];
  /** Of those that the parent got right, the share that the child gets wrong, 0 to 100. */
  readonly negativeFlipPercent: number | undefined;
}

/** Compares what was measured of two versions; asks nothing of anybody. */
export function compareVersions(
  from: ModelVersion,
  to: ModelVersion,
  flips?: Flips | undefined,
): Comparison {
  const [before, after] = [verdictOf(from), verdictOf(to)];
  return {
    from: comparedOf(from),
    to: comparedOf(to),
    metrics: metricChanges(heldOutOf(from) ?? {}, heldOutOf(to) ?? {}),
    concepts: conceptChanges(from, to),
    isSameData: datasetVersionOf(from) === datasetVersionOf(to),
    intervalsOverlap: overlapOf(before, after),
    onParentsData: parentOf(to) === from.id ? onParentsData(to) : undefined,
    flips,
  };
}

/** For a table and for CSV. */
export const conceptChangeColumns: readonly Column<ConceptChange>[] = [
  { name: 'concept', value: ({ conceptId }) => conceptId },
  { name: 'metric', value: ({ metric }) => metric },
  { name: 'inputs', value: ({ count }) => count, align: 'right' },
  {
    name: 'from',
    value: ({ from }) => from,
    shown: ({ from }) => shownNumber(from),
    align: 'right',
  },
  { name: 'to', value: ({ to }) => to, shown: ({ to }) => shownNumber(to), align: 'right' },
  { name: 'change', value: changeOf, align: 'right' },
  { name: 'state', value: ({ state }) => state },
];

/** The later value less the earlier one; undefined where one of them is missing. */
export function changeOf({ from, to }: MetricChange): number | undefined {
  return from === null || to === null ? undefined : to - from;
}

function comparedOf(version: ModelVersion): ComparedVersion {
  return {
    id: version.id,
    datasetVersionId: datasetVersionOf(version),
    heldOutCount: heldOutOf(version)?.count,
    verdict: verdictOf(version),
  };
}

function overlapOf(a: Verdict | undefined, b: Verdict | undefined): boolean | undefined {
  const [first, second] = [a && intervalOf(a), b && intervalOf(b)];
  return first && second && first[0] <= second[1] && second[0] <= first[1];
}

/** Numbers that are no metrics. */
const counts = ['count', 'normal', 'anomalous', 'generated'];

function metricChanges(from: HeldOut, to: HeldOut): MetricChange[] {
  const names = Object.keys({ ...to, ...from }).filter((name) => !counts.includes(name));
  return names.flatMap((metric) => {
    const change = { metric, from: numberOf(from[metric]), to: numberOf(to[metric]) };
    return change.from === null && change.to === null ? [] : [change];
  });
}

function conceptChanges(from: ModelVersion, to: ModelVersion): ConceptChange[] {
  const [before, after] = [conceptMetrics(from), conceptMetrics(to)];
  const ids = [...new Set([...after.keys(), ...before.keys()])];
  const changes = ids.map((conceptId): ConceptChange => {
    const [old, now] = [before.get(conceptId), after.get(conceptId)];
    return {
      conceptId,
      metric: now?.metric ?? old?.metric ?? '',
      count: now?.count ?? 0,
      from: old?.value ?? null,
      to: now?.value ?? null,
      state: old && now ? 'kept' : now ? 'new' : 'gone',
    };
  });
  const size = (change: ConceptChange) => Math.abs(changeOf(change) ?? 0);
  return changes.sort((a, b) => size(b) - size(a));
}

/** The trainer's `oldConcepts` or `oldInputs`, beside `parent`: `<metric>OnOldConcepts` … */
function onParentsData(child: ModelVersion): OnParentsData | undefined {
  const all = userMetricsOf(child);
  const parent = all['parent'] as HeldOut | undefined;
  const own = (all['oldConcepts'] ?? all['oldInputs']) as HeldOut | undefined;
  if (!parent || !own) return undefined;
  const metrics = Object.entries(parent).flatMap(([name, value]) => {
    const metric = /^(\w+)OnOld(?:Concepts|Inputs)$/.exec(name)?.[1];
    return metric ? [{ metric, from: numberOf(value), to: numberOf(own[metric]) }] : [];
  });
  return {
    count: own.count,
    metrics,
    negativeFlipPercent: numberOf(parent['negativeFlipPercent']) ?? undefined,
  };
}

const numberOf = (value: unknown) => (typeof value === 'number' ? value : null);
