import type {
  EstimatorBaseline,
  EstimatorGrade,
  EstimatorPhase,
  EstimatorReport,
  ForecastAccuracy,
} from '../../core/api/wire/messages.ts';
import { phaseInWords } from '../../core/estimate/forecast/forecast-words.ts';
import { percent, signedPercent } from '../../core/estimate/report/percent.ts';
import { fewJobs } from '../../core/estimate/report/report.ts';
import { fineDuration } from '../../core/words.ts';
import { alignedColumns } from '../frame/output/aligned-columns.ts';
import { cut } from '../frame/output/safe-text.ts';
import { minuteOf } from '../models/version-facts.ts';
import { plotLines } from './plot.ts';

/** The report for a person: sentences, tables, and the plot. @param columns at most so wide */
export function reportLines(report: EstimatorReport, columns: number): string[] {
  const { summary, overall, phases, baselines, jobs } = report;
  if (overall.jobCount === 0) return [...summary];
  return [
    ...summary,
    '',
    ...gradeTable(report, columns),
    'BIAS: above 0 where more was forecast than it took. 2X: off by 2x or more.',
    'IN RANGE: ended between P10 and P90, with its 95 % interval. WIDTH: P90 / P10.',
    ...(hasFew(report) ? ['*: fewer than 20 jobs, which say little.'] : []),
    '',
    ...alignedColumns(baselineTable(baselines)),
    'Each on the jobs that it could forecast from those before, and ours on the same.',
    ...(phases.length === 0 ? [] : ['', ...alignedColumns(phaseTable(phases))]),
    '',
    ...plotLines(jobs, columns),
  ];
}

/** The figures of all jobs, and of each part of them. */
function gradeTable(report: EstimatorReport, columns: number): string[] {
  const { overall, price, priceInterval, byTemplate, byKind, byEvidence, overTime } = report;
  const ofPrice: EstimatorGrade = {
    ...{ jobCount: price?.count ?? 0, isFew: (price?.count ?? 0) < fewJobs },
    ...(price ? { time: price } : {}),
    ...(priceInterval ? { interval: priceInterval } : {}),
  };
  const named = (grades: readonly (EstimatorGrade & { readonly name: string })[]) =>
    grades.map((grade) => gradeRow(`  ${grade.name}`, grade));
  const parts: readonly (readonly [string, string[][]])[] = [
    ['by evidence', named(byEvidence)],
    ['by kind', named(byKind)],
    ['by template', named(byTemplate)],
    [
      'over time',
      overTime.map((block) => gradeRow(`  until ${minuteOf(block.last_ended_at).slice(5)}`, block)),
    ],
  ];
  const said = parts.filter(([, rows]) => rows.length > 0);
  return withNamesCut(
    [
      ['', 'JOBS', 'MAPE', 'MEDIAN', 'BIAS', '2X', 'IN RANGE', 'WIDTH'],
      gradeRow('time', overall),
      ...(price ? [gradeRow('price', ofPrice)] : []),
      ...said.flatMap(([title, rows]) => [[title, '', '', '', '', '', '', ''], ...rows]),
    ],
    columns,
  );
}

/** Figures are whole; the names beside them have what is left. */
function withNamesCut(rows: readonly (readonly string[])[], columns: number): string[] {
  const figures = alignedColumns(rows.map(([, ...cells]) => ['', ...cells]));
  const left = columns - Math.max(...figures.map(({ length }) => length));
  return alignedColumns(
    rows.map(([name = '', ...cells]) => [cutInside(name, Math.max(8, left)), ...cells]),
  );
}

/** Names of templates differ at their ends: what is too much goes from within. */
function cutInside(name: string, columns: number): string {
  const last = Math.floor((columns - 1) / 2);
  return name.length <= columns ? name : `${cut(name, columns - last)}${name.slice(-last)}`;
}

const whole = (share: number) => Math.round(share * 100);

function hasFew({ overall, byTemplate, byKind, byEvidence, overTime }: EstimatorReport): boolean {
  return [overall, ...byTemplate, ...byKind, ...byEvidence, ...overTime].some(({ isFew }) => isFew);
}

function gradeRow(name: string, { jobCount, isFew, time, interval }: EstimatorGrade): string[] {
  return [
    ...[name, `${jobCount}${isFew ? '*' : ' '}`],
    ...accuracyCells(time),
    time ? signedPercent(Math.exp(time.bias) - 1) : '',
    time ? percent(time.offByTwo) : '',
    interval
      ? `${percent(interval.share)} [${whole(interval.shareLow)}-${whole(interval.shareHigh)}]`
      : '',
    interval ? `x${interval.width.toFixed(2)}` : '',
  ];
}

const baselineTitles: Readonly<Record<string, string>> = {
  formula: 'Clarifai’s A x inputs x epochs + B',
  'formula-refitted': 'the same, A and B refitted',
  linear: 'a + b x steps + c x samples, fitted',
};

function baselineTable(baselines: readonly EstimatorBaseline[]): string[][] {
  return [
    ['BESIDE', 'JOBS', 'MAPE', 'MEDIAN', 'OUR MAPE', 'MEDIAN'],
    ...baselines.map(({ name, jobCount, baseline, forecast }) => [
      baselineTitles[name] ?? name,
      String(jobCount),
      ...accuracyCells(baseline),
      ...accuracyCells(forecast),
    ]),
  ];
}

function phaseTable(phases: readonly EstimatorPhase[]): string[][] {
  return [
    ['PHASE', 'JOBS', 'FORECAST', 'TOOK', 'OFF BY', 'OF ALL ERROR'],
    ...phases.map(({ name, jobCount, predictedSeconds, actualSeconds, ...error }) => [
      ...[phaseInWords(name), String(jobCount)],
      fineDuration(predictedSeconds / jobCount),
      fineDuration(actualSeconds / jobCount),
      fineDuration(error.meanErrorSeconds),
      percent(error.errorShare),
    ]),
  ];
}

/** MAPE and median. */
function accuracyCells(accuracy: ForecastAccuracy | undefined): [string, string] {
  return accuracy ? [percent(accuracy.mape), percent(accuracy.medianApe)] : ['-', '-'];
}
