import { estimate } from '../../core/job/steps/estimate.ts';
import type { JobState } from '../../core/job/workflow/state.ts';
import { AwsHost } from '../compose.ts';

let host: AwsHost | undefined;

/** Workflow step Estimate: state in, state out. */
export function handler(state: JobState): Promise<JobState> {
  host ??= new AwsHost('estimate', process.env);
  return estimate(state, host);
}
