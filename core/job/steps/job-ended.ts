import { isEnded } from '../../ports/jobs.ts';
import type { Dependencies } from '../../ports/host.ts';
import { jobResult } from '../ends/job-result.ts';
import { answer, findJobLink } from './train.ts';

/**
 * A training job may have ended: called by its state-change event and by the reconciler. An event
 * is a hint only, the truth is what the service says when asked. Called again, or for a job that is
 * not ours, it changes nothing.
 */
export async function trainingJobEnded(
  trainingJobName: string,
  deps: Pick<Dependencies, 'table' | 'jobs' | 'workflow'>,
): Promise<void> {
  const link = await findJobLink(trainingJobName, deps);
  if (!link) return;
  const job = await deps.jobs.describe(trainingJobName);
  if (!job || !isEnded(job)) return;
  await answer(link, jobResult(job, link.attempt), deps);
}
