import { evaluate } from '../../core/job/steps/verify-artifact.ts';
import type { TrainingState } from '../../core/job/workflow/state.ts';
import { AwsHost } from '../compose.ts';

let host: AwsHost | undefined;

/** Workflow step Evaluate: state in, state out. */
export function handler(state: TrainingState): Promise<TrainingState> {
  host ??= new AwsHost('evaluate', process.env);
  return evaluate(state, host);
}
