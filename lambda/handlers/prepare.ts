import { prepare } from '../../core/job/steps/prepare.ts';
import type { JobState } from '../../core/job/workflow/state.ts';
import { AwsHost } from '../compose.ts';

let host: AwsHost | undefined;

/** Workflow step Prepare: state in, state out. */
export function handler(state: JobState): Promise<JobState> {
  host ??= new AwsHost('prepare', process.env);
  return prepare(state, host);
}
