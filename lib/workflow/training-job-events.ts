import { Duration } from 'aws-cdk-lib';
import { Match, Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { Construct } from 'constructs';
import { DeadLetterQueue } from '../functions/dead-letter-queue.ts';
import { ServiceFunction } from '../functions/service-function.ts';
import type { TrainingProps } from './training-steps.ts';
import type { TrainingWorkflow } from './training-workflow.ts';

export interface TrainingJobEventsProps extends TrainingProps {
  readonly workflow: TrainingWorkflow;
}

/**
 * SageMaker's word that one of our jobs changed: a hint, checked with Describe, that ends the wait
 * of a Train step.
 */
export class TrainingJobEvents extends Construct {
  readonly function: ServiceFunction;
  readonly deadLetters: DeadLetterQueue;

  constructor(scope: Construct, id: string, props: TrainingJobEventsProps) {
    super(scope, id);
    this.deadLetters = new DeadLetterQueue(this, 'DeadLetters');
    this.function = this.trainingJobEvent(props);
    new Rule(this, 'Rule', {
      description: `State changes of training jobs named ${props.jobs.prefix}*`,
      eventPattern: {
        source: ['aws.sagemaker'],
        detailType: ['SageMaker Training Job State Change'],
        detail: { TrainingJobName: Match.prefix(props.jobs.prefix) },
      },
      targets: [
        new LambdaFunction(this.function.live, {
          deadLetterQueue: this.deadLetters,
          maxEventAge: Duration.hours(1),
        }),
      ],
    });
  }

  private trainingJobEvent({ storage, events, jobs, settings, workflow }: TrainingJobEventsProps) {
    return new ServiceFunction(this, 'TrainingJobEvent', {
      handler: 'trainingJobEvent',
      description: 'Sends the result of an ended training job to its waiting step',
      encryptionKey: storage.key,
      deadLetters: this.deadLetters,
      timeout: Duration.minutes(1),
      environment: (role) => ({
        ...storage.grantRecordsRead(role),
        ...events.variables,
        ...jobs.grantDescribe(role),
        ...workflow.grantSendResult(role),
        ...settings,
      }),
    });
  }
}
