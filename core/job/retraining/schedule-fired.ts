import type { Dependencies } from '../../ports/host.ts';
import type { ScheduleFiring } from '../../ports/schedules.ts';
import { toData } from '../../records/records.ts';
import type { Slot } from '../../training/schedule/slot.ts';
import { executionNameOf } from '../../training/schedule/slot.ts';
import { initialState } from '../workflow/state.ts';

/**
 * A schedule fires: starts the execution of its slot, whose first step decides. A slot that is told
 * twice has one execution.
 */
export function scheduleFired(
  { payload, scheduledAt }: Pick<ScheduleFiring, 'payload' | 'scheduledAt'>,
  deps: Pick<Dependencies, 'workflow' | 'sha256'>,
): Promise<{ readonly executionName: string; readonly started: 'started' | 'exists' }> {
  const { userId, appId, scheduleId } = payload as Record<
    'userId' | 'appId' | 'scheduleId',
    string
  >;
  return startSlot({ scope: { userId, appId }, scheduleId, scheduledAt }, deps);
}

/** The model and the version are known once it is decided. */
export async function startSlot(
  slot: Slot,
  { workflow, sha256 }: Pick<Dependencies, 'workflow' | 'sha256'>,
) {
  const { scope, scheduleId, scheduledAt } = slot;
  const executionName = executionNameOf(slot, sha256);
  const ids = { ...scope, modelId: '', versionId: '', jobId: executionName, recordId: '' };
  const state = { ...initialState(ids), scheduleId, scheduledAt };
  return { executionName, started: await workflow.start(executionName, toData(state)) };
}
