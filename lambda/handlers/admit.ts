import { admit } from '../../core/job/steps/admit.ts';
import type { JobState } from '../../core/job/workflow/state.ts';
import { AwsHost } from '../compose.ts';

let host: AwsHost | undefined;

/** Workflow step Admit: state in, state out. */
export function handler(state: JobState): Promise<JobState> {
  host ??= new AwsHost('admit', process.env);
  return admit(state, host);
}
