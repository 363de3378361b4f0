import { median } from '../../../../core/estimate/median.ts';
import { table } from '../../estimator/report/markdown.ts';
import type { Panel, Series } from '../report/chart.ts';
import { drawPanels } from '../report/chart.ts';
import { meanOf } from '../report/runs.ts';
import { percentText } from '../report/tables.ts';
import type { RegretRecord } from './simulate.ts';
import { policies } from './simulate.ts';
import { driftKinds, worths } from './simulated-stream.ts';

/** What a policy costs more than the exact plan, as a share of that. */
export function regretOf({ exact, policies: costs }: RegretRecord, policy: string): number {
  return costs[policy]!.costMicros / exact.costMicros - 1;
}

/** Section and picture of docs/benchmarks.md, from the records alone. */
export function scheduleSection(records: readonly RegretRecord[]): {
  readonly section: string;
  readonly picture: string;
} {
  const parts = [
    '## When to retrain: `npm run bench:incremental -- --schedules`',
    introduction(records),
    '### Regret',
    regretTable(records),
    '![Regret by drift and by what a point is worth](pictures/schedules.svg)',
    'By how concepts move, and by what a day of a point of accuracy is worth (in thousandths of the price of a first training: low 5, middle 25, high 125); mean regret:',
    kindTable(records),
  ];
  return { section: `${parts.join('\n\n')}\n`, picture: regretPlot(records) };
}

function introduction(records: readonly RegretRecord[]): string {
  const perKind = records.length / (driftKinds.length * Object.keys(worths).length);
  return [
    `${records.length} simulated streams of 60 days (${perKind} of each kind, each from a seed of its own): inputs arrive, concepts stay, move slowly or jump, and a model is the worse the farther concepts moved since its training. Each day costs what its wrong answers are worth, each training its price. The exact plan, which knows the whole stream beforehand, is that of \`retrainopt\` 0.4.2 (Yang and Mathioudakis, ECML PKDD 2026), an exact dynamic program over the same costs; regret is what a policy costs more, as a share of the plan's cost.`,
    "deeptune's rule is `decideRetraining`, the code that the service runs at each firing, once a day. It sees what a service sees: counts by content, the stability index of predictions on the 100 newest inputs, measured scores of its versions on 200 inputs, and a quote; neither the true score nor where the concepts are. Its settings, and the threshold's count, were chosen on 90 other streams. All from [regret.jsonl](../test/bench/incremental/schedule/regret.jsonl), which the command computes anew in some minutes. These are simulations: they say which rule suits which stream, and nothing of real ones.",
  ].join('\n\n');
}

export function regretTable(records: readonly RegretRecord[]): string {
  const exact = meanOf(records.map(({ exact: plan }) => plan.trainings)).mean;
  const rows = Object.entries(policies).map(([name, { title }]) => {
    const regrets = records.map((record) => regretOf(record, name)).sort((a, b) => a - b);
    const { mean, half = 0 } = meanOf(regrets);
    const p90 = regrets[Math.floor(0.9 * regrets.length)] ?? NaN;
    const trainings = meanOf(records.map(({ policies: costs }) => costs[name]!.trainings)).mean;
    const whole = (of: (record: RegretRecord) => number) =>
      records.reduce((sum, record) => sum + of(record), 0);
    const together =
      whole(({ policies: costs }) => costs[name]!.costMicros) /
        whole(({ exact: plan }) => plan.costMicros) -
      1;
    return [
      title,
      `${percentText(mean)} ± ${percentText(half)}`,
      percentText(median(regrets)),
      percentText(p90),
      percentText(together),
      trainings.toFixed(1),
    ];
  });
  const header = [
    'policy',
    'mean regret',
    'median',
    'p90',
    'all streams together',
    `trainings (exact plan: ${exact.toFixed(1)})`,
  ];
  return table(header, rows);
}

function kindTable(records: readonly RegretRecord[]): string {
  const kinds = driftKinds.flatMap((drift) =>
    Object.keys(worths).map((worth) => ({ drift, worth, key: `${drift}-${worth}-` })),
  );
  const rows = Object.entries(policies).map(([name, { title }]) => [
    title,
    ...kinds.map(({ key }) => percentText(meanRegret(records, key, name))),
  ]);
  return table(['policy', ...kinds.map(({ drift, worth }) => `${drift}, ${worth}`)], rows);
}

function meanRegret(records: readonly RegretRecord[], key: string, policy: string): number {
  const own = records.filter(({ id }) => id.startsWith(key));
  return meanOf(own.map((record) => regretOf(record, policy))).mean;
}

const drawnAs: Readonly<Record<string, Pick<Series, 'colour' | 'mark'>>> = {
  rule: { colour: '#1d4ed8', mark: 'circle' },
  always: { colour: '#dc2626', mark: 'cross' },
  weekly: { colour: '#b45309', mark: 'square' },
  threshold: { colour: '#047857', mark: 'square' },
  never: { colour: '#6b7280', mark: 'cross' },
};

/** A panel for each kind of drift; what is above a doubled cost is drawn at the upper edge. */
function regretPlot(records: readonly RegretRecord[]): string {
  const names = Object.keys(worths);
  const panels = driftKinds.map((drift): Panel => ({
    title: `concepts: ${drift === 'none' ? 'stay' : drift}`,
    xTitle: 'what a point is worth',
    yTitle: 'mean regret, % (more than 100: at the edge)',
    xTicks: names.map((_, index) => index),
    xText: (tick) => names[tick] ?? '',
    yTicks: [0, 25, 50, 75, 100],
    series: Object.entries(policies).map(([name, { title }]) => ({
      ...drawnAs[name]!,
      title: title.replaceAll('**', ''),
      isLine: true,
      points: names.map((worth, index) => ({
        x: index,
        y: 100 * meanRegret(records, `${drift}-${worth}-`, name),
      })),
    })),
  }));
  return drawPanels('Regret by drift and by what a point is worth', panels);
}
