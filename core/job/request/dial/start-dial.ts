import type { DialPoint, ModelVersion } from '../../../model/model-version.ts';
import type { VersionRef } from '../../../model/version-store.ts';
import type { Dependencies } from '../../../ports/host.ts';
import { startTraining } from '../start-training.ts';
import type { TrainingSubmission } from '../start-training.ts';
import type { DialRequest } from './plan-dial.ts';

/** A point of the dial of a version, as it is asked for. */
export interface DialOrder extends Pick<DialPoint, 'weight' | 'shift'> {
  /** The candidate. */
  readonly ref: VersionRef;
  /** Empty: one that says which point it is. */
  readonly description: string;
  /** It is refused where it may be billed more; absent: no limit of its own. */
  readonly maxPriceMicros?: number;
}

/** A job that makes a version of a point, as a training is asked for. */
export function dialRequest(order: DialOrder): DialRequest {
  const { weight, shift, maxPriceMicros } = order;
  const { scope, modelId, versionId } = order.ref;
  return {
    ...{ scope, modelId, params: {}, concepts: [], inferenceParams: {} },
    description: order.description || `Dial of ${versionId}: weight ${weight}, shift ${shift}`,
    ...(maxPriceMicros === undefined ? {} : { maxPriceMicros }),
    dial: { candidateVersionId: versionId, weight, shift },
  };
}

/**
 * Makes a version of a point between a candidate and its parent: a job without steps, quoted,
 * reserved, measured, gated and billed like any training.
 * @throws DeeptuneError those of `planDial` and `startTraining`
 */
export function startDial(
  order: DialOrder,
  once: Pick<TrainingSubmission, 'idempotencyKey' | 'requestHash'>,
  deps: Dependencies,
): Promise<ModelVersion> {
  return startTraining({ ...once, order: dialRequest(order) }, deps);
}
