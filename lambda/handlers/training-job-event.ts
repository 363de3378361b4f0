import { trainingJobEnded } from '../../core/job/steps/job-ended.ts';
import { AwsHost } from '../compose.ts';

interface TrainingJobEvent {
  readonly detail: { readonly TrainingJobName: string };
}

let host: AwsHost | undefined;

/**
 * EventBridge: a SageMaker training job changed its state. Only the name is taken from the event;
 * the state is asked for.
 */
export function handler(event: TrainingJobEvent): Promise<void> {
  host ??= new AwsHost('trainingJobEvent', process.env);
  return trainingJobEnded(event.detail.TrainingJobName, host);
}
