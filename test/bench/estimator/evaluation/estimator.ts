import type { Device } from '../../../../core/estimate/device/device.ts';
import { forecast } from '../../../../core/estimate/forecast/forecast.ts';
import { learn, nothingLearnt } from '../../../../core/estimate/forecast/learn.ts';
import type { Learnt } from '../../../../core/estimate/forecast/learn.ts';
import type { GradedEstimate } from '../../../../core/estimate/graded/graded-estimate.ts';
import type { Predictor } from './prediction.ts';

/**
 * The estimator itself, on a quiet machine. Nothing of it is fitted to the sweep but by what each
 * forecast's history teaches.
 */
export function estimatorOn(device: Device): Predictor {
  const learnt = remembered((history) =>
    history.length === 0 ? nothingLearnt : learn(history, { devices: [device] }),
  );
  return (measure, { planned }, history) => {
    const { seconds, phases } = forecast({
      workload: planned,
      device,
      learnt: learnt(history),
      load: 0,
      microsPerHour: 0,
    });
    const quantiles = measure === 'job' ? seconds : phases.steps;
    return quantiles && { seconds: quantiles.p50, quantiles };
  };
}

type History = readonly GradedEstimate[];

/** Learns once from each history: forecasts of job and steps have the same one. */
function remembered(learnFrom: (history: History) => Learnt): (history: History) => Learnt {
  const known = new Map<string, Learnt>();
  return (history) => {
    const key = history.map(({ jobId }) => jobId).join(' ');
    const found = known.get(key) ?? learnFrom(history);
    known.set(key, found);
    return found;
  };
}
