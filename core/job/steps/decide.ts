import type { Dependencies } from '../../ports/host.ts';
import type { JobState } from '../workflow/state.ts';

/**
 * Decide: whether a schedule's firing trains. Repeated, it answers the same: the slot names its
 * decision and the version that it makes.
 */
export async function decide(state: JobState, _deps: Dependencies): Promise<JobState> {
  return { ...state, outcome: 'skipped' };
}
