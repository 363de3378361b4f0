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
    ...ofEachStep(progress.filter(({ stage }) => stage === 'training')).map((point) =>
      metrics(startOf(version), point),
    ),
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

/**
 * One point for each step: the one that ends an epoch, with the epoch's mean loss and metric,
 * follows the last step's own, whose loss is shown as that of every other step.
 */
function ofEachStep(points: readonly ProgressPoint[]): ProgressPoint[] {
  const byStep = Map.groupBy(points, ({ step }) => step);
  return [...byStep.values()].map((same): ProgressPoint => {
    const [first, last] = [same[0], same.at(-1)];
    return {
      ...(last as ProgressPoint),
      ...(first?.loss === undefined ? {} : { loss: first.loss }),
    };
  });
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

/** When its job began; of a settled one the job's seconds before its end. */
function startOf(version: ModelVersion): string {
  if (version.status === 'training') return version.startedAt;
  if (!isSettled(version)) return version.createdAt;
  const { completedAt, jobSeconds } = version.settlement;
  const began = new Date(Date.parse(completedAt) - 1000 * jobSeconds).toISOString();
  return began > version.createdAt ? began : version.createdAt;
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
