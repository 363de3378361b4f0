import type { EvaluationByJob } from '../../evaluation/evaluation.ts';
import type { BatchPrediction } from '../../prediction/batch-prediction.ts';
import type { Dependencies } from '../../ports/host.ts';
import { toData } from '../../records/records.ts';
import type { JobIds } from '../workflow/state.ts';
import { initialState, jobIdOf } from '../workflow/state.ts';
import type { ModelVersion } from '../../model/model-version.ts';

/**
 * Starts a job's workflow; harmless where it runs already. The execution's name is the job's id.
 */
export async function startWorkflow(
  ids: JobIds,
  deps: Pick<Dependencies, 'workflow'>,
): Promise<void> {
  await deps.workflow.start(jobIdOf(ids), toData(initialState(ids)));
}

/** What the workflow of a training is started with. */
export function idsOfTraining({ scope, modelId, id }: ModelVersion): JobIds {
  const { userId, appId } = scope;
  return { userId, appId, modelId, versionId: id };
}

export function idsOfEvaluation(evaluation: EvaluationByJob): JobIds {
  return { ...idsOfRecord(evaluation), kind: 'evaluate' };
}

export function idsOfBatchPrediction(prediction: BatchPrediction): JobIds {
  return { ...idsOfRecord(prediction), kind: 'predict' };
}

function idsOfRecord({ scope, modelId, versionId, id, job }: EvaluationByJob | BatchPrediction) {
  return { ...scope, modelId, versionId, jobId: job.id, recordId: id };
}
