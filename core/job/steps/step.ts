import { DeeptuneError } from '../../errors.ts';
import type { Failure } from '../../errors.ts';
import type { Table } from '../../ports/table.ts';
import { getJob } from '../kinds/find-job.ts';
import type { Job } from '../kinds/job.ts';
import type { JobState } from '../workflow/state.ts';

export function failureOf(error: DeeptuneError): Failure {
  return { code: error.code, fault: error.fault, message: error.message };
}

/**
 * Runs a step on its job. A stop that was asked for wins over the step's work; an error of the
 * user's fault is an outcome (no retry can help), any other is thrown on, so that the workflow
 * retries.
 */
export async function runStep(
  state: JobState,
  table: Table,
  work: (job: Job) => Promise<Partial<JobState>>,
): Promise<JobState> {
  const job = await getJob(state, table);
  if (job.status === 'stopping') return { ...state, outcome: 'stopped' };
  try {
    return { ...state, ...(await work(job)) };
  } catch (error) {
    if (!(error instanceof DeeptuneError) || error.fault !== 'user') throw error;
    return { ...state, outcome: 'failed', failure: failureOf(error) };
  }
}
