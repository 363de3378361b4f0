import { keys } from '../../../records/keys.ts';
import type { Scope } from '../../../records/keys.ts';
import { readAll, readRecord, toData } from '../../../records/records.ts';
import { newestFirst } from '../../../records/sequence.ts';
import type { Write } from '../../../ports/table.ts';
import type { Dependencies } from '../../../ports/host.ts';
import type { ModelVersion } from '../../../model/model-version.ts';
import type { VersionRef } from '../../../model/version-store.ts';
import type { FineTuningJob } from './fine-tuning-job.ts';
import { notFound } from '../open-ai-error.ts';

export interface JobAndVersion {
  readonly job: FineTuningJob;
  /** The newest training of the job. */
  readonly version: ModelVersion;
}

/** The write that stores a job; `rev` absent: it must be new. */
export function jobWrite(scope: Scope, job: FineTuningJob, rev?: number): Write {
  const put = { ...keys.fineTuningJob(scope, job.id), data: toData(job) };
  return { put, if: rev === undefined ? 'absent' : { rev } };
}

type StoredJob = JobAndVersion & { readonly rev: number };

/** Undefined also where the job's newest training was deleted: a job is nothing without it. */
export async function findJob(
  scope: Scope,
  id: string,
  deps: Pick<Dependencies, 'table'>,
): Promise<StoredJob | undefined> {
  const stored = await readRecord<FineTuningJob>(deps.table, keys.fineTuningJob(scope, id));
  const version = stored && (await findVersion(scope, stored.value, deps));
  return version && { job: stored.value, rev: stored.rev, version };
}

/** As `findJob`. @throws OpenAiError 404 */
export async function getJob(
  scope: Scope,
  id: string,
  deps: Pick<Dependencies, 'table'>,
): Promise<StoredJob> {
  const found = await findJob(scope, id, deps);
  if (!found) throw notFound(`Could not find fine tune: ${id}`, 'fine_tuning_job_id');
  return found;
}

/** Every job of the app that `getJob` finds, newest first. */
export async function listJobs(
  scope: Scope,
  deps: Pick<Dependencies, 'table'>,
): Promise<JobAndVersion[]> {
  const jobs = await readAll<FineTuningJob>(deps.table, keys.fineTuningJobsOf(scope));
  jobs.sort(newestFirst);
  const versions = await Promise.all(jobs.map((job) => findVersion(scope, job, deps)));
  return jobs.flatMap((job, index) => {
    const version = versions[index];
    return version ? [{ job, version }] : [];
  });
}

async function findVersion(
  scope: Scope,
  job: FineTuningJob,
  deps: Pick<Dependencies, 'table'>,
): Promise<ModelVersion | undefined> {
  const { modelId, versionId } = refOf(scope, job);
  const key = keys.version(scope, modelId, versionId);
  return (await readRecord<ModelVersion>(deps.table, key))?.value;
}

/** Address of the job's newest training. */
export function refOf(scope: Scope, { modelId, versionIds }: FineTuningJob): VersionRef {
  return { scope, modelId, versionId: versionIds.at(-1) ?? '' };
}
