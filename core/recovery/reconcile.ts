import { publishLeftBudgetEvents } from '../billing/budget/budget-events.ts';
import { carryOutLimits } from '../job/budget-stop/carry-out.ts';
import { findJob } from '../job/kinds/find-job.ts';
import type { Job } from '../job/kinds/job.ts';
import { finishDeletedApps } from '../deletion/delete-app.ts';
import { startWorkflow } from '../job/request/start-workflow.ts';
import { resumeFreezing } from './open-dataset-versions.ts';
import { trainingJobEnded } from '../job/steps/job-ended.ts';
import { gate } from '../job/steps/gate.ts';
import { settle } from '../job/steps/settle.ts';
import type { JobIds, JobState } from '../job/workflow/state.ts';
import { initialState, jobIdOf } from '../job/workflow/state.ts';
import type { Dependencies } from '../ports/host.ts';
import type { Execution } from '../ports/workflow.ts';
import { adoptEarlierEvaluations } from './earlier-evaluations.ts';
import { openJobs } from '../job/kinds/open-jobs.ts';

/** A record this young may still be between its write and its workflow's start: leave it alone. */
const graceMilliseconds = 60_000;

export interface Reconciliation {
  /** Open jobs. */
  readonly looked: number;
  /**
   * One line per job and dataset version that needed help, per evaluation of the previous release,
   * per budget whose change was not carried out, and per app whose deletion came to its end.
   */
  readonly repaired: readonly string[];
}

/**
 * Brings on what is open: starts a workflow that was never started, sends a result whose event was
 * lost, settles a job whose workflow is gone. Safe to run at any time and twice at once; one that
 * cannot be helped does not keep the others from it.
 */
export async function reconcile(deps: Dependencies): Promise<Reconciliation> {
  const frozen = await resumeFreezing(deps);
  const repaired = [...frozen.repaired, ...(await adoptEarlierEvaluations(deps))];
  let looked = 0;
  for await (const ids of openJobs(deps.table)) {
    looked += 1;
    const done = await reconcileJob(ids, deps).catch(
      (error: unknown) => `could not repair: ${String(error)}`,
    );
    if (done) repaired.push(`${jobIdOf(ids)}: ${done}`);
  }
  repaired.push(...(await carryOutLimits(deps)));
  await publishLeftBudgetEvents(deps);
  repaired.push(...(await finishDeletedApps(deps)));
  return { looked, repaired };
}

async function reconcileJob(ids: JobIds, deps: Dependencies): Promise<string | undefined> {
  const job = await findJob(initialState(ids), deps.table);
  if (!job || job.status === 'settled') return undefined;
  const execution = await executionOf(job, deps);
  if (!execution) {
    if (Date.parse(deps.now()) - Date.parse(job.createdAt) < graceMilliseconds) return undefined;
    await startWorkflow(ids, deps);
    return 'workflow started';
  }
  if (execution.status === 'RUNNING') return redeliverJobResult(job, deps);
  const state = lostState(ids, execution.error ?? execution.status);
  const isDone = await isFinished(job, deps);
  const ended: JobState = { ...state, outcome: isDone ? 'verified' : 'failed' };
  await settle(isDone && job.kind === 'train' ? await gated(ended, deps) : ended, deps);
  return `settled after its workflow ended as ${execution.status}`;
}

/** One whose firing's execution is forgotten goes on in one of its own id. */
async function executionOf(
  { id, executionName }: Job,
  { workflow }: Pick<Dependencies, 'workflow'>,
): Promise<Execution | undefined> {
  const named = await workflow.describe(executionName);
  return named ?? (executionName === id ? undefined : workflow.describe(id));
}

/** A training whose gate cannot be asked is kept all the same: Settle leaves it to a person. */
function gated(state: JobState, deps: Dependencies): Promise<JobState> {
  return gate(state, deps).catch(() => state);
}

/** Harmless where the result was sent already: nobody waits for the token any more. */
async function redeliverJobResult(
  { trainingJobName, status }: Job,
  deps: Dependencies,
): Promise<undefined> {
  if (trainingJobName === undefined) return;
  if (status === 'stopping') await deps.jobs.stop(trainingJobName);
  await trainingJobEnded(trainingJobName, deps);
}

/** The work may be done although its workflow is gone: then its result is kept and charged for. */
async function isFinished(job: Job, deps: Dependencies): Promise<boolean> {
  const { trainingJobName } = job;
  const ran = trainingJobName === undefined ? undefined : await deps.jobs.describe(trainingJobName);
  if (ran?.status !== 'Completed' || !(await job.artifact(deps))) return false;
  // What cannot be read is no result.
  return job.verify(deps).then(
    () => true,
    () => false,
  );
}

function lostState(ids: JobIds, reason: string): JobState {
  const message = `The workflow of this job ended as ${reason} before it was settled`;
  return {
    ...initialState(ids),
    outcome: 'failed',
    failure: { code: 'internal', fault: 'platform', message },
  };
}
