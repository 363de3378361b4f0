import type { Scope } from '../../../records/keys.ts';
import { withRetry } from '../../../records/records.ts';
import type { Dependencies } from '../../../ports/host.ts';
import { stopTraining } from '../../../job/request/stop-training.ts';
import { isPaused, statusOf } from './fine-tuning-job.ts';
import type { JobAndVersion } from './jobs.ts';
import { getJob, jobWrite, refOf } from './jobs.ts';
import { invalid } from '../open-ai-error.ts';

/**
 * Stops a job: for good, or to take it up later. What it has learnt by then is kept either way.
 * @throws OpenAiError 404; 400 for a job that has ended
 */
export async function stopJob(
  scope: Scope,
  id: string,
  { wish, deps }: { readonly wish: 'pause' | 'cancel'; readonly deps: Dependencies },
): Promise<JobAndVersion> {
  const job = await withRetry(async () => {
    const found = await getJob(scope, id, deps);
    assertStoppable(found, wish);
    const wished = { ...found.job, wish };
    await deps.table.write([jobWrite(scope, wished, found.rev)]);
    return wished;
  });
  const version = await stopTraining(refOf(scope, job), deps);
  return { job, version };
}

/** @throws OpenAiError 400 */
function assertStoppable({ job, version }: JobAndVersion, wish: 'pause' | 'cancel'): void {
  // What is paused can still be given up.
  if (isPaused(job, version) && wish === 'cancel') return;
  const status = isPaused(job, version) ? 'paused' : statusOf(job, version);
  if (status !== 'queued' && status !== 'running')
    throw invalid(
      'fine_tuning_job_id',
      `Job ${job.id} is ${status}; only a running one can be ${wish === 'pause' ? 'paused' : 'cancelled'}`,
    );
}
