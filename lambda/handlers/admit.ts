import { admit } from '../../core/job/steps/admit.ts';
import type { TrainingState } from '../../core/job/workflow/state.ts';
import { AwsHost } from '../compose.ts';

let host: AwsHost | undefined;

/** Workflow step Admit: state in, state out. */
export function handler(state: TrainingState): Promise<TrainingState> {
  host ??= new AwsHost('admit', process.env);
  return admit(state, host);
}
