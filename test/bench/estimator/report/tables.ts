import { levels } from '../evaluation/intervals.ts';
import type { Evaluation } from '../evaluation/evaluate.ts';
import { percent, percentRange, signed, table } from './markdown.ts';

/** An evaluation under the name that a table gives it. */
export interface Named {
  readonly title: string;
  readonly evaluation: Evaluation;
}

/** How far off forecasts were, a line for each evaluation that has any. */
export function accuracyTable(named: readonly Named[], first: string): string {
  const header = [first, 'trainings', 'MAPE (95 %)', 'median', 'p90', 'bias', 'off by 2x'];
  const rows = named.flatMap(({ title, evaluation: { figures, withoutForecast } }) => {
    if (!figures) return [];
    const { count, mape, mapeInterval, medianApe, p90Ape, bias, offByTwo } = figures;
    const without = withoutForecast > 0 ? `, ${withoutForecast} without forecast` : '';
    const mapeCell = `${percent(mape)} (${percentRange(mapeInterval.low, mapeInterval.high)})`;
    const rest = [percent(medianApe), percent(p90Ape), signed(bias), percent(offByTwo)];
    return [[title, `${count}${without}`, mapeCell, ...rest]];
  });
  return table(header, rows);
}

/** How often the outcome was within the interval, and how wide that was. */
export function intervalTable(named: readonly Named[], first: string): string {
  const header = [
    first,
    ...levels.flatMap((level) => [`${level * 100} %: covers (95 %)`, 'width', 'score']),
  ];
  const rows = named.flatMap(({ title, evaluation: { figures } }) => {
    if (!figures?.levels) return [];
    const cells = levels.flatMap((level) => {
      const { share, shareLow, shareHigh, width, score } = figures.levels![level];
      const covers = `${percent(share)} (${percentRange(shareLow, shareHigh)})`;
      return [covers, `x ${width.toFixed(2)}`, score.toFixed(3)];
    });
    return [[title, ...cells]];
  });
  return table(header, rows);
}

/** What an evaluation came to for each template. */
export function templateTable(named: readonly Named[]): string {
  const outcomes = named.map(({ evaluation }) =>
    Map.groupBy(evaluation.outcomes, ({ cell }) => cell),
  );
  const cells = [...(outcomes[0]?.keys() ?? [])].sort();
  const rows = cells.map((cell) => [
    templateOf(cell),
    ...outcomes.map((byCell) => {
      const errors = (byCell.get(cell) ?? []).map(({ prediction, actual }) =>
        Math.log(prediction.seconds / actual),
      );
      if (errors.length === 0) return '';
      const mape =
        errors.reduce((sum, log) => sum + Math.abs(Math.exp(log) - 1), 0) / errors.length;
      const bias = errors.reduce((sum, log) => sum + log, 0) / errors.length;
      return `${percent(mape)} (${signed(bias)})`;
    }),
  ]);
  return table(['template', ...named.map(({ title }) => title)], rows);
}

/** `visual-classifier Deeptune_ResNet_Small` of the cell's key: kind, type, template, device. */
function templateOf(cell: string): string {
  return cell.split(' ').slice(1, 3).join(' ');
}
