import { createHash } from 'node:crypto';
import { jobIdOf } from '../../core/job/workflow/state.ts';
import type { JobState } from '../../core/job/workflow/state.ts';
import { executionNameOf } from '../../core/training/schedule/slot.ts';

/** The name of the execution that a state is of: a firing's own, else its job's id. */
export function executionOf(state: JobState): string {
  const { userId, appId, scheduleId = '', scheduledAt = '' } = state;
  if (scheduleId === '') return jobIdOf(state);
  const digest = (text: string) => createHash('sha256').update(text).digest('hex');
  return executionNameOf({ scope: { userId, appId }, scheduleId, scheduledAt }, digest);
}
