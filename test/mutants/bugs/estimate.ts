import type { PlantedBug } from '../planted-bug.ts';
import { places } from './places.ts';

const { epochs, forecasts, prices, promises } = places;

/** Of what is forecast, and what is promised of it. */
export const estimateBugs: readonly PlantedBug[] = [
  {
    name: 'median-of-the-wrong-side',
    file: 'core/estimate/forecast/forecast.ts',
    replaces: 'p90: quantile(sums, 0.9) }',
    by: 'p90: quantile(sums, 0.5) }',
    because: 'A copied line',
    tests: forecasts,
  },
  {
    name: 'interval-narrowed-where-it-should-widen',
    file: 'core/estimate/forecast/forecast.ts',
    replaces: 'p90: p50 * (p90 / p50) ** factor }',
    by: 'p90: p50 * (p90 / p50) ** (1 / factor) }',
    because: 'The factor of the conformal step the wrong way round',
    tests: forecasts,
  },
  {
    name: 'quantiles-of-the-phases-added-up',
    file: 'core/estimate/forecast/forecast.ts',
    replaces: 'const seconds = of(present);',
    by: "const parts = present.map((phase) => of([phase]));\n  const add = (key: 'p10' | 'p50' | 'p90') => parts.reduce((sum, part) => sum + part[key], 0);\n  const seconds = { p10: add('p10'), p50: add('p50'), p90: add('p90') };",
    because: 'Simple, and the interval is far too wide: phases are not late all at once',
    tests: forecasts,
  },
  {
    name: 'wait-for-an-instance-held-for',
    file: 'core/estimate/forecast/charged-phases.ts',
    replaces: "const beforeItRuns: readonly ForecastPhase[] = ['wait', 'pull'];",
    by: "const beforeItRuns: readonly ForecastPhase[] = ['wait'];",
    because: 'The image is pulled before the container begins, and nobody is charged for it',
    tests: forecasts,
  },
  {
    name: 'stopping-condition-min-max',
    file: 'core/estimate/stopping-condition.ts',
    replaces: 'Math.max(minStopSeconds, Math.ceil(stopFactor * seconds))',
    by: 'Math.min(minStopSeconds, Math.ceil(stopFactor * seconds))',
    because: 'min and max are easily exchanged: every training is cut off after 15 minutes',
    tests: prices,
  },
  {
    name: 'stopping-condition-above-the-allowed',
    file: 'core/estimate/stopping-condition.ts',
    replaces: 'return Math.min(maxSeconds, ',
    by: 'return Math.max(minStopSeconds, ',
    because: 'The quota of SageMaker forgotten',
    tests: prices,
  },
  {
    name: 'stopping-condition-of-the-expected-epochs',
    file: 'core/estimate/estimate.ts',
    replaces: 'const stoppable = allEpochsSeconds(fields.forecast.runSeconds.p50, fields, job);',
    by: 'const stoppable = Math.round(fields.forecast.runSeconds.p50);',
    because: 'Early stopping is expected; where it does not come the training is cut off',
    tests: prices,
  },
  {
    name: 'epochs-below-patience',
    file: 'core/estimate/expected-epochs.ts',
    replaces: 'Math.min(planned, Math.max(min, expected))',
    by: 'Math.min(planned, Math.min(min, expected))',
    because: 'min and max are easily exchanged',
    tests: epochs,
  },
  {
    name: 'one-odd-training-decides',
    file: 'core/estimate/expected-epochs.ts',
    replaces: 'Math.exp(median(logRatios) * (jobs / (jobs + 1)))',
    by: 'Math.exp(median(logRatios))',
    because: 'The pull towards 1 left out',
    tests: epochs,
  },
  {
    name: 'more-inputs-than-shown-go-on',
    file: 'core/job/request/forecast/still-promised.ts',
    replaces: 'basis && basis.inputCount > shown.inputCount',
    by: 'basis && basis.inputCount < shown.inputCount',
    because: 'A comparison the wrong way round: less is refused, more is charged',
    tests: promises,
  },
  {
    name: 'promise-made-for-a-running-job',
    file: 'core/job/steps/estimate.ts',
    replaces: "  if (job.status !== 'queued') return;\n",
    by: '',
    because: 'A repeated step would promise anew what has begun',
    tests: ['test/lambda/training/steps.test.ts'],
  },
  {
    name: 'rate-of-today-instead-of-the-promised',
    file: 'core/job/steps/estimate.ts',
    replaces: 'const kept = { maxRuntimeSeconds, maxAmountMicros, microsPerHour };',
    by: 'const kept = { maxRuntimeSeconds, microsPerHour };',
    because: 'A field left out of a list: the hold is of another amount than was shown',
    tests: promises,
  },
];
