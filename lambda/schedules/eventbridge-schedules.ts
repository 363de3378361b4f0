import type { CreateScheduleCommandInput, SchedulerClient } from '@aws-sdk/client-scheduler';
import {
  CreateScheduleCommand,
  DeleteScheduleCommand,
  GetScheduleCommand,
  paginateListSchedules,
  UpdateScheduleCommand,
} from '@aws-sdk/client-scheduler';
import type { JsonObject } from '../../core/json.ts';
import { fail } from '../../core/errors.ts';
import type { Schedule, ScheduleFiring, Schedules } from '../../core/ports/schedules.ts';
import { isAwsError } from '../aws/aws-error.ts';

export interface SchedulerSchedulesOptions {
  readonly client: SchedulerClient;
  /** Schedule group of this deployment: names are unique inside it. */
  readonly groupName: string;
  /** The function that receives a `ScheduleFiring`. */
  readonly targetArn: string;
  /** Assumed by `scheduler.amazonaws.com` to call the target. */
  readonly roleArn: string;
  /** Queue for firings that the target did not take. */
  readonly deadLetterArn: string;
}

/**
 * Replaced by EventBridge Scheduler at each firing: the slot it fires for, not the moment it is
 * delivered.
 */
const scheduledTime = '<aws.scheduler.scheduled-time>';

/**
 * A firing that could not be delivered for an hour is not worth a training any more: the next slot
 * looks at the same data.
 */
const retryPolicy = { MaximumEventAgeInSeconds: 3600, MaximumRetryAttempts: 20 };

/** A put that meets a delete and a create of the same name alternates between update and create. */
const maxPutTries = 3;

/** `Schedules` on EventBridge Scheduler. */
export class SchedulerSchedules implements Schedules {
  readonly #options: SchedulerSchedulesOptions;

  constructor(options: SchedulerSchedulesOptions) {
    this.#options = options;
  }

  async put(schedule: Schedule): Promise<void> {
    const request = this.#request(schedule);
    try {
      await this.#createOrUpdate(request, maxPutTries);
    } catch (error) {
      if (!isAwsError(error, 'ValidationException')) throw error;
      const shown = `${schedule.expression} (${schedule.timezone})`;
      throw fail('invalidRequest', `Not a schedule: ${shown}. ${error.message}`, error);
    }
  }

  async delete(name: string): Promise<void> {
    const { client, groupName } = this.#options;
    try {
      await client.send(new DeleteScheduleCommand({ Name: name, GroupName: groupName }));
    } catch (error) {
      if (!isAwsError(error, 'ResourceNotFoundException')) throw error;
    }
  }

  /** One call per schedule: a list shows names only. */
  async list(prefix: string): Promise<readonly Schedule[]> {
    const { client, groupName } = this.#options;
    const NamePrefix = prefix === '' ? undefined : prefix;
    const found: Schedule[] = [];
    for await (const page of paginateListSchedules(
      { client },
      { GroupName: groupName, NamePrefix },
    )) {
      for (const { Name } of page.Schedules ?? []) {
        const schedule = Name && (await this.#get(Name));
        if (schedule) found.push(schedule);
      }
    }
    return found;
  }

  async #createOrUpdate(request: CreateScheduleCommandInput, tries: number): Promise<void> {
    const { client } = this.#options;
    try {
      await client.send(new CreateScheduleCommand(request));
      return;
    } catch (error) {
      if (!isAwsError(error, 'ConflictException')) throw error;
    }
    try {
      await client.send(new UpdateScheduleCommand(request));
    } catch (error) {
      if (!isAwsError(error, 'ResourceNotFoundException') || tries <= 1) throw error;
      await this.#createOrUpdate(request, tries - 1);
    }
  }

  /** Undefined where it was deleted since it was listed. */
  async #get(name: string): Promise<Schedule | undefined> {
    const { client, groupName } = this.#options;
    try {
      const found = await client.send(new GetScheduleCommand({ Name: name, GroupName: groupName }));
      const firing = JSON.parse(found.Target?.Input ?? '{}') as { payload?: JsonObject };
      return {
        name,
        expression: found.ScheduleExpression ?? '',
        timezone: found.ScheduleExpressionTimezone ?? 'UTC',
        payload: firing.payload ?? {},
      };
    } catch (error) {
      if (isAwsError(error, 'ResourceNotFoundException')) return undefined;
      throw error;
    }
  }

  #request(schedule: Schedule): CreateScheduleCommandInput {
    const { name, payload } = schedule;
    const firing: ScheduleFiring = { name, scheduledAt: scheduledTime, payload };
    return {
      Name: name,
      GroupName: this.#options.groupName,
      ScheduleExpression: schedule.expression,
      ScheduleExpressionTimezone: schedule.timezone,
      FlexibleTimeWindow: { Mode: 'OFF' },
      Target: {
        Arn: this.#options.targetArn,
        RoleArn: this.#options.roleArn,
        DeadLetterConfig: { Arn: this.#options.deadLetterArn },
        RetryPolicy: retryPolicy,
        Input: JSON.stringify(firing),
      },
    };
  }
}
