import type { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { fail } from '../../core/errors.ts';
import type { LogPage } from '../../core/ports/jobs.ts';
import { isAwsError } from '../aws/aws-error.ts';

const logGroupName = '/aws/sagemaker/TrainingJobs';

/**
 * One page of what all instances of a job printed, oldest first; CloudWatch shows a line some
 * seconds after it was printed.
 */
export async function readTrainingLogs(
  client: CloudWatchLogsClient,
  trainingJobName: string,
  after?: string,
): Promise<LogPage> {
  const command = new FilterLogEventsCommand({
    logGroupName,
    logStreamNamePrefix: `${trainingJobName}/`,
    nextToken: after,
  });
  try {
    const { events = [], nextToken } = await client.send(command);
    const lines = events.map((event) => (event.message ?? '').trimEnd());
    return nextToken === undefined ? { lines } : { lines, next: nextToken };
  } catch (error) {
    // The group appears with the account's first training job.
    if (isAwsError(error, 'ResourceNotFoundException')) return { lines: [] };
    if (after === undefined || !isAwsError(error, 'InvalidParameterException')) throw error;
    throw fail('invalidRequest', 'The page token is not one of this log, or is too old', error);
  }
}
