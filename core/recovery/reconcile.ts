import { resumeFreezing } from './open-dataset-versions.ts';
import { advanceOpenEvaluations } from './open-evaluations.ts';
import { readExport } from '../model/checkpoints.ts';
import type { OpenVersion } from '../model/model-version.ts';
import { openVersions } from '../model/version-store.ts';
import type { TrainingState } from '../job/workflow/state.ts';
import { initialState } from '../job/workflow/state.ts';
import type { Dependencies } from '../ports/host.ts';
import { trainingJobEnded } from '../job/steps/job-ended.ts';
import { settle } from '../job/steps/settle.ts';
import { startWorkflow } from '../job/request/start-training.ts';

/** A version this young may still be between its record and its workflow's start: leave it alone. */
const graceMilliseconds = 60_000;

export interface Reconciliation {
  /** Open versions, and evaluations that there was time for. */
  readonly looked: number;
  /** One line per dataset version and model version that needed help. */
  readonly repaired: readonly string[];
  /** One line per evaluation that was ended, or could not be moved on. */
  readonly evaluations: readonly string[];
}

/**
 * Brings on what is open: first the versions, then the evaluations for as long as there is time. Safe to run at any time and twice at once; one that
 * cannot be helped does not keep the others from it.
 * @param hasTime whether another call of a model, of a minute at most, may be made
 */
export async function reconcile(
  deps: Dependencies,
  hasTime: () => boolean,
): Promise<Reconciliation> {
  const frozen = await resumeFreezing(deps);
  const versions = await reconcileVersions(deps);
  const { looked, ended } = await advanceOpenEvaluations(deps, hasTime);
  return {
    looked: frozen.looked + versions.looked + looked,
    repaired: [...frozen.repaired, ...versions.repaired],
    evaluations: ended,
  };
}

/** Starts a workflow that was never started, sends a result whose event was lost, settles a version whose workflow is gone. */
async function reconcileVersions(
  deps: Dependencies,
): Promise<Pick<Reconciliation, 'looked' | 'repaired'>> {
  const repaired: string[] = [];
  let looked = 0;
  for await (const { value } of openVersions(deps.table)) {
    looked += 1;
    const done = await reconcileVersion(value, deps).catch(
      (error: unknown) => `could not repair: ${String(error)}`,
    );
    if (done) repaired.push(`${value.id}: ${done}`);
  }
  return { looked, repaired };
}

async function reconcileVersion(
  version: OpenVersion,
  deps: Dependencies,
): Promise<string | undefined> {
  const execution = await deps.workflow.describe(version.id);
  if (!execution) {
    if (Date.parse(deps.now()) - Date.parse(version.createdAt) < graceMilliseconds)
      return undefined;
    await startWorkflow(version, deps);
    return 'workflow started';
  }
  if (execution.status === 'RUNNING') return redeliverJobResult(version, deps);
  const state = lostState(version, execution.error ?? execution.status);
  const outcome = (await isFinished(version, deps)) ? 'evaluated' : 'failed';
  await settle({ ...state, outcome }, deps);
  return `settled after its workflow ended as ${execution.status}`;
}

/** Harmless where the result was sent already: nobody waits for the token any more. */
async function redeliverJobResult(version: OpenVersion, deps: Dependencies): Promise<undefined> {
  const name = 'trainingJobName' in version ? version.trainingJobName : undefined;
  if (name === undefined) return;
  if (version.status === 'stopping') await deps.jobs.stop(name);
  await trainingJobEnded(name, deps);
}

/** The work may be done although its workflow is gone: then the model is kept and charged for. */
async function isFinished(version: OpenVersion, deps: Dependencies): Promise<boolean> {
  const name = 'trainingJobName' in version ? version.trainingJobName : undefined;
  const job = name === undefined ? undefined : await deps.jobs.describe(name);
  return (
    job?.status === 'Completed' && (await readExport(version.scope, version.id, deps)) !== undefined
  );
}

function lostState(version: OpenVersion, reason: string): TrainingState {
  const ids = { ...version.scope, modelId: version.modelId, versionId: version.id };
  const message = `The workflow of this training ended as ${reason} before it was settled`;
  return {
    ...initialState(ids),
    outcome: 'failed',
    failure: { code: 'internal', fault: 'platform', message },
  };
}
