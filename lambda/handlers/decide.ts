import { decide } from '../../core/job/steps/decide.ts';
import type { JobState } from '../../core/job/workflow/state.ts';
import { AwsHost } from '../compose.ts';

let host: AwsHost | undefined;

/** Workflow step Decide: state in, state out. */
export function handler(state: JobState): Promise<JobState> {
  host ??= new AwsHost('decide', process.env);
  return decide(state, host);
}
