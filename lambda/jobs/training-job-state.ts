import type { DescribeTrainingJobCommandOutput } from '@aws-sdk/client-sagemaker';
import type { TrainingJob, TrainingJobStatus } from '../../core/ports/jobs.ts';

type Description = Pick<
  DescribeTrainingJobCommandOutput,
  | 'TrainingJobName'
  | 'TrainingJobStatus'
  | 'SecondaryStatus'
  | 'FailureReason'
  | 'TrainingStartTime'
  | 'TrainingEndTime'
  | 'BillableTimeInSeconds'
>;

/** What `DescribeTrainingJob` says, in the words of the port. */
export function toTrainingJob(
  description: Description,
  tags: Readonly<Record<string, string>>,
): TrainingJob {
  const { FailureReason, TrainingStartTime, TrainingEndTime, BillableTimeInSeconds } = description;
  return {
    trainingJobName: description.TrainingJobName ?? '',
    status: toStatus(description.TrainingJobStatus),
    secondaryStatus: description.SecondaryStatus ?? '',
    ...(FailureReason !== undefined && { failureReason: FailureReason }),
    ...(TrainingStartTime && { startedAt: TrainingStartTime.toISOString() }),
    ...(TrainingEndTime && { endedAt: TrainingEndTime.toISOString() }),
    ...(BillableTimeInSeconds !== undefined && { billableSeconds: BillableTimeInSeconds }),
    tags,
  };
}

/**
 * A word that is new to us counts as running: nothing is settled on it, and the job's own time
 * limit ends it. Only an ended job is deleted.
 */
function toStatus(word: string | undefined): TrainingJobStatus {
  switch (word) {
    case 'Completed':
    case 'Failed':
    case 'Stopped':
    case 'Stopping':
      return word;
    case 'Deleting':
      return 'Stopped';
    default:
      return 'InProgress';
  }
}
