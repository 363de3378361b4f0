import type { ProgressPoint } from '../../../job/steps/progress.ts';
import type { ModelVersion } from '../../../model/model-version.ts';
import { isSettled } from '../../../model/model-version.ts';
import type { FineTuningEvent } from '../../wire/messages.ts';
import type { FineTuningJob } from './fine-tuning-job.ts';
import { fineTunedModel, isPaused, statusOf } from './fine-tuning-job.ts';
import { seconds } from '../instants.ts';

/**
 * What happened to the job's newest training, newest first: `fine_tuning.job.event`s. The same
 * events have the same ids.
 */
export function eventsToWire(
  job: FineTuningJob,
  version: ModelVersion,
  progress: readonly ProgressPoint[],
): FineTuningEvent[] {
  const events = [
    message(version.createdAt, `Created fine-tuning job: ${job.id}`),
    ...progress
      .filter(({ stage }) => stage === 'training')
      .map((point) => metrics(startOf(version), point)),
    ...ending(job, version),
  ];
  return events
    .map((event, index) => ({
      id: `ftevent-${version.id}-${index}`,
      object: 'fine_tuning.job.event',
      ...event,
    }))
    .reverse();
}

/** What happened; the list gives it its id. */
type BareEvent = Omit<FineTuningEvent, 'id' | 'object'>;

function message(at: string, text: string, level = 'info'): BareEvent {
  return { created_at: seconds(at), level, message: text, type: 'message' };
}

function metrics(
  start: string,
  { step, totalSteps, loss, metric, seconds: spent }: ProgressPoint,
): BareEvent {
  const shown = loss === undefined ? '' : `: training loss=${loss.toFixed(4)}`;
  return {
    created_at: seconds(start) + Math.floor(spent),
    level: 'info',
    message: `Step ${step}/${totalSteps}${shown}`,
    type: 'metrics',
    data: {
      step,
      total_steps: totalSteps,
      ...(loss === undefined ? {} : { train_loss: loss }),
      ...(metric === undefined ? {} : { full_valid_mean_token_accuracy: metric }),
    },
  };
}

function startOf(version: ModelVersion): string {
  return version.status === 'training' ? version.startedAt : version.createdAt;
}

function ending(job: FineTuningJob, version: ModelVersion): BareEvent[] {
  if (!isSettled(version)) return [];
  const { completedAt: at } = version.settlement;
  if (version.status === 'failed') return [message(at, version.failure.message, 'error')];
  if (isPaused(job, version))
    return [message(at, 'The job has been paused; resume takes it up again')];
  if (version.status === 'stopped')
    return [message(at, `The job has been ${statusOf(job, version)}`)];
  return [
    message(at, `New fine-tuned model created: ${fineTunedModel(job)}`),
    message(at, 'The job has successfully completed'),
  ];
}
