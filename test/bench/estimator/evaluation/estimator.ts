import type { Device } from '../../../../core/estimate/device/device.ts';
import { forecast } from '../../../../core/estimate/forecast/forecast.ts';
import type { Forecast } from '../../../../core/estimate/forecast/forecast.ts';
import { learn, nothingLearnt } from '../../../../core/estimate/learn/learn.ts';
import type { Learnt } from '../../../../core/estimate/learn/learn.ts';
import type { GradedEstimate } from '../../../../core/estimate/graded/graded-estimate.ts';
import { expectedPlan } from './expected-plan.ts';
import type { Predictor } from './prediction.ts';

/**
 * The estimator itself, on a quiet machine. Nothing of it is fitted to the sweep but by what each
 * forecast's history teaches.
 */
export function estimatorOn(device: Device): Predictor {
  const lessons = new Lessons(device);
  return (measure, target, history) => {
    const { seconds, phases } = lessons.forecast(target, history);
    const quantiles = measure === 'job' ? seconds : phases.steps;
    return quantiles && { seconds: quantiles.p50, quantiles };
  };
}

/** Learns once from each history, and forecasts each job once from it, for job and steps alike. */
class Lessons {
  readonly #device: Device;
  readonly #learnt = new Map<string, Learnt>();
  readonly #forecasts = new Map<string, Forecast>();

  constructor(device: Device) {
    this.#device = device;
  }

  forecast(job: GradedEstimate, history: readonly GradedEstimate[]): Forecast {
    const device = this.#device;
    const { jobId } = job;
    const key = history.map((other) => other.jobId).join(' ');
    const known = this.#forecasts.get(`${jobId}: ${key}`);
    if (known) return known;
    const learnt = this.#learnt.get(key) ?? this.#learn(history);
    const plan = expectedPlan(job, history);
    const made = forecast({ ...plan, device, learnt, load: 0, microsPerHour: 0 });
    this.#learnt.set(key, learnt);
    this.#forecasts.set(`${jobId}: ${key}`, made);
    return made;
  }

  #learn(history: readonly GradedEstimate[]): Learnt {
    return history.length === 0 ? nothingLearnt : learn(history, { devices: [this.#device] });
  }
}
