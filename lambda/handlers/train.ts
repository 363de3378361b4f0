import { train } from '../../core/job/steps/train.ts';
import type { TrainTask } from '../../core/job/workflow/state.ts';
import { AwsHost } from '../compose.ts';

let host: AwsHost | undefined;

/**
 * Workflow step Train: starts the training job and returns; the job's end answers the task token.
 */
export function handler(task: TrainTask): Promise<void> {
  host ??= new AwsHost('train', process.env);
  return train(task, host);
}
