import { fail } from '../../errors.ts';
import type { Table } from '../../ports/table.ts';
import { jobIdOf } from '../workflow/state.ts';
import type { JobState, Kind } from '../workflow/state.ts';
import { findBatchPredictionJob } from './batch-prediction-job.ts';
import { findEvaluationJob } from './evaluation-job.ts';
import type { Job } from './job.ts';
import { findTrainingJob } from './training-job.ts';

/** How the job of a state is found, by kind. */
const finders: Readonly<Record<Kind, (state: JobState, table: Table) => Promise<Job | undefined>>> =
  {
    train: findTrainingJob,
    evaluate: findEvaluationJob,
    predict: findBatchPredictionJob,
  };

/**
 * The job that an execution is about, as its record says now; undefined where the record is gone.
 */
export function findJob(state: JobState, table: Table): Promise<Job | undefined> {
  return finders[state.kind ?? 'train'](state, table);
}

/** @throws DeeptuneError does-not-exist */
export async function getJob(state: JobState, table: Table): Promise<Job> {
  const job = await findJob(state, table);
  if (job) return job;
  const { kind = 'train' } = state;
  throw fail('doesNotExist', `Job '${jobIdOf(state)}' (${kind}) does not exist`);
}
