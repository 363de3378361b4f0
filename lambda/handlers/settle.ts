import { settle } from '../../core/job/steps/settle.ts';
import type { JobState } from '../../core/job/workflow/state.ts';
import { AwsHost } from '../compose.ts';

let host: AwsHost | undefined;

/** Workflow step Settle: state in, state out. */
export function handler(state: JobState): Promise<JobState> {
  host ??= new AwsHost('settle', process.env);
  return settle(state, host);
}
