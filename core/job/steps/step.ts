import { DeeptuneError } from '../../errors.ts';
import type { Failure } from '../../errors.ts';
import type { Table } from '../../ports/table.ts';
import { getJob } from '../kinds/find-job.ts';
import type { Job } from '../kinds/job.ts';
import type { JobState } from '../workflow/state.ts';

/**
 * Why a training job could not be started, or what it left not be read: an object that is missing,
 * a permission, capacity. Never the user's fault, whatever the error says when a request asks the
 * same: from then on only the trainer can say that his data ended the job.
 */
export function startFailure({ code, message }: DeeptuneError): Failure {
  return { code, fault: 'platform', message };
}

/**
 * Runs a step on its job. A stop that was asked for wins over the step's work; an error of the
 * user's fault is an outcome (no retry can help), any other is thrown on, so that the workflow
 * retries. Before the first training job that outcome is the user's fault, afterwards ours.
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
    const { code, fault, message } = error;
    const hasBegun = job.trainingJobName !== undefined;
    const failure = hasBegun ? startFailure(error) : { code, fault, message };
    return { ...state, outcome: 'failed', failure };
  }
}
