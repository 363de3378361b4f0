import type { StepRecord } from '../records/records.ts';
import type { StreamPlan } from '../specification.ts';
import { stepCount } from '../specification.ts';
import type { Panel, Series } from './chart.ts';
import { drawPanels } from './chart.ts';
import type { MethodRuns } from './runs.ts';
import { meanOf } from './runs.ts';
import { inOrder, titles } from './tables.ts';

/** A stream, and what the methods came to on it. */
export interface StreamRuns {
  readonly plan: StreamPlan;
  readonly runs: readonly MethodRuns[];
  readonly records: readonly StepRecord[];
}

/** How each method is drawn in all pictures. */
const drawnAs: Readonly<Record<string, Pick<Series, 'colour' | 'mark'>>> = {
  full: { colour: '#111827', mark: 'circle' },
  naive: { colour: '#dc2626', mark: 'cross' },
  'ours-all': { colour: '#1d4ed8', mark: 'square' },
  'ours-step': { colour: '#1d4ed8', mark: 'circle' },
  'before-all': { colour: '#b45309', mark: 'square' },
  'before-step': { colour: '#b45309', mark: 'circle' },
  means: { colour: '#6b7280', mark: 'cross' },
  ranpac: { colour: '#047857', mark: 'square' },
};

const plain = (method: string) => titles.get(method)!.replaceAll('**', '');
const tenths = (from: number) =>
  Array.from({ length: 11 - from * 10 }, (_, index) => Math.round(from * 10 + index) / 10);

/** Accuracy on all classes or turns that arrived so far, by step, a panel for each stream. */
export function accuracyPlot(streams: readonly StreamRuns[]): string {
  const steps = Array.from({ length: stepCount }, (_, index) => index + 1);
  const panels = streams.map(({ plan, runs }): Panel => ({
    title: plan.shortTitle,
    xTitle: 'step',
    yTitle: 'accuracy on all so far',
    xTicks: steps,
    yTicks: tenths(0).filter((tick) => (tick * 10) % 2 === 0),
    series: inOrder(runs).map(({ method, lines }) => ({
      ...drawnAs[method]!,
      title: plain(method),
      isLine: true,
      points: steps.map((step) => ({
        x: step,
        y: meanOf(lines.map((line) => line[step - 1]!.all)).mean,
      })),
    })),
  }));
  return drawPanels('Accuracy on all that arrived so far, by step', panels);
}

/** A point of the dial, mean over seeds and steps. */
export interface DialMean {
  readonly weight: number;
  readonly shift: number;
  readonly old: number;
  readonly fresh: number;
}

/**
 * What the dials of one method's versions came to: shifts are multiples of what each version's
 * logits differ by, so that points belong together by their place in the dial.
 */
export function dialMeans(records: readonly StepRecord[], method: string): DialMean[] {
  const points = records
    .filter((record) => record.method === method)
    .flatMap(({ dial }) => (dial ?? []).map((point, place) => ({ ...point, place })));
  return [...Map.groupBy(points, ({ place }) => place).values()].map((each) => ({
    weight: each[0]!.weight,
    shift: each[0]!.shift,
    old: meanOf(each.map(({ oldAccuracy }) => oldAccuracy)).mean,
    fresh: meanOf(each.map(({ newAccuracy }) => newAccuracy)).mean,
  }));
}

/** Those that no other is at least as good as on both, from the best on the old on. */
export function frontierOf(points: readonly DialMean[]): DialMean[] {
  const beats = (one: DialMean, other: DialMean) =>
    one.old >= other.old &&
    one.fresh >= other.fresh &&
    one !== other &&
    (one.old > other.old || one.fresh > other.fresh);
  return points
    .filter((point) => !points.some((other) => beats(other, point)))
    .sort((a, b) => b.old - a.old || a.fresh - b.fresh);
}

/**
 * The dial of deeptune's candidates beside naive continuation, on the frozen evaluation set;
 * undefined where none was measured.
 */
export function dialPlot(streams: readonly StreamRuns[]): string | undefined {
  const panels = streams.flatMap(({ plan, records }): Panel[] => {
    const points = dialMeans(records, 'ours-step');
    if (points.length === 0 || !plan.bringsClasses) return [];
    const naive = dialMeans(records, 'naive').filter(isCandidate);
    return [
      {
        title: plan.shortTitle,
        xTitle: 'accuracy on old classes',
        yTitle: 'accuracy on new classes',
        xTicks: tenths(0),
        yTicks: tenths(0),
        series: [
          series('points of the dial', points, { colour: '#93c5fd', mark: 'square' }),
          {
            ...series('its frontier', frontierOf(points), { colour: '#1d4ed8', mark: 'circle' }),
            isLine: true,
          },
          series('the candidate as it was trained', points.filter(isCandidate), {
            colour: '#111827',
            mark: 'square',
          }),
          series('naive continuation', naive, { colour: '#dc2626', mark: 'cross' }),
        ],
      },
    ];
  });
  if (panels.length === 0) return undefined;
  return drawPanels('Points between parent and candidate, and their frontier', panels);
}

/** The candidate itself. */
export function isCandidate({ weight, shift }: { weight: number; shift: number }): boolean {
  return weight === 1 && shift === 0;
}

function series(
  title: string,
  points: readonly DialMean[],
  drawn: Pick<Series, 'colour' | 'mark'>,
): Series {
  const places = points.map(({ old, fresh }) => ({ x: old, y: fresh }));
  return { ...drawn, title, points: places, isLine: false };
}
