import { verifyArtifact } from '../../core/job/steps/verify-artifact.ts';
import type { JobState } from '../../core/job/workflow/state.ts';
import { AwsHost } from '../compose.ts';

let host: AwsHost | undefined;

/** Workflow step VerifyArtifact: state in, state out. */
export function handler(state: JobState): Promise<JobState> {
  host ??= new AwsHost('verifyArtifact', process.env);
  return verifyArtifact(state, host);
}
