import type { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import type { SageMakerClient } from '@aws-sdk/client-sagemaker';
import {
  CreateTrainingJobCommand,
  DescribeTrainingJobCommand,
  paginateListTags,
  StopTrainingJobCommand,
} from '@aws-sdk/client-sagemaker';
import { fail } from '../../core/errors.ts';
import type { LogPage, TrainingJob, TrainingJobs, TrainingJobSpec } from '../../core/ports/jobs.ts';
import { isEnded } from '../../core/ports/jobs.ts';
import { isAwsError, isSageMakerAbsent } from '../aws/aws-error.ts';
import { readTrainingLogs } from './training-job-logs.ts';
import type { TrainingAccount } from './training-job-request.ts';
import { trainingJobRequest } from './training-job-request.ts';
import { toTrainingJob } from './training-job-state.ts';

export interface SageMakerTrainingJobsOptions extends TrainingAccount {
  readonly sagemaker: SageMakerClient;
  readonly logs: CloudWatchLogsClient;
}

type Tags = Readonly<Record<string, string>>;

/**
 * `TrainingJobs` on SageMaker. Permissions: Create-, Describe-, StopTrainingJob, AddTags, ListTags,
 * logs:FilterLogEvents, PassRole on the role.
 */
export class SageMakerTrainingJobs implements TrainingJobs {
  readonly #options: SageMakerTrainingJobsOptions;

  constructor(options: SageMakerTrainingJobsOptions) {
    this.#options = options;
  }

  async start(spec: TrainingJobSpec): Promise<'started' | 'adopted'> {
    const request = trainingJobRequest(spec, this.#options);
    try {
      await this.#options.sagemaker.send(new CreateTrainingJobCommand(request));
      return 'started';
    } catch (error) {
      if (isAwsError(error, 'ResourceInUse')) return this.#adopt(spec, error);
      throw capacityUnavailable(error, spec) ?? error;
    }
  }

  async describe(trainingJobName: string): Promise<TrainingJob | undefined> {
    try {
      const reply = await this.#options.sagemaker.send(
        new DescribeTrainingJobCommand({ TrainingJobName: trainingJobName }),
      );
      return toTrainingJob(reply, await this.#tags(reply.TrainingJobArn));
    } catch (error) {
      if (isSageMakerAbsent(error)) return undefined;
      throw error;
    }
  }

  /**
   * SageMaker refuses to stop a job that has ended with the same code as a malformed request:
   * looking at the job tells them apart.
   */
  async stop(trainingJobName: string): Promise<void> {
    try {
      await this.#options.sagemaker.send(
        new StopTrainingJobCommand({ TrainingJobName: trainingJobName }),
      );
    } catch (error) {
      if (isSageMakerAbsent(error)) return;
      if (!isAwsError(error, 'ValidationException')) throw error;
      const job = await this.describe(trainingJobName);
      if (job && job.status !== 'Stopping' && !isEnded(job)) throw error;
    }
  }

  async logs(trainingJobName: string, after?: string): Promise<LogPage> {
    return readTrainingLogs(this.#options.logs, trainingJobName, after);
  }

  /**
   * The name is taken. By our own earlier call, whose answer was lost, or by something else? The
   * tags tell.
   */
  async #adopt(spec: TrainingJobSpec, cause: Error): Promise<'adopted'> {
    const job = await this.describe(spec.trainingJobName);
    if (job && hasTags(job.tags, spec.tags)) return 'adopted';
    const what = job ? `one with the tags ${JSON.stringify(job.tags)}` : 'no training job';
    throw fail('conflict', `The name ${spec.trainingJobName} is taken by ${what}`, cause);
  }

  async #tags(ResourceArn: string | undefined): Promise<Tags> {
    const tags: Record<string, string> = {};
    const pages = paginateListTags({ client: this.#options.sagemaker }, { ResourceArn });
    for await (const page of pages) {
      for (const { Key, Value } of page.Tags ?? []) tags[Key ?? ''] = Value ?? '';
    }
    return tags;
  }
}

/** More tags than asked for are fine: an account may add its own. */
function hasTags(tags: Tags, wanted: Tags): boolean {
  return Object.entries(wanted).every(([key, value]) => tags[key] === value);
}

function capacityUnavailable(error: unknown, spec: TrainingJobSpec): Error | undefined {
  if (isAwsError(error, 'ResourceLimitExceeded')) {
    const use = spec.isSpot ? 'spot training job usage' : 'training job usage';
    const quota = `${spec.instanceType} for ${use}`;
    const advice = `Raise the quota "${quota}" of Amazon SageMaker in Service Quotas, or wait for a running job to end.`;
    return fail('capacity', `${error.message} ${advice}`, error);
  }
  if (isAwsError(error, 'CapacityError', 'InsufficientCapacityException')) {
    return fail('capacity', `No ${spec.instanceType} is free now: ${error.message}`, error);
  }
  return undefined;
}
