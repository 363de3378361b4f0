import type { Predictor } from './prediction.ts';

/**
 * What the host promised when the training began, from what it had learnt until then: nothing is
 * forecast anew.
 */
export const promised: Predictor = (measure, target) => {
  const quantiles = measure === 'job' ? target.promised?.seconds : target.promised?.phases.steps;
  return quantiles && { seconds: quantiles.p50, quantiles };
};
