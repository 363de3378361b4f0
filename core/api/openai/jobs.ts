import { keys } from '../../ports/keys.ts';
import type { Scope } from '../../ports/keys.ts';
import { readAll, readRecord, toData } from '../../ports/records.ts';
import type { Write } from '../../ports/table.ts';
import type { Dependencies } from '../../training/dependencies.ts';
import type { ModelVersion } from '../../version/model-version.ts';
import type { VersionRef } from '../../version/version-store.ts';
import { getVersion } from '../../version/version-store.ts';
import type { FineTuningJob } from './fine-tuning-job.ts';
import { notFound } from './open-ai-error.ts';

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

/** @throws OpenAiError 404 */
export async function getJob(
  scope: Scope,
  id: string,
  deps: Pick<Dependencies, 'table'>,
): Promise<JobAndVersion & { readonly rev: number }> {
  const stored = await readRecord<FineTuningJob>(deps.table, keys.fineTuningJob(scope, id));
  if (!stored) throw notFound(`Could not find fine tune: ${id}`, 'fine_tuning_job_id');
  return {
    job: stored.value,
    rev: stored.rev,
    version: await versionOf(scope, stored.value, deps),
  };
}

/** Every job of the app, newest first. */
export async function listJobs(
  scope: Scope,
  deps: Pick<Dependencies, 'table'>,
): Promise<FineTuningJob[]> {
  const jobs = await readAll<FineTuningJob>(deps.table, keys.fineTuningJobsOf(scope));
  return jobs.sort((a, b) => b.createdAt.localeCompare(a.createdAt));
}

/** The job's newest training. */
export async function versionOf(
  scope: Scope,
  job: FineTuningJob,
  deps: Pick<Dependencies, 'table'>,
): Promise<ModelVersion> {
  return (await getVersion(deps.table, refOf(scope, job))).value;
}

/** Address of the job's newest training. */
export function refOf(scope: Scope, { modelId, versionIds }: FineTuningJob): VersionRef {
  return { scope, modelId, versionId: versionIds.at(-1) ?? '' };
}
