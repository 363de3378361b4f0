import { table } from '../../estimator/report/markdown.ts';
import { methods, methodsBefore } from '../specification.ts';
import type { StepFigures } from './figures.ts';
import type { Mean, MethodRuns } from './runs.ts';
import { meanOf } from './runs.ts';

const frozenTitles = {
  means: 'class means on frozen features (NCM)',
  ranpac: 'RanPAC: ridge head on random projections of frozen features',
} as const;

/** Titles by method, in the order of the tables. */
export const titles: ReadonlyMap<string, string> = new Map([
  ...[...methods, ...methodsBefore].map(({ id, title }) => [id, title] as const),
  ...Object.entries(frozenTitles),
]);

export function inOrder(runs: readonly MethodRuns[]): MethodRuns[] {
  return [...titles.keys()].flatMap((id) => runs.find(({ method }) => method === id) ?? []);
}

/** What a method came to after the last step, and what the steps after the first one took. */
export function summaryTable(runs: readonly MethodRuns[]): string {
  const full = runs.find(({ method }) => method === 'full');
  const header = [
    'after the last step',
    'seeds',
    'old',
    'new',
    'all',
    'worst class',
    'forgetting',
    'negative flips',
    'charged s',
    'processor s',
    'of it learning',
    'price',
    'of full',
  ];
  const rows = inOrder(runs).map(({ method, lines }) => {
    const last = lines.map((line) => line.at(-1)!);
    const of = (key: keyof StepFigures) => meanOf(last.map((each) => each[key]!));
    const later = (key: keyof StepFigures) => meanOf(lines.map((line) => laterSum(line, key)));
    const flips = lines.map((line) => laterSum(line, 'negativeFlips') / (line.length - 1));
    return [
      titles.get(method)!,
      String(lines.length),
      ...(['old', 'fresh', 'all'] as const).map((key) => share(of(key))),
      share({ mean: of('worst').mean }),
      share({ mean: of('forgetting').mean }),
      percentText(meanOf(flips).mean),
      later('chargedSeconds').mean.toFixed(1),
      later('workSeconds').mean.toFixed(2),
      later('stepsWorkSeconds').mean.toFixed(2),
      dollars(later('amountMicros').mean),
      full ? percentText(later('workSeconds').mean / laterMean(full, 'workSeconds')) : '',
    ];
  });
  return table(header, rows);
}

/** Every step after the first one. */
export function stepTable(runs: readonly MethodRuns[]): string {
  const full = runs.find(({ method }) => method === 'full');
  const header = [
    'method',
    'step',
    'old',
    'new',
    'all',
    'forgetting',
    'negative flips',
    'charged s',
    'processor s',
    'price',
    'of full',
  ];
  const rows = inOrder(runs).flatMap(({ method, lines }) =>
    lines[0]!.slice(1).map(({ step }) => {
      const at = lines.map((line) => line[step - 1]!);
      const of = (key: keyof StepFigures) => meanOf(at.map((each) => each[key]!)).mean;
      const whole = full && meanOf(full.lines.map((line) => line[step - 1]!.workSeconds)).mean;
      return [
        titles.get(method)!,
        String(step),
        ...(['old', 'fresh', 'all', 'forgetting'] as const).map((key) => of(key).toFixed(3)),
        percentText(of('negativeFlips')),
        of('chargedSeconds').toFixed(1),
        of('workSeconds').toFixed(2),
        dollars(of('amountMicros')),
        whole === undefined ? '' : percentText(of('workSeconds') / whole),
      ];
    }),
  );
  return table(header, rows);
}

/** Sum over the steps after the first one. */
export function laterSum(line: readonly StepFigures[], key: keyof StepFigures): number {
  return line.slice(1).reduce((sum, each) => sum + (each[key] ?? 0), 0);
}

export function laterMean({ lines }: MethodRuns, key: keyof StepFigures): number {
  return meanOf(lines.map((line) => laterSum(line, key))).mean;
}

function share({ mean, half }: Mean): string {
  return half === undefined ? mean.toFixed(3) : `${mean.toFixed(3)} ± ${half.toFixed(3)}`;
}

export function percentText(value: number): string {
  return `${(100 * value).toFixed(1)} %`;
}

function dollars(micros: number): string {
  return `$${(micros / 1_000_000).toFixed(4)}`;
}
