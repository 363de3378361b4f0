import { eventWrite } from '../../billing/budget/budget-events.ts';
import { DeeptuneError, isError } from '../../errors.ts';
import { getEvaluation } from '../../evaluation/evaluation.ts';
import { getVersion, listVersions } from '../../model/version-store.ts';
import type { Dependencies } from '../../ports/host.ts';
import { getBatchPrediction } from '../../prediction/batch-prediction.ts';
import { findJob } from '../kinds/find-job.ts';
import { startEvaluation } from '../request/inference/start-evaluation.ts';
import { startBatchPrediction } from '../request/inference/start-prediction.ts';
import { startTraining } from '../request/start-training.ts';
import { initialState } from '../workflow/state.ts';
import { resumedOrder } from './resumed-order.ts';
import { jobEvent } from './stop-job.ts';
import type { StoppedJob } from './stopped-job.ts';
import { resumedJobWrite } from './stopped-job.ts';

/** What became of a job that may go on. */
export interface Resumed {
  /**
   * `later`: it has not ended yet. `refused`: a budget has no room for it, it may still go on when
   * one is raised. `over`: nothing is left to go on with.
   */
  readonly as: 'resumed' | 'later' | 'refused' | 'over';
  /** The most that it may cost. */
  readonly maxAmountMicros: number;
}

const none = { maxAmountMicros: 0 };

/**
 * Lets a job that a budget stopped go on, once: a training as a new version from its checkpoint, an
 * evaluation or a batch prediction from its beginning.
 * @param besidesMicros what else goes on at the same time may cost: all of it has to fit
 */
export async function resumeJob(
  stopped: StoppedJob,
  besidesMicros: number,
  deps: Dependencies,
): Promise<Resumed> {
  const job = await findJob(initialState(stopped.ids), deps.table);
  if (job && job.status !== 'settled') return { as: 'later', ...none };
  // It ended by itself before it was told, or is deleted.
  if (job?.ended?.event !== 'stopped') return forget(stopped, undefined, deps);
  try {
    const maxAmountMicros = await goOn(stopped, besidesMicros, deps);
    return maxAmountMicros === undefined
      ? await forget(stopped, undefined, deps)
      : { as: 'resumed', maxAmountMicros };
  } catch (error) {
    if (isError(error, 'budgetExceeded')) return { as: 'refused', ...none };
    if (!(error instanceof DeeptuneError) || error.fault !== 'user') throw error;
    return forget(stopped, error, deps);
  }
}

/** @returns the most that it may cost; undefined: somebody lets it go on already */
function goOn(
  stopped: StoppedJob,
  besidesMicros: number,
  deps: Dependencies,
): Promise<number | undefined> {
  switch (stopped.ids.kind) {
    case 'evaluate':
      return evaluateAgain(stopped, deps);
    case 'predict':
      return predictAgain(stopped, deps);
    default:
      return trainOn(stopped, besidesMicros, deps);
  }
}

async function trainOn(stopped: StoppedJob, besidesMicros: number, deps: Dependencies) {
  const { userId, appId, modelId, versionId } = stopped.ids;
  const scope = { userId, appId };
  const { value: version } = await getVersion(deps.table, { scope, modelId, versionId });
  if (!('training' in version)) return undefined;
  const versions = await listVersions(deps.table, scope, modelId);
  const isChild = versions.some(
    (other) => 'training' in other && other.training.parent?.versionId === versionId,
  );
  if (isChild) return undefined;
  const order = await resumedOrder(version, deps);
  const also = ({ id }: { readonly id: string }) => writesOf(stopped, { resumedAs: id }, deps);
  const request = { order, requestHash: '', also, besidesMicros };
  const started = await startTraining(request, deps);
  return 'reservation' in started ? started.reservation.maxAmountMicros : 0;
}

/** What it is called now: the same whoever starts it, so that it is started once. */
function resumedId({ jobId }: StoppedJob): string {
  return `resumed-${jobId.slice(0, 24)}`;
}

async function evaluateAgain(stopped: StoppedJob, deps: Dependencies) {
  const { userId, appId, recordId = '' } = stopped.ids;
  const scope = { userId, appId };
  const { value } = await getEvaluation(scope, recordId, deps);
  const { modelId, versionId, groundTruth, params, userMetrics } = value;
  const id = resumedId(stopped);
  const ref = { scope, modelId, versionId };
  const started = await once(() =>
    startEvaluation({ id, ref, groundTruth, params, userMetrics }, deps),
  );
  await deps.table.write(writesOf(stopped, { resumedAs: id }, deps));
  return started?.job?.reservation.maxAmountMicros ?? 0;
}

async function predictAgain(stopped: StoppedJob, deps: Dependencies) {
  const { userId, appId, recordId = '' } = stopped.ids;
  const scope = { userId, appId };
  const { value } = await getBatchPrediction(scope, recordId, deps);
  const { modelId, versionId, dataset, job } = value;
  const { datasetId, datasetVersionId } = dataset;
  const id = resumedId(stopped);
  const ref = { scope, modelId, versionId };
  const asked = { id, ref, datasetId, datasetVersionId, instanceType: job.instanceType };
  const started = await once(() => startBatchPrediction(asked, deps));
  await deps.table.write(writesOf(stopped, { resumedAs: id }, deps));
  return started?.job.reservation.maxAmountMicros ?? 0;
}

/** Undefined: whoever started it died before he could say so. */
async function once<T>(start: () => Promise<T>): Promise<T | undefined> {
  try {
    return await start();
  } catch (error) {
    if (isError(error, 'alreadyExists')) return undefined;
    throw error;
  }
}

function writesOf(
  stopped: StoppedJob,
  facts: { readonly resumedAs: string },
  deps: Pick<Dependencies, 'now'>,
) {
  const { ids, target } = stopped;
  const event = jobEvent('resumed', { ids, budget: { target }, at: deps.now(), facts });
  return [resumedJobWrite(stopped), eventWrite(event)];
}

/** It never goes on. @param because told, where it could have */
async function forget(
  stopped: StoppedJob,
  because: DeeptuneError | undefined,
  deps: Pick<Dependencies, 'table' | 'now'>,
): Promise<Resumed> {
  const { ids, target } = stopped;
  const facts = because && { code: because.code, message: because.message };
  const event =
    facts && jobEvent('not-resumed', { ids, budget: { target }, at: deps.now(), facts });
  await deps.table.write([resumedJobWrite(stopped), ...(event ? [eventWrite(event)] : [])]);
  return { as: 'over', ...none };
}
