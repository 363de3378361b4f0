import { gate } from '../../core/job/steps/gate.ts';
import type { JobState } from '../../core/job/workflow/state.ts';
import { AwsHost } from '../compose.ts';

let host: AwsHost | undefined;

/** Workflow step Gate: state in, state out. */
export function handler(state: JobState): Promise<JobState> {
  host ??= new AwsHost('gate', process.env);
  return gate(state, host);
}
