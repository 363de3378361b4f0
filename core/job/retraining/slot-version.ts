import { isError } from '../../errors.ts';
import type { ModelVersion } from '../../model/model-version.ts';
import type { Dependencies } from '../../ports/host.ts';
import type { Slot } from '../../training/schedule/slot.ts';
import { executionNameOf, idempotencyKeyOf } from '../../training/schedule/slot.ts';
import type { TrainingSubmission } from '../request/start-training.ts';
import { findEarlier } from '../request/start-training.ts';

/** What the training that a slot starts is known by, however often it is started. */
export function submissionOf(slot: Slot, { sha256 }: Pick<Dependencies, 'sha256'>) {
  const executionName = executionNameOf(slot, sha256);
  return {
    executionName,
    idempotencyKey: idempotencyKeyOf(executionName),
    requestHash: slot.scheduledAt,
  } satisfies Partial<TrainingSubmission>;
}

/** The version that a slot has made; undefined: none, or it was deleted since. */
export async function versionOfSlot(
  slot: Slot,
  deps: Pick<Dependencies, 'table' | 'sha256'>,
): Promise<ModelVersion | undefined> {
  try {
    return await findEarlier({ ...submissionOf(slot, deps), order: slot }, deps);
  } catch (error) {
    if (isError(error, 'modelDoesNotExist')) return undefined;
    throw error;
  }
}
