import { DeeptuneError, errors } from '../errors.ts';
import type { Evaluation, EvaluationByJob } from '../evaluation/evaluation.ts';
import {
  evaluationWrite,
  failedEvaluation,
  getEvaluation,
  isByJob,
  openEvaluations,
} from '../evaluation/evaluation.ts';
import { newInferenceJob } from '../job/request/inference/new-inference-job.ts';
import { planInference } from '../job/request/inference/plan-inference.ts';
import type { Write } from '../ports/table.ts';
import { idsOfEvaluation, startWorkflow } from '../job/request/start-workflow.ts';
import { assertLoadable } from '../model/model-version.ts';
import { getVersion } from '../model/version-store.ts';
import type { Dependencies } from '../ports/host.ts';

/**
 * Evaluations that the previous release had begun, a few rows at a time and without a job, are
 * measured anew by one. An evaluation for which none can be started (its version or dataset version
 * is gone, the budget is spent) is failed, with the reason.
 * @returns one line for each
 */
export async function adoptEarlierEvaluations(deps: Dependencies): Promise<string[]> {
  const adopted: string[] = [];
  for await (const { value } of openEvaluations(deps.table)) {
    if (isByJob(value)) continue;
    const line = await adopt(value, deps).catch(
      (error: unknown) => `could not be given a job: ${String(error)}`,
    );
    if (line) adopted.push(`evaluation ${value.id}: ${line}`);
  }
  return adopted;
}

async function adopt({ scope, id }: Evaluation, deps: Dependencies): Promise<string | undefined> {
  const { value, rev } = await getEvaluation(scope, id, deps);
  if (value.status !== 'evaluating' || isByJob(value)) return undefined;
  try {
    const { evaluation, quoteWrites } = await withJob(value, deps);
    await deps.table.write([evaluationWrite(evaluation, rev), ...(await quoteWrites())]);
    await startWorkflow(idsOfEvaluation(evaluation), deps);
    return `job ${evaluation.job.id} started`;
  } catch (error) {
    if (!(error instanceof DeeptuneError) || error.fault !== 'user') throw error;
    const failed = failedEvaluation(
      errors.predictionFailed.status,
      `It could not go on: ${error.message}`,
    );
    await deps.table.write([evaluationWrite({ ...value, ...failed }, rev)]);
    return 'failed';
  }
}

async function withJob(
  evaluation: Evaluation,
  deps: Dependencies,
): Promise<{ evaluation: EvaluationByJob; quoteWrites: () => Promise<Write[]> }> {
  const { value: version } = await getVersion(deps.table, evaluation);
  assertLoadable(version);
  const plan = await planInference({ kind: 'evaluate', version, ...evaluation.groundTruth }, deps);
  const rows = { total: plan.dataset.inputCount, done: 0, seenInTraining: 0, failed: 0 };
  const { job, quoteWrites } = await newInferenceJob(plan, undefined, deps);
  // Its rows were counted when it was asked for.
  return { evaluation: { ...evaluation, rows, minInputsPerConcept: 0, job }, quoteWrites };
}
