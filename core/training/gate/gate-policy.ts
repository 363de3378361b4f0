import type { GatePolicy } from '../../model/promotion/gate-result.ts';

/** What is asked of a candidate where its model says nothing. */
export const defaultGatePolicy: GatePolicy = {
  allowedLossPoints: 1,
  maxNegativeFlipPercent: 3,
  // Measured: full retraining of a model that has 20 % wrong flips 6.6 % (docs/benchmarks.md).
  maxFlipsOfErrorsPercent: 40,
  newConceptFloor: 0.5,
  requiresApproval: false,
};

/** The policy of a model. */
export function gatePolicyOf({ gate }: { readonly gate?: GatePolicy }): GatePolicy {
  return gate ?? defaultGatePolicy;
}
