import { Duration } from 'aws-cdk-lib';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { Construct } from 'constructs';
import { timeLimits } from '../../lambda/environment.ts';
import { DeadLetterQueue } from '../functions/dead-letter-queue.ts';
import { ServiceFunction } from '../functions/service-function.ts';
import type { TrainingProps } from '../workflow/training-steps.ts';

type InvoicingProps = Pick<TrainingProps, 'storage' | 'events' | 'settings'>;

/**
 * Issues the invoices of the month before on the third, when its last jobs have settled: the
 * function, the rule that makes it run, and the queue for a run that failed.
 */
export class Invoicing extends Construct {
  readonly function: ServiceFunction;
  readonly deadLetters: DeadLetterQueue;

  constructor(scope: Construct, id: string, props: InvoicingProps) {
    super(scope, id);
    this.deadLetters = new DeadLetterQueue(this, 'DeadLetters');
    this.function = this.issue(props);
    new Rule(this, 'ThirdOfMonth', {
      description: 'Issues the invoices of the month before',
      schedule: Schedule.cron({ minute: '0', hour: '6', day: '3' }),
      targets: [
        new LambdaFunction(this.function.live, {
          deadLetterQueue: this.deadLetters,
          retryAttempts: 2,
          maxEventAge: Duration.hours(1),
        }),
      ],
    });
  }

  private issue({ storage, events, settings }: InvoicingProps) {
    return new ServiceFunction(this, 'IssueInvoices', {
      handler: 'issueInvoices',
      description: 'Issues the invoices that are due',
      encryptionKey: storage.key,
      deadLetters: this.deadLetters,
      timeout: Duration.seconds(timeLimits.issueInvoices),
      memorySize: 1024,
      environment: (role) => ({
        ...storage.grantInvoicing(role),
        ...events.grantPublish(role),
        ...settings,
      }),
    });
  }
}
