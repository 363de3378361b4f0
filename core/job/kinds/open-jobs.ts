import { isByJob, openEvaluations } from '../../evaluation/evaluation.ts';
import { idsOfBatchPrediction, idsOfEvaluation, idsOfTraining } from '../request/start-workflow.ts';
import type { JobIds } from '../workflow/state.ts';
import { openVersions } from '../../model/version-store.ts';
import type { Table } from '../../ports/table.ts';
import { openBatchPredictions } from '../../prediction/batch-prediction.ts';

/**
 * The jobs of every tenant that a workflow owns, of each kind the oldest first. The index may lag
 * behind: their records say how they stand.
 */
export async function* openJobs(table: Table): AsyncGenerator<JobIds> {
  for await (const { value } of openVersions(table)) yield idsOfTraining(value);
  for await (const { value } of openEvaluations(table))
    if (isByJob(value)) yield idsOfEvaluation(value);
  for await (const { value } of openBatchPredictions(table)) yield idsOfBatchPrediction(value);
}
