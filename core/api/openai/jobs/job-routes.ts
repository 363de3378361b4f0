import { readProgress } from '../../../job/steps/progress.ts';
import { remainingOfVersion } from '../../../model/remaining.ts';
import { isLoadable } from '../../../model/model-version.ts';
import { eventsToWire } from './events.ts';
import { checkpointToWire, jobToWire } from './job-wire.ts';
import { getJob, listJobs } from './jobs.ts';
import type { JobAndVersion } from './jobs.ts';
import { seconds } from '../instants.ts';
import { listToWire } from '../list.ts';
import type { OpenAiCall, OpenAiRoute } from '../open-ai-route.ts';
import { bodyOf, cursorOf, cursorParameters, pathParameter } from '../open-ai-route.ts';
import { jobBody, metadataFilter, parseJob } from './job-request.ts';
import { createJob, resumeJob } from './start-job.ts';
import { stopJob } from './stop-job.ts';

const idOf = (call: OpenAiCall) => pathParameter(call, 'fine_tuning_job_id');

async function shown({ job, version }: JobAndVersion, { deps }: OpenAiCall) {
  const progress = await readProgress(deps.objects, version.scope, version.id);
  const remaining = remainingOfVersion(version, progress, deps.now());
  const finish = remaining && seconds(deps.now()) + Math.ceil(remaining.p50Seconds);
  return jobToWire(job, version, finish);
}

async function create(call: OpenAiCall) {
  const request = parseJob(await bodyOf(call));
  return shown(await createJob(call.scope, request, call.deps), call);
}

async function list(call: OpenAiCall) {
  const isAsked = metadataFilter(call.context.req.query());
  const found = (await listJobs(call.scope, call.deps)).filter(({ job }) => isAsked(job.metadata));
  const listed = found.map((each) => ({ id: each.job.id, ...each }));
  return listToWire(listed, cursorOf(call), (each) => shown(each, call));
}

async function get(call: OpenAiCall) {
  return shown(await getJob(call.scope, idOf(call), call.deps), call);
}

async function stop(wish: 'cancel' | 'pause', call: OpenAiCall) {
  return shown(await stopJob(call.scope, idOf(call), { wish, deps: call.deps }), call);
}

async function resume(call: OpenAiCall) {
  return shown(await resumeJob(call.scope, idOf(call), call.deps), call);
}

async function events(call: OpenAiCall) {
  const { scope, deps } = call;
  const { job, version } = await getJob(scope, idOf(call), deps);
  const progress = await readProgress(deps.objects, scope, version.id);
  const found = eventsToWire(job, version, progress);
  return listToWire(found, cursorOf(call), (event) => event);
}

async function checkpoints(call: OpenAiCall) {
  const { scope, deps } = call;
  const { job, version } = await getJob(scope, idOf(call), deps);
  const progress = await readProgress(deps.objects, scope, version.id);
  // The model has the weights of its best epoch, where epochs were compared.
  const kept =
    progress.findLast(({ best }) => best) ?? progress.findLast(({ loss }) => loss !== undefined);
  const found = isLoadable(version) ? [checkpointToWire(job, version, kept)] : [];
  return listToWire(found, cursorOf(call), (checkpoint) => checkpoint);
}

const all = '/fine_tuning/jobs';
const one = `${all}/:fine_tuning_job_id`;
const job = 'FineTuningJob';

export const jobRoutes: readonly OpenAiRoute[] = [
  {
    id: 'createFineTuningJob',
    method: 'POST',
    path: all,
    operation: 'PostModelVersions',
    body: { schema: jobBody },
    answer: job,
    handle: create,
  },
  {
    id: 'listPaginatedFineTuningJobs',
    method: 'GET',
    path: all,
    operation: 'ListModelVersions',
    query: [...cursorParameters, 'metadata'],
    answer: 'FineTuningJobList',
    handle: list,
  },
  {
    id: 'retrieveFineTuningJob',
    method: 'GET',
    path: one,
    operation: 'GetModelVersion',
    answer: job,
    handle: get,
  },
  ...(['cancel', 'pause'] as const).map((wish): OpenAiRoute => ({
    id: `${wish}FineTuningJob`,
    method: 'POST',
    path: `${one}/${wish}`,
    operation: 'DeleteModelVersion',
    answer: job,
    handle: (call) => stop(wish, call),
  })),
  {
    id: 'resumeFineTuningJob',
    method: 'POST',
    path: `${one}/resume`,
    operation: 'PostModelVersions',
    answer: job,
    handle: resume,
  },
  {
    id: 'listFineTuningEvents',
    method: 'GET',
    path: `${one}/events`,
    operation: 'GetModelVersion',
    query: cursorParameters,
    answer: 'FineTuningEventList',
    handle: events,
  },
  {
    id: 'listFineTuningJobCheckpoints',
    method: 'GET',
    path: `${one}/checkpoints`,
    operation: 'GetModelVersion',
    query: cursorParameters,
    answer: 'FineTuningCheckpointList',
    handle: checkpoints,
  },
];
