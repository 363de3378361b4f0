import type { DescribeTrainingJobCommandOutput } from '@aws-sdk/client-sagemaker';
import type { JobStage, TrainingJob, TrainingJobStatus } from '../../core/ports/jobs.ts';

type Description = Pick<
  DescribeTrainingJobCommandOutput,
  | 'TrainingJobName'
  | 'TrainingJobStatus'
  | 'SecondaryStatus'
  | 'FailureReason'
  | 'TrainingStartTime'
  | 'TrainingEndTime'
  | 'BillableTimeInSeconds'
  | 'TrainingTimeInSeconds'
  | 'EnableManagedSpotTraining'
  | 'SecondaryStatusTransitions'
>;

/** What `DescribeTrainingJob` says, in the words of the port. */
export function toTrainingJob(
  description: Description,
  tags: Readonly<Record<string, string>>,
): TrainingJob {
  const { FailureReason, TrainingStartTime, TrainingEndTime } = description;
  const { BillableTimeInSeconds, TrainingTimeInSeconds, EnableManagedSpotTraining } = description;
  return {
    trainingJobName: description.TrainingJobName ?? '',
    status: toStatus(description.TrainingJobStatus),
    secondaryStatus: description.SecondaryStatus ?? '',
    ...(FailureReason !== undefined && { failureReason: FailureReason }),
    ...(TrainingStartTime && { startedAt: TrainingStartTime.toISOString() }),
    ...(TrainingEndTime && { endedAt: TrainingEndTime.toISOString() }),
    ...(TrainingTimeInSeconds !== undefined && { trainingSeconds: TrainingTimeInSeconds }),
    ...(BillableTimeInSeconds !== undefined && { billableSeconds: BillableTimeInSeconds }),
    ...(EnableManagedSpotTraining !== undefined && { isSpot: EnableManagedSpotTraining }),
    ...stagesOf(description),
    tags,
  };
}

/** Absent where the service tells of none: of a job that has just been asked for. */
function stagesOf({
  SecondaryStatusTransitions: transitions = [],
}: Description): Pick<TrainingJob, 'stages'> {
  const stages = transitions.flatMap(({ Status, StatusMessage, StartTime, EndTime }): JobStage[] =>
    Status === undefined || StartTime === undefined
      ? []
      : [
          {
            status: Status,
            ...(StatusMessage ? { message: StatusMessage } : {}),
            startedAt: StartTime.toISOString(),
            ...(EndTime ? { endedAt: EndTime.toISOString() } : {}),
          },
        ],
  );
  return stages.length === 0 ? {} : { stages };
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
