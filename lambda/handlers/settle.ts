import { settle } from '../../core/job/steps/settle.ts';
import type { TrainingState } from '../../core/job/workflow/state.ts';
import { AwsHost } from '../compose.ts';

let host: AwsHost | undefined;

/** Workflow step Settle: state in, state out. */
export function handler(state: TrainingState): Promise<TrainingState> {
  host ??= new AwsHost('settle', process.env);
  return settle(state, host);
}
