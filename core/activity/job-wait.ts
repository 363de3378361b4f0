import { counted, wordFor } from '../words.ts';
import type { BudgetRefusal } from '../billing/budget/refusal.ts';
import type { Hold } from '../billing/hold.ts';
import type { DatasetVersion } from '../dataset/version/dataset-version.ts';
import type { Job } from '../job/kinds/job.ts';
import type { QueueEntry } from '../job/queue/queue.ts';
import type { Settings } from '../ports/host.ts';

/** What is read once for all jobs of a user. */
export interface Surroundings {
  /** His waiting jobs, the next to be admitted first. */
  readonly queue: readonly QueueEntry[];
  readonly holds: readonly Hold[];
  /** Why a budget would refuse it now; undefined: none would. */
  readonly refusalOf: (job: Job) => BudgetRefusal | undefined;
  /** Dataset versions of his that are not frozen yet. */
  readonly freezing: readonly DatasetVersion[];
  readonly settings: Pick<Settings, 'maxConcurrentTrainings' | 'host'>;
}

/** What a job waits for. */
export interface JobWait {
  /**
   * `limit`: as many jobs of the user run as may. `turn`: another one was asked for before.
   * `dataset`: its dataset version is being frozen. `budget`: its maximum amount is more than what
   * a budget has left, and it will be refused when it asks next. `preparing`: what it reads is
   * being laid out. `starting`: it is admitted, and its trainer is being started.
   */
  readonly reason: 'limit' | 'turn' | 'dataset' | 'budget' | 'preparing' | 'starting';
  /** The same for a person. */
  readonly message: string;
  /** Jobs before it in the queue; absent: it is not in the queue. */
  readonly position?: number;
  /** ISO 8601; since when it stands in the queue, else since it was asked for. */
  readonly since: string;
}

/** Why a job does not run yet; undefined for one that does, or that is being stopped. */
export function waitOf(job: Job, known: Surroundings): JobWait | undefined {
  if (job.status !== 'queued') return undefined;
  const index = known.queue.findIndex(({ jobId }) => jobId === job.id);
  const entry = known.queue[index];
  const place = entry ? { position: index, since: entry.joinedAt } : { since: job.createdAt };
  return { ...reasonOf(job, index, known), ...place };
}

function reasonOf(
  job: Job,
  position: number,
  known: Surroundings,
): Pick<JobWait, 'reason' | 'message'> {
  const { holds, settings } = known;
  if (holds.some(({ versionId }) => versionId === job.id))
    return { reason: 'starting', message: startingMessages[settings.host] };
  if (position < 0) return beforeTheQueue(job, known);
  const refusal = known.refusalOf(job);
  if (refusal) return { reason: 'budget', message: beforehand(refusal) };
  const max = settings.maxConcurrentTrainings;
  if (holds.length >= max)
    return {
      reason: 'limit',
      message: `${holds.length} of at most ${counted(max, 'job')} ${wordFor(holds.length, 'runs', 'run')} at the same time; ${behind(position)}`,
    };
  if (position > 0) return { reason: 'turn', message: `A place is free; ${behind(position)}` };
  return { reason: 'turn', message: 'A place is free: it is admitted when it asks next' };
}

const startingMessages = {
  laptop: 'It is admitted; its trainer is being started',
  aws: 'It is admitted; SageMaker is finding an instance and starting it',
} as const;

function behind(position: number): string {
  if (position === 0) return 'it is the first in the queue';
  return `${counted(position, 'job is', 'jobs are')} before it in the queue`;
}

/** Before it asks for a place: what it reads has to be there. */
function beforeTheQueue(job: Job, { freezing }: Surroundings) {
  const { datasetVersionId } = job.dataset;
  const version = freezing.find(({ id }) => id === datasetVersionId);
  if (!version) return { reason: 'preparing', message: 'Its data are being laid out' } as const;
  const tries = version.freezing?.tries ?? 0;
  const again = tries > 1 ? ` (try ${tries})` : '';
  const message = `Dataset version '${datasetVersionId}' is being frozen${again}`;
  return { reason: 'dataset', message } as const;
}

function beforehand({ message }: BudgetRefusal): string {
  return `It will be refused when it asks for its place. ${message}`;
}
