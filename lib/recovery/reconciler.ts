import { Duration } from 'aws-cdk-lib';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { Construct } from 'constructs';
import { timeLimits } from '../../lambda/environment.ts';
import { DeadLetterQueue } from '../functions/dead-letter-queue.ts';
import type { Inference } from '../inference/inference.ts';
import { ServiceFunction } from '../functions/service-function.ts';
import type { TrainingJobEventsProps } from '../workflow/training-job-events.ts';

export interface ReconcilerProps extends TrainingJobEventsProps {
  readonly inference: Inference;
}

/**
 * Every five minutes, and when an execution ends badly: covers lost events, lost tokens and failed
 * settlements.
 */
export class Reconciler extends Construct {
  readonly function: ServiceFunction;
  readonly deadLetters: DeadLetterQueue;
  /** What makes it run. */
  readonly everyFiveMinutes: Rule;

  constructor(scope: Construct, id: string, props: ReconcilerProps) {
    super(scope, id);
    this.deadLetters = new DeadLetterQueue(this, 'DeadLetters');
    this.function = this.reconcile(props);
    const target = new LambdaFunction(this.function.live, {
      deadLetterQueue: this.deadLetters,
      retryAttempts: 2,
      maxEventAge: Duration.minutes(5),
    });
    this.everyFiveMinutes = new Rule(this, 'EveryFiveMinutes', {
      schedule: Schedule.rate(Duration.minutes(5)),
      targets: [target],
    });
    new Rule(this, 'ExecutionEndedBadly', {
      description: 'Executions of the training workflow that were aborted, failed or timed out',
      eventPattern: {
        source: ['aws.states'],
        detailType: ['Step Functions Execution Status Change'],
        detail: {
          status: ['ABORTED', 'FAILED', 'TIMED_OUT'],
          stateMachineArn: [props.workflow.stateMachine.stateMachineArn],
        },
      },
      targets: [target],
    });
  }

  private reconcile(props: ReconcilerProps) {
    const { storage, events, jobs, settings, workflow, inference } = props;
    return new ServiceFunction(this, 'Reconcile', {
      handler: 'reconcile',
      description: 'Finds versions and jobs that nobody waits for any more',
      encryptionKey: storage.key,
      deadLetters: this.deadLetters,
      timeout: Duration.seconds(timeLimits.reconcile),
      memorySize: 1024,
      environment: (role) => ({
        ...storage.grantRecordsWrite(role),
        ...storage.grantGateResults(role),
        ...storage.grantAppDeletion(role),
        ...events.grantPublish(role),
        ...jobs.grantStop(role),
        ...workflow.grantStart(role),
        ...workflow.grantSendResult(role),
        ...inference.grantFree(role),
        ...settings,
      }),
    });
  }
}
