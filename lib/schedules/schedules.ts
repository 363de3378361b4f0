import { ArnFormat, Duration, Stack } from 'aws-cdk-lib';
import type { Role } from 'aws-cdk-lib/aws-iam';
import { ScheduleGroup } from 'aws-cdk-lib/aws-scheduler';
import { Construct } from 'constructs';
import { DeadLetterQueue } from '../functions/dead-letter-queue.ts';
import { addWithWildcards } from '../acknowledge.ts';
import { liveAlias, ServiceFunction } from '../functions/service-function.ts';
import { ServiceRole } from '../functions/service-role.ts';
import { allow, allowWithoutResource, passRole } from '../statement.ts';
import type { Variables } from '../configuration/variables.ts';
import type { TrainingJobEventsProps } from '../workflow/training-job-events.ts';

export type SchedulesProps = Pick<TrainingJobEventsProps, 'storage' | 'workflow'>;

export type ScheduleVariables = Variables<
  'SCHEDULE_GROUP' | 'SCHEDULE_TARGET_ARN' | 'SCHEDULE_ROLE_ARN' | 'SCHEDULE_DLQ_ARN'
>;

/**
 * Retraining schedules: their group in EventBridge Scheduler, the function they fire, and the queue
 * for firings that failed.
 */
export class Schedules extends Construct {
  readonly function: ServiceFunction;
  readonly deadLetters: DeadLetterQueue;
  private readonly group: ScheduleGroup;
  private readonly role: ServiceRole;

  constructor(scope: Construct, id: string, props: SchedulesProps) {
    super(scope, id);
    this.group = new ScheduleGroup(this, 'Group', { scheduleGroupName: Stack.of(this).stackName });
    this.deadLetters = new DeadLetterQueue(this, 'DeadLetters');
    this.role = this.schedulerRole();
    this.function = this.scheduleFired(props);
  }

  /**
   * Puts, deletes and lists schedules of the group; each fires the one function under the one role.
   */
  grantManage(role: Role): ScheduleVariables {
    const manage = [
      'scheduler:CreateSchedule',
      'scheduler:DeleteSchedule',
      'scheduler:GetSchedule',
      'scheduler:UpdateSchedule',
    ];
    addWithWildcards(
      role,
      allow(manage, [this.scheduleArns]),
      'Schedules are made at run time; the group holds ours alone.',
    );
    addWithWildcards(
      role,
      allowWithoutResource(['scheduler:ListSchedules']),
      'The list of schedules knows no resource type.',
    );
    role.addToPolicy(passRole(this.role.roleArn, 'scheduler.amazonaws.com'));
    return this.variables;
  }

  /** Starts the execution of a slot, and may do nothing else. */
  private scheduleFired({ storage, workflow }: SchedulesProps) {
    return new ServiceFunction(this, 'ScheduleFired', {
      handler: 'scheduleFired',
      description: 'Starts the execution that decides whether a schedule retrains',
      functionName: this.targetName,
      encryptionKey: storage.key,
      deadLetters: this.deadLetters,
      timeout: Duration.minutes(1),
      environment: (role) => workflow.grantStartOnly(role),
    });
  }

  private schedulerRole(): ServiceRole {
    const role = new ServiceRole(this, 'Role', {
      description: 'deeptune: fires retraining schedules',
      service: 'scheduler.amazonaws.com',
      sourceArn: this.group.scheduleGroupArn,
    });
    role.addToPolicy(allow(['lambda:InvokeFunction'], [this.targetArn]));
    role.addToPolicy(allow(['sqs:SendMessage'], [this.deadLetters.queueArn]));
    return role;
  }

  /**
   * Schedules outlive deployments and remember their target: it keeps one name, known before the
   * function exists.
   */
  private get targetName(): string {
    return `${Stack.of(this).stackName}-schedule-fired`;
  }

  private get targetArn(): string {
    return Stack.of(this).formatArn({
      service: 'lambda',
      resource: 'function',
      resourceName: `${this.targetName}:${liveAlias}`,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
  }

  private get scheduleArns(): string {
    return Stack.of(this).formatArn({
      service: 'scheduler',
      resource: 'schedule',
      resourceName: `${this.group.scheduleGroupName}/*`,
    });
  }

  private get variables(): ScheduleVariables {
    return {
      SCHEDULE_GROUP: this.group.scheduleGroupName,
      SCHEDULE_TARGET_ARN: this.targetArn,
      SCHEDULE_ROLE_ARN: this.role.roleArn,
      SCHEDULE_DLQ_ARN: this.deadLetters.queueArn,
    };
  }
}
