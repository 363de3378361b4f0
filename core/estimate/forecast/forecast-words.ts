import { counted } from '../../words.ts';
import type { ForecastFields } from './forecast-fields.ts';
import type { ForecastPhase, Quantiles } from '../phase.ts';

/* A forecast as people read it, on the command line and in the console alike. */

const names: Readonly<Record<ForecastPhase, string>> = {
  wait: 'Waiting for an instance',
  pull: 'Container image',
  download: 'Data and weights',
  setup: 'Set-up',
  steps: 'Training steps',
  validation: 'Comparing epochs',
  evaluation: 'Evaluation on held-out data',
  saving: 'Saving',
};

const answering: Readonly<Partial<Record<ForecastPhase, string>>> = {
  steps: 'Answers',
  evaluation: 'Measuring',
};

/** @param phase one that is not known here is shown as it is called @param kind of the job */
export function phaseInWords(phase: string, kind = 'train'): string {
  const own = kind === 'train' ? {} : answering;
  return { ...names, ...own }[phase as ForecastPhase] ?? phase;
}

const jobs: Readonly<Record<string, string>> = {
  train: 'training',
  evaluate: 'evaluation',
  predict: 'batch prediction',
};

/**
 * How sure a forecast is: `prior, not calibrated`, `learnt from 7 trainings of this template on
 * this machine`.
 * @param on `machine` or the type of instance
 */
export function evidenceInWords(
  { jobCount, isCalibrated }: Pick<ForecastFields, 'jobCount' | 'isCalibrated'>,
  kind = 'train',
): string {
  const learnt =
    jobCount === 0
      ? 'prior'
      : `learnt from ${counted(jobCount, jobs[kind] ?? 'job')} of this template on this machine`;
  return isCalibrated ? `${learnt}, calibrated by earlier estimates` : `${learnt}, not calibrated`;
}

/** `Training steps are charged; set-up, saving are not`. */
export function chargedInWords(
  phases: readonly { readonly name: string; readonly isCharged: boolean }[],
  kind = 'train',
): string {
  const named = (isCharged: boolean) =>
    phases
      .filter((phase) => phase.isCharged === isCharged)
      .map(({ name }) => phaseInWords(name, kind).toLowerCase());
  const [charged, free] = [named(true), named(false)];
  const rest = free.length === 0 ? '' : `; not charged: ${free.join(', ')}`;
  return `charged: ${charged.join(', ') || 'nothing'}${rest}`;
}

/**
 * What came of a forecast: `12 % longer than forecast, within the range of 8 of 10`.
 * @param seconds that the job took @returns undefined where nothing was forecast
 */
export function outcomeInWords(seconds: number, { p10, p50, p90 }: Quantiles): string | undefined {
  if (!(p50 > 0)) return undefined;
  const percent = Math.round(100 * (seconds / p50 - 1));
  const word = percent < 0 ? 'shorter' : 'longer';
  const size =
    percent === 0 ? 'as long as forecast' : `${Math.abs(percent)} % ${word} than forecast`;
  const isWithin = seconds >= p10 && seconds <= p90;
  return `${size}, ${isWithin ? 'within' : 'outside'} the range of 8 of 10`;
}
