import { readBudgets } from '../billing/budget/budget.ts';
import type { BudgetRefusal } from '../billing/budget/refusal.ts';
import { refusalOf } from '../billing/budget/refusal.ts';
import { listHolds } from '../billing/hold.ts';
import { freezingVersions } from '../dataset/version/dataset-version-store.ts';
import type { DatasetVersion } from '../dataset/version/dataset-version.ts';
import type { RemainingTime } from '../estimate/remaining/remaining-time.ts';
import { findJob } from '../job/kinds/find-job.ts';
import type { Job } from '../job/kinds/job.ts';
import { listEntries } from '../job/queue/queue.ts';
import { progressIn } from '../job/steps/progress.ts';
import type { ProgressPoint } from '../job/steps/progress.ts';
import type { JobIds } from '../job/workflow/state.ts';
import { initialState, jobIdOf } from '../job/workflow/state.ts';
import type { Dependencies } from '../ports/host.ts';
import { jobKeys } from '../records/object-keys.ts';
import { openJobs } from '../job/kinds/open-jobs.ts';
import { waitOf } from './job-wait.ts';
import type { JobWait, Surroundings } from './job-wait.ts';

type Uses = Pick<Dependencies, 'table' | 'objects' | 'settings' | 'now'>;

/** One job that is not settled, and what is known of it now. */
export interface OpenJob {
  readonly job: Job;
  readonly ids: JobIds;
  /** The newest line of its progress; absent: its trainer has written none. */
  readonly progress?: ProgressPoint;
  /** How long it will still run; absent: it does not run. */
  readonly remaining?: RemainingTime;
  /** What it waits for; absent: it runs. */
  readonly wait?: JobWait;
  /** True: its maximum amount is set aside in the budget. */
  readonly isReserved: boolean;
}

/** What is under way for one user. */
export interface OpenWork {
  /** Those that run first, then those that wait, each in their turn. */
  readonly jobs: readonly OpenJob[];
  /** Dataset versions that are being frozen, the one asked for first first. */
  readonly freezing: readonly DatasetVersion[];
  /** Jobs that hold a reservation, and how many may at the same time. */
  readonly running: number;
  readonly maxRunning: number;
}

/**
 * Every open job of a user over all apps, or of one app, and why each that waits does so. It reads
 * what is open and nothing else: the indexes of open work, the user's holds and his queue, and the
 * record and progress of each of his open jobs.
 * @param appId absent: of all of his apps
 */
export async function openWork(
  { userId, appId }: { readonly userId: string; readonly appId?: string | undefined },
  deps: Uses,
): Promise<OpenWork> {
  const { table, settings } = deps;
  const isAsked = (of: { readonly appId: string }) => appId === undefined || of.appId === appId;
  const open = await openIdsOf(userId, table);
  const asked = [...open.values()].filter(isAsked);
  const holds = await listHolds(table, userId);
  const known: Surroundings = {
    // What a dead execution left in the queue is passed over by Admit, and is before nobody.
    queue: (await listEntries(table, userId)).filter(({ jobId }) => open.has(jobId)),
    freezing: await freezingOf(userId, deps),
    refusalOf: await refusals(asked, deps),
    ...{ holds, settings },
  };
  const jobs = await Promise.all(asked.map((ids) => openJob(ids, known, deps)));
  return {
    jobs: jobs.filter((job) => job !== undefined).sort(inTurn),
    freezing: known.freezing.filter(({ freezing }) => freezing && isAsked(freezing.scope)),
    running: known.holds.length,
    maxRunning: settings.maxConcurrentTrainings,
  };
}

/** What budgets say of each of these jobs; those of one model are read once. */
async function refusals(
  asked: readonly JobIds[],
  deps: Uses,
): Promise<(job: Job) => BudgetRefusal | undefined> {
  const places = new Map(asked.map((ids) => [`${ids.appId}/${ids.modelId}`, ids]));
  const read = [...places].map(async ([name, { userId, appId, modelId }]) => {
    const budgets = await readBudgets({ userId, appId, modelId }, deps.now(), deps);
    return [name, budgets] as const;
  });
  const budgets = new Map(await Promise.all(read));
  return ({ ref, reservation }) => {
    const ofModel = budgets.get(`${ref.scope.appId}/${ref.modelId}`) ?? [];
    return refusalOf(ofModel, reservation.maxAmountMicros);
  };
}

/** The user's open jobs by their ids. The index has those of every tenant: as many as are open. */
async function openIdsOf(userId: string, table: Uses['table']): Promise<Map<string, JobIds>> {
  const open = new Map<string, JobIds>();
  for await (const ids of openJobs(table)) if (ids.userId === userId) open.set(jobIdOf(ids), ids);
  return open;
}

async function freezingOf(userId: string, deps: Uses): Promise<DatasetVersion[]> {
  const own: DatasetVersion[] = [];
  for await (const { value } of freezingVersions(deps))
    if (value.freezing?.scope.userId === userId) own.push(value);
  return own;
}

/** The index may lag behind: the record says how the job stands. */
async function openJob(ids: JobIds, known: Surroundings, deps: Uses): Promise<OpenJob | undefined> {
  const job = await findJob(initialState(ids), deps.table);
  if (!job || job.status === 'settled') return undefined;
  const isReserved = known.holds.some(({ versionId }) => versionId === job.id);
  const points =
    job.status === 'queued'
      ? []
      : await progressIn(deps.objects, jobKeys.checkpointPrefix(job.folder));
  const progress = points.at(-1);
  const wait = waitOf(job, known);
  const remaining = job.remaining(points, deps.now());
  return {
    ...{ job, ids, isReserved },
    ...(progress ? { progress } : {}),
    ...(remaining ? { remaining } : {}),
    ...(wait ? { wait } : {}),
  };
}

function inTurn(a: OpenJob, b: OpenJob): number {
  const isWaiting = Number(a.wait !== undefined) - Number(b.wait !== undefined);
  if (isWaiting !== 0) return isWaiting;
  const position = (a.wait?.position ?? -1) - (b.wait?.position ?? -1);
  return position || (a.job.createdAt < b.job.createdAt ? -1 : 1);
}
