import type { Answers, ModelVersion } from '../../core/api/wire/messages.ts';
import { comparedPhases } from '../../core/estimate/forecast/compared-phases.ts';
import { outcomeInWords, phaseInWords } from '../../core/estimate/forecast/forecast-words.ts';
import { alignedColumns } from '../frame/output/aligned-columns.ts';
import { dollars, duration, fineDuration, fineRange } from '../frame/output/words.ts';
import { wholeJobCells } from '../jobs/forecast-lines.ts';

type Times = Pick<Answers['ListTrainingProgress'], 'phases' | 'estimate'>;

/** A phase, or the whole job, as JSON has it. */
export interface ComparedTime {
  readonly name: string;
  readonly seconds: number | null;
  readonly p10Seconds: number | null;
  readonly p50Seconds: number | null;
  readonly p90Seconds: number | null;
}

/** Each phase of an ended training beside its forecast, then the whole job. */
export function comparedTimes(version: ModelVersion, times: Times | undefined): ComparedTime[] {
  const { settlement } = version.metadata?.deeptune ?? {};
  const estimate = times?.estimate;
  if (!settlement || !estimate) return [];
  const phases = comparedPhases(times.phases, estimate.phases ?? []);
  const { p10Seconds, seconds: p50Seconds, p90Seconds } = estimate;
  return [
    ...phases.map(({ name, seconds, forecast }) => ({
      ...{ name, seconds: seconds ?? null },
      ...{ p10Seconds: forecast?.p10 ?? null, p50Seconds: forecast?.p50 ?? null },
      p90Seconds: forecast?.p90 ?? null,
    })),
    { name: 'job', seconds: settlement.jobSeconds, p10Seconds, p50Seconds, p90Seconds },
  ];
}

/** The same for people, and the price beside its forecast. */
export function comparedLines(version: ModelVersion, times: Times | undefined): string[] {
  const compared = comparedTimes(version, times);
  if (compared.length === 0) return [];
  const rows = compared.map((each) => (each.name === 'job' ? jobRow(each) : phaseRow(each)));
  const table = [['Phase', 'forecast', '8 of 10 take', 'took'], ...rows, ...priceRow(version)];
  const last = compared.at(-1);
  return [
    'forecast beside actual:',
    ...alignedColumns(table).map((line) => `  ${line}`),
    ...(last ? outcome(last) : []),
  ];
}

function phaseRow({ name, seconds, ...forecast }: ComparedTime): string[] {
  const took = seconds === null ? '–' : fineDuration(seconds);
  return [phaseInWords(name), ...forecastCells(forecast), took];
}

/** Its seconds are those of the bill, which are whole. */
function jobRow({ seconds, p10Seconds, p50Seconds, p90Seconds }: ComparedTime): string[] {
  const forecast = { p10: p10Seconds ?? 0, p50: p50Seconds ?? 0, p90: p90Seconds ?? 0 };
  return ['Whole job', ...wholeJobCells(forecast), duration(seconds ?? 0)];
}

type Range = Omit<ComparedTime, 'name' | 'seconds'>;

function forecastCells({ p10Seconds, p50Seconds, p90Seconds }: Range): string[] {
  if (p10Seconds === null || p50Seconds === null || p90Seconds === null) return ['–', '–'];
  return [fineDuration(p50Seconds), fineRange(p10Seconds, p90Seconds)];
}

function priceRow({ metadata }: ModelVersion): string[][] {
  const { settlement, reservation } = metadata?.deeptune ?? {};
  const forecast = reservation?.promised?.amountMicros;
  if (!settlement || !forecast) return [];
  const [low, high] = [dollars(forecast.p10), dollars(forecast.p90)];
  const range = low === high ? low : `${low} to ${high}`;
  return [['Price', dollars(forecast.p50), range, dollars(settlement.amountMicros)]];
}

function outcome({ seconds, p10Seconds, p50Seconds, p90Seconds }: ComparedTime): string[] {
  if (seconds === null || p10Seconds === null || p50Seconds === null || p90Seconds === null)
    return [];
  const words = outcomeInWords(seconds, { p10: p10Seconds, p50: p50Seconds, p90: p90Seconds });
  return words === undefined ? [] : [`  ${words}`];
}
