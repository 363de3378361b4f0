import { counted } from '../../words.ts';
import type { ForecastFields } from './forecast-fields.ts';
import type { ForecastPhase } from './phase.ts';

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
