import type {
  EstimatorGrade,
  EstimatorReport,
  ForecastAccuracy,
} from '../../../core/api/wire/messages.ts';
import { phaseInWords } from '../../../core/estimate/forecast/forecast-words.ts';
import { percent, signedPercent } from '../../../core/estimate/report/percent.ts';
import { fineDuration, instant } from '../../parts/figures/in-words.ts';
import { evidenceNames } from './evidence.ts';
import { FigureTable } from './figure-table.tsx';

type Reported = { readonly report: EstimatorReport };

/** The figures of all jobs, and of each part of them. */
export function Grades({ report }: Reported) {
  const { overall, price, priceInterval, byEvidence, byKind, byTemplate, overTime } = report;
  const ofPrice = price && {
    ...{ jobCount: price.count, isFew: overall.isFew, time: price },
    ...(priceInterval ? { interval: priceInterval } : {}),
  };
  return (
    <FigureTable
      title="In figures"
      text="* fewer than 20 jobs, which say little. Too much: forecast against outcome, above 0 where more was forecast. In brackets: where the true share lies, with 95 % confidence."
      head={[
        'Of',
        'Jobs',
        'Mean error',
        'Half below',
        'Too much',
        'Off by 2x',
        'In range',
        'P90 / P10',
      ]}
      rows={[
        gradeRow('All: time', overall),
        ...(ofPrice ? [gradeRow('All: price', ofPrice)] : []),
        ...byEvidence.map((grade) => gradeRow(evidenceNames[grade.name] ?? grade.name, grade)),
        ...[...byKind, ...byTemplate].map((grade) => gradeRow(grade.name, grade)),
        ...overTime.map((block) => gradeRow(`Until ${instant(block.last_ended_at)}`, block)),
      ]}
    />
  );
}

function gradeRow(name: string, { jobCount, isFew, time, interval }: EstimatorGrade) {
  const [low, high] = [interval?.shareLow, interval?.shareHigh].map((share) =>
    Math.round(share! * 100),
  );
  return [
    ...[name, `${jobCount}${isFew ? '*' : ''}`],
    ...errors(time),
    time && signedPercent(Math.exp(time.bias) - 1),
    time && percent(time.offByTwo),
    interval && `${percent(interval.share)} [${low} to ${high}]`,
    interval?.width.toFixed(2),
  ];
}

/** Mean and median of the errors. */
const errors = (accuracy: ForecastAccuracy | undefined) =>
  accuracy ? [percent(accuracy.mape), percent(accuracy.medianApe)] : ['–', '–'];

const baselineNames: Readonly<Record<string, string>> = {
  formula: 'Clarifai’s A × inputs × epochs + B',
  'formula-refitted': 'The same, A and B refitted',
  linear: 'A line by steps and samples, fitted',
};

/** Simpler ways to forecast, and the forecast over the same jobs. */
export function Baselines({ report }: Reported) {
  return (
    <FigureTable
      title="Beside simpler ways"
      text="Each on the jobs that it could forecast from those before, and ours on the same jobs."
      head={['Forecast by', 'Jobs', 'Mean error', 'Half below', 'Our mean error', 'Our half below']}
      rows={report.baselines.map(({ name, jobCount, baseline, forecast }) => [
        ...[baselineNames[name] ?? name, jobCount, ...errors(baseline), ...errors(forecast)],
      ])}
    />
  );
}

/** Where the error comes from. */
export function Phases({ report }: Reported) {
  return (
    <FigureTable
      title="Where the error comes from"
      text="Means of the jobs that had the phase."
      head={['Phase', 'Jobs', 'Forecast', 'Took', 'Off by', 'Of all error']}
      rows={report.phases.map((phase) => [
        ...[phaseInWords(phase.name), phase.jobCount],
        fineDuration(phase.predictedSeconds / phase.jobCount),
        fineDuration(phase.actualSeconds / phase.jobCount),
        ...[fineDuration(phase.meanErrorSeconds), percent(phase.errorShare)],
      ])}
    />
  );
}
