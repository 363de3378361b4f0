import { fail } from '../../errors.ts';
import type { JobUses } from '../kinds/job.ts';
import type { JobState } from '../workflow/state.ts';
import { runStep } from './step.ts';

/**
 * VerifyArtifact: that a job completed is not yet a result. Its export must be whole and of this
 * job, and what Settle reads of it must be readable: the metrics that the trainer measured on
 * held-out data, or those of an evaluation.
 * @throws DeeptuneError model-artifact-invalid (the workflow retries: a mirror to S3 may lag
 *   behind)
 */
export function verifyArtifact(state: JobState, deps: JobUses): Promise<JobState> {
  return runStep(state, deps.table, async (job) => {
    if (!(await job.artifact(deps)))
      throw fail(
        'artifactInvalid',
        `The export of job '${job.id}' is missing, not complete or of another job`,
      );
    await job.verify(deps);
    return { outcome: 'verified' };
  });
}
