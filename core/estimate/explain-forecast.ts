import { counted } from '../words.ts';
import type { JobForecastFields, JobToForecast } from './forecast/job-forecast.ts';
import { calibratedFrom } from './learn/conformal.ts';

type Fields = Omit<JobForecastFields, 'forecast'>;

/** How a forecast came about, line by line, for a person. */
export function explainForecast({ device }: JobToForecast, fields: Fields): string[] {
  const { p10Seconds, p50Seconds, p90Seconds, phases } = fields;
  const parts = phases.map(({ name, p50 }) => `${name} ${inSeconds(p50)}`);
  const charged = phases.filter(({ isCharged }) => isCharged).map(({ name }) => name);
  const others = phases.filter(({ isCharged }) => !isCharged).map(({ name }) => name);
  return [
    `Forecast for ${device.name}: ${p50Seconds} s; eight of ten such jobs should take ${p10Seconds} to ${p90Seconds} s`,
    `That is ${parts.join(', ')}`,
    explainEvidence(fields),
    `Charged: ${charged.join(', ')}${others.length > 0 ? `; not charged: ${others.join(', ')}` : ''}`,
    ...fields.maxPrice.explanation,
  ];
}

function explainEvidence({ jobCount, isCalibrated }: Fields): string {
  const of =
    jobCount === 0
      ? 'No finished job of this template on this device'
      : `Learnt from ${counted(jobCount, 'finished job')} of this template on this device`;
  return isCalibrated
    ? `${of}; the range is calibrated on earlier estimates`
    : `${of}; the range is a prior, not calibrated (fewer than ${calibratedFrom} earlier estimates were scored)`;
}

function inSeconds(seconds: number): string {
  return `${seconds < 10 ? seconds.toFixed(1) : Math.round(seconds)} s`;
}
