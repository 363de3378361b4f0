import { Duration } from 'aws-cdk-lib';
import { Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { Construct } from 'constructs';
import type { Task } from '../../core/ports/tasks.ts';
import { taskSource, timeLimits } from '../../lambda/environment.ts';
import { DeadLetterQueue } from '../functions/dead-letter-queue.ts';
import { ServiceFunction } from '../functions/service-function.ts';
import type { TrainingProps } from '../workflow/training-steps.ts';

const taskName: Task['name'] = 'freeze-dataset-version';

/**
 * Freezes dataset versions that are too large for a request: the function, the rule that hands it
 * its tasks, and the queue for those that failed.
 */
export class Freezing extends Construct {
  readonly function: ServiceFunction;
  readonly deadLetters: DeadLetterQueue;

  constructor(scope: Construct, id: string, props: Pick<TrainingProps, 'storage' | 'events'>) {
    super(scope, id);
    this.deadLetters = new DeadLetterQueue(this, 'DeadLetters');
    this.function = this.freeze(props);
    new Rule(this, 'Rule', {
      description: 'Dataset versions that are to be frozen',
      eventBus: props.events.bus,
      eventPattern: { source: [taskSource], detailType: [taskName] },
      targets: [
        new LambdaFunction(this.function.live, {
          deadLetterQueue: this.deadLetters,
          maxEventAge: Duration.hours(1),
        }),
      ],
    });
  }

  private freeze({ storage, events }: Pick<TrainingProps, 'storage' | 'events'>) {
    return new ServiceFunction(this, 'Freeze', {
      handler: 'freeze',
      description: 'Freezes a dataset version: reads its inputs, writes its manifest',
      encryptionKey: storage.key,
      deadLetters: this.deadLetters,
      timeout: Duration.seconds(timeLimits.freeze),
      memorySize: 1769,
      environment: (role) => ({
        ...storage.grantRecordsWrite(role),
        ...storage.grantObjectsWrite(role),
        ...events.grantPublish(role),
      }),
    });
  }
}
