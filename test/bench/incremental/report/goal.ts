import { table } from '../../estimator/report/markdown.ts';
import type { StreamPlan } from '../specification.ts';
import type { MethodRuns } from './runs.ts';
import { meanOf } from './runs.ts';
import { laterMean, percentText, titles } from './tables.ts';

/** Points that may be lost against full retraining, on old and on new. */
const allowedPoints = 1;
/** Share of full retraining's time. */
const allowedShare = 0.35;

const judged = ['ours-all', 'ours-step'] as const;

/** Whether each way of deeptune is within the goal, on each stream: met or missed, said plainly. */
export function goalTable(
  streams: readonly { readonly plan: StreamPlan; readonly runs: readonly MethodRuns[] }[],
): string {
  const rows = streams.flatMap(({ plan, runs }) => judged.flatMap((id) => rowOf(plan, runs, id)));
  return table(
    [
      'stream',
      'method',
      'old, against full',
      'new, against full',
      'time, of full',
      'learning alone, of full',
      'goal',
    ],
    rows,
  );
}

function rowOf(plan: StreamPlan, runs: readonly MethodRuns[], id: string): string[][] {
  const [own, full] = [id, 'full'].map((each) => runs.find(({ method }) => method === each));
  if (!own || !full) return [];
  const points = (['old', 'fresh'] as const).map(
    (key) => 100 * (lastMean(own, key) - lastMean(full, key)),
  );
  const time = laterMean(own, 'workSeconds') / laterMean(full, 'workSeconds');
  const missed = [
    ...points.flatMap((lost, place) =>
      lost < -allowedPoints ? [place === 0 ? 'old' : 'new'] : [],
    ),
    ...(time > allowedShare ? ['time'] : []),
  ];
  return [
    [
      plan.id,
      titles.get(id)!,
      ...points.map((value) => `${value < 0 ? '-' : '+'}${Math.abs(value).toFixed(1)} points`),
      percentText(time),
      percentText(laterMean(own, 'stepsWorkSeconds') / laterMean(full, 'stepsWorkSeconds')),
      missed.length === 0 ? 'met' : `missed: ${missed.join(', ')}`,
    ],
  ];
}

function lastMean({ lines }: MethodRuns, key: 'old' | 'fresh'): number {
  return meanOf(lines.map((line) => line.at(-1)![key]!)).mean;
}
