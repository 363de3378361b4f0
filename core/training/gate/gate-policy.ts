import type { GatePolicy } from '../../model/gate-result.ts';

/** What is asked of a candidate where its model says nothing. */
export const defaultGatePolicy: GatePolicy = {
  allowedLossPoints: 1,
  maxNegativeFlipPercent: 3,
  newConceptFloor: 0.5,
  requiresApproval: false,
};

/** The policy of a model. */
export function gatePolicyOf({ gate }: { readonly gate?: GatePolicy }): GatePolicy {
  return gate ?? defaultGatePolicy;
}
