import type { Accuracy } from './accuracy.ts';
import type { Coverage } from './coverage.ts';
import type { LeftOut } from './graded-jobs.ts';
import { reportedJobs } from './graded-jobs.ts';
import { percent } from './percent.ts';
import { fewJobs } from './report.ts';
import type { EstimatorReport } from './report.ts';

/** A report in sentences, the one that says most first. */
export function summaryOf({ overall, leftOut }: EstimatorReport): readonly string[] {
  const { time, interval } = overall;
  return time && interval
    ? [
        headline(time, interval),
        ...directionOf(time),
        ...(overall.isFew ? [fewOf(interval)] : []),
        ...leftOutOf(leftOut),
      ]
    : [noJobs, ...leftOutOf(leftOut)];
}

const noJobs =
  'No job with a forecast has completed yet. Until then forecasts come from priors and from what is known of the device; each is graded here when its job ends.';

function headline({ count, medianApe }: Accuracy, { covered, share }: Coverage): string {
  if (count === 1) {
    const where = covered === 1 ? 'within' : 'outside of';
    return `The one job was off by ${percent(medianApe)} and ended ${where} its range (P10 to P90).`;
  }
  return (
    `Of the last ${count} jobs, half were off by less than ${percent(medianApe)}; ` +
    `${covered} of ${count} (${percent(share)}) ended within their range (P10 to P90), which promises 80 %.`
  );
}

/** What all jobs have in common, and those that were far off. */
function directionOf({ count, bias, offByTwo }: Accuracy): string[] {
  const far = Math.round(offByTwo * count);
  const they = count === 1 ? 'It' : 'On average they';
  const more = `${they} took ${percent(Math.exp(-bias) - 1)} longer than forecast.`;
  const less = `${they} took ${percent(1 - Math.exp(-bias))} less time than forecast.`;
  // What would read `0 % longer` is none.
  const direction =
    Math.abs(bias) < 0.0005 ? `${they} took as long as forecast.` : bias < 0 ? more : less;
  return [direction, farOff(far, count)];
}

function farOff(far: number, count: number): string {
  if (far > 0)
    return `${far} of ${count} took at least twice as long as forecast, or at most half.`;
  return count === 1
    ? 'It took neither twice as long as forecast nor half.'
    : 'None took twice as long as forecast, or half.';
}

function fewOf({ count, shareLow, shareHigh }: Coverage): string {
  const jobs = count === 1 ? '1 job says' : `${count} jobs say`;
  return `${jobs} little (below ${fewJobs}): the true share within the range may be anything from ${percent(shareLow)} to ${percent(shareHigh)}.`;
}

function leftOutOf(leftOut: LeftOut): string[] {
  const parts = [
    [leftOut.stopped, 'stopped'],
    [leftOut.failed, 'failed'],
    [leftOut.withoutForecast, 'without a forecast'],
    [leftOut.notMeasured, 'without measured times'],
    [leftOut.unreadable, 'with an unreadable record'],
    [leftOut.older, `older than the last ${reportedJobs}`],
  ] as const;
  const said = parts.filter(([count]) => count > 0).map(([count, what]) => `${count} ${what}`);
  return said.length === 0 ? [] : [`In no figure: ${said.join(', ')}.`];
}
