import { openWork } from '../../../activity/open-work.ts';
import type { OpenJob } from '../../../activity/open-work.ts';
import type { DatasetVersion } from '../../../dataset/version/dataset-version.ts';
import type { ProgressPoint } from '../../../job/steps/progress.ts';
import { amountMicros } from '../../../money.ts';
import type { RequestContext } from '../../http/request-context.ts';
import { appNamed, scopeOf, userOf } from '../../http/request-context.ts';
import { word } from '../../http/query-values.ts';
import type { Answer, Route } from '../../http/route.ts';
import { reservationToWire } from '../training/promise-wire.ts';
import type { ActiveFreezing, ActiveJob, JobProgress } from '../../wire/messages.ts';

/**
 * What runs and what waits, over all apps of the user, or in one that the query or the key names.
 * The places (`running` of `maxRunning`) are the user's.
 */
async function list(call: RequestContext): Promise<Answer<'ListActivity'>> {
  const asked = { userId: userOf(call), appId: await appAsked(call) };
  const { jobs, freezing, running, maxRunning } = await openWork(asked, call.deps);
  return {
    jobs: jobs.map(jobToWire),
    dataset_versions: freezing.flatMap(freezingToWire),
    ...{ running, maxRunning },
  };
}

/** @throws DeeptuneError does-not-exist for an app that is not there or not the key's */
async function appAsked(call: RequestContext): Promise<string | undefined> {
  const appId = word(call, 'app_id') ?? appNamed(call);
  if (appId === undefined) return undefined;
  return (await scopeOf({ ...call, params: { ...call.params, app_id: appId } })).appId;
}

function jobToWire({ job, ids, progress, remaining, wait }: OpenJob): ActiveJob {
  const { kind, id, ref, templateId, dataset, status, createdAt, reservation } = job;
  const recordId = ids.recordId ?? ids.versionId;
  return {
    ...{ kind, id, app_id: ref.scope.appId },
    ...{ model_id: ref.modelId, model_version_id: ref.versionId },
    ...(kind === 'evaluate' ? { evaluation_id: recordId } : {}),
    ...(kind === 'predict' ? { prediction_id: recordId } : {}),
    template_id: templateId,
    dataset: { id: dataset.datasetId, version_id: dataset.datasetVersionId },
    ...{ status, created_at: createdAt },
    ...(progress ? { progress: progressToWire(progress) } : {}),
    ...(remaining ? { remaining } : {}),
    ...(wait ? { wait } : {}),
    ...(job.awaitsDataset
      ? { estimatePending: reservation.explanation.join(' ') }
      : { reservation: reservationToWire(reservation) }),
    amountSoFarMicros: amountSoFar(job, progress),
  };
}

/**
 * What the seconds that the trainer counted cost. The bill may be less (what no checkpoint keeps
 * is not charged), and is never more than the reservation.
 */
function amountSoFar({ reservation }: OpenJob['job'], progress?: ProgressPoint): number {
  const seconds = Math.ceil(progress?.seconds ?? 0);
  const amount = amountMicros(seconds, reservation.microsPerHour);
  return Math.min(amount, reservation.maxAmountMicros);
}

function progressToWire(point: ProgressPoint): JobProgress {
  const { stage, step, totalSteps, seconds, secondsLeft, loss, metric, epoch } = point;
  const percent = totalSteps === 0 ? 0 : Math.min(100, Math.floor((100 * step) / totalSteps));
  return {
    ...{ stage, step, totalSteps, percent, seconds },
    ...(secondsLeft === undefined ? {} : { secondsLeft }),
    ...(loss === undefined ? {} : { loss }),
    ...(metric === undefined ? {} : { metric }),
    ...(epoch === undefined ? {} : { epoch }),
  };
}

function freezingToWire(version: DatasetVersion): ActiveFreezing[] {
  const { freezing, datasetId, id, state = 'pending', createdAt } = version;
  if (!freezing) return [];
  const { scope, parts, tries, lastError } = freezing;
  return [
    {
      ...{ app_id: scope.appId, dataset_id: datasetId, id, state, created_at: createdAt },
      ...{ parts: parts.length, tries },
      ...(lastError === undefined ? {} : { lastError }),
    },
  ];
}

/** An extension: Clarifai has no public counterpart. */
export const activityRoutes: readonly Route[] = [
  {
    operation: 'ListActivity',
    method: 'GET',
    path: '/activity',
    under: 'user',
    query: { app_id: 'text' },
    handle: list,
  },
];
