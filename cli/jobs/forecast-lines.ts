import type { JobEstimate } from '../../core/api/wire/messages.ts';
import {
  chargedInWords,
  evidenceInWords,
  phaseInWords,
} from '../../core/estimate/forecast/forecast-words.ts';
import type { Quantiles } from '../../core/estimate/phase.ts';
import { asIfWords } from '../../core/billing/as-if.ts';
import { alignedColumns } from '../frame/output/aligned-columns.ts';
import type { Column } from '../frame/output/output.ts';
import { dollarRange, dollars, dollarsUp, duration, durationRange } from '../frame/output/words.ts';
import { fineDuration, fineRange } from '../frame/output/words.ts';

/** What the estimates of all kinds of job say of their forecast. */
export type ForecastOfJob = Pick<
  JobEstimate,
  | 'p10Seconds'
  | 'p50Seconds'
  | 'p90Seconds'
  | 'displaySeconds'
  | 'phases'
  | 'amountMicros'
  | 'p10AmountMicros'
  | 'p90AmountMicros'
  | 'maxAmountMicros'
  | 'maxRuntimeSeconds'
  | 'microsPerHour'
  | 'evidence'
  | 'jobCount'
  | 'isCalibrated'
  | 'assumptions'
  | 'drivers'
  | 'formula'
  | 'explanation'
  | 'wouldBeRefused'
  | 'asIfOn'
> & { readonly kind: string };

/** Time by phases, price, maximum, how sure that is and what would change it, a line each. */
export function forecastLines(of: ForecastOfJob): string[] {
  return [
    `time: about ${duration(of.p50Seconds)}; 8 of 10 take ${durationRange(of.p10Seconds, of.p90Seconds)} (${quarters(of)})`,
    ...phaseLines(of),
    `price: about ${dollars(of.amountMicros)}; 8 of 10 cost ${dollarRange(of.p10AmountMicros, of.p90AmountMicros)}, at ${dollars(of.microsPerHour)} an hour`,
    ...(of.phases.length === 0 ? [] : [`  ${chargedInWords(of.phases, of.kind)}`]),
    `maximum: ${dollarsUp(of.maxAmountMicros)}; it is never billed above that, however long it takes. So much of the budget is held until it ends; what it did not cost is given back`,
    ...(of.asIfOn === undefined ? [] : [`amounts are ${asIfWords(of.asIfOn)}`]),
    `it is stopped after ${duration(of.maxRuntimeSeconds)}, which bounds its time, not its price`,
    ...(of.wouldBeRefused ? [`it would be refused: ${of.wouldBeRefused.message}`] : []),
    `how sure: ${evidenceInWords(of, of.kind)}`,
    ...listed('it is assumed that', of.assumptions),
    ...listed('what would change the time most:', of.drivers.map(driverInWords)),
    ...listed('how that was reckoned:', of.explanation),
  ];
}

/** Clarifai's display rule: floored to quarters of an hour. */
function quarters({ displaySeconds }: ForecastOfJob): string {
  const shown = displaySeconds > 0 ? duration(displaySeconds) : 'less than 15 min';
  return `in quarters of an hour: ${shown}`;
}

function phaseLines({ phases, kind, ...of }: ForecastOfJob): string[] {
  const whole = { p10: of.p10Seconds, p50: of.p50Seconds, p90: of.p90Seconds };
  if (phases.length === 0) return [];
  const rows = phases.map((phase) => [phaseInWords(phase.name, kind), ...rangeCells(phase)]);
  const all = ['Whole job', ...wholeJobCells(whole)];
  return alignedColumns([['Phase', 'half take', '8 of 10 take'], ...rows, all]).map(
    (line) => `  ${line}`,
  );
}

/** In whole seconds, as they are answered: a decimal of them would be made up. */
export function wholeJobCells({ p10, p50, p90 }: Quantiles): string[] {
  return [duration(p50), durationRange(p10, p90)];
}

function rangeCells({ p10, p50, p90 }: Quantiles): string[] {
  return [fineDuration(p50), fineRange(p10, p90)];
}

/** `num_epochs 10 -> 20: 12 s more`. */
export function driverInWords({ setting, change, seconds }: ForecastOfJob['drivers'][number]) {
  const more = seconds < 0 ? 'less' : 'more';
  return `${setting} ${change}: ${fineDuration(Math.abs(seconds))} ${more}`;
}

function listed(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [title, ...lines.map((line) => `  ${line}`)];
}

/** The phases that an estimate may have, each with its three quantiles. */
const phaseColumns: readonly Column<ForecastOfJob>[] = [
  ...['wait', 'pull', 'download', 'setup', 'steps', 'validation', 'evaluation', 'saving'],
].flatMap((phase) =>
  (['p10', 'p50', 'p90'] as const).map((quantile): Column<ForecastOfJob> => ({
    name: `${phase}.${quantile}Seconds`,
    value: ({ phases }) => phases.find(({ name }) => name === phase)?.[quantile],
  })),
);

/** Of CSV: what the lines say, a figure each. */
export const forecastColumns: readonly Column<ForecastOfJob>[] = [
  { name: 'kind', value: ({ kind }) => kind },
  { name: 'p10Seconds', value: ({ p10Seconds }) => p10Seconds },
  { name: 'p50Seconds', value: ({ p50Seconds }) => p50Seconds },
  { name: 'p90Seconds', value: ({ p90Seconds }) => p90Seconds },
  { name: 'displaySeconds', value: ({ displaySeconds }) => displaySeconds },
  { name: 'p10AmountMicros', value: ({ p10AmountMicros }) => p10AmountMicros },
  { name: 'amountMicros', value: ({ amountMicros }) => amountMicros },
  { name: 'p90AmountMicros', value: ({ p90AmountMicros }) => p90AmountMicros },
  { name: 'maxAmountMicros', value: ({ maxAmountMicros }) => maxAmountMicros },
  { name: 'maxRuntimeSeconds', value: ({ maxRuntimeSeconds }) => maxRuntimeSeconds },
  { name: 'microsPerHour', value: ({ microsPerHour }) => microsPerHour },
  { name: 'evidence', value: ({ evidence }) => evidence },
  { name: 'jobCount', value: ({ jobCount }) => jobCount },
  { name: 'isCalibrated', value: ({ isCalibrated }) => isCalibrated },
  { name: 'formulaSeconds', value: ({ formula }) => formula.seconds },
  { name: 'charged', value: ({ phases }) => namesOf(phases.filter((each) => each.isCharged)) },
  ...phaseColumns,
  { name: 'assumptions', value: ({ assumptions }) => assumptions.join('; ') },
  { name: 'drivers', value: ({ drivers }) => drivers.map(driverInWords).join('; ') },
];

function namesOf(phases: readonly { readonly name: string }[]): string {
  return phases.map(({ name }) => name).join(' ');
}
