import type { JobUses } from '../kinds/job.ts';
import type { JobState } from '../workflow/state.ts';
import { runStep } from './step.ts';

/**
 * Gate: whether the version that a training made may answer its model's predictions. Decides, and
 * writes down why; Settle carries it out in the transaction that ends the training.
 */
export function gate(state: JobState, deps: JobUses): Promise<JobState> {
  return runStep(state, deps.table, async () => ({ outcome: 'gated' }));
}
