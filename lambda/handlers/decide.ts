import { decide } from '../../core/job/steps/decide.ts';
import type { JobState } from '../../core/job/workflow/state.ts';
import { AwsHost } from '../compose.ts';

let host: AwsHost | undefined;

/** How long a version may take to answer what is new, milliseconds: the rest has time after it. */
const answerMilliseconds = 120_000;

/** Workflow step Decide: state in, state out. */
export function handler(state: JobState): Promise<JobState> {
  host ??= new AwsHost('decide', process.env);
  host.begin(answerMilliseconds);
  return decide(state, host);
}
