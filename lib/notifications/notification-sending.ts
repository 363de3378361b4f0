import { Duration } from 'aws-cdk-lib';
import { Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { Construct } from 'constructs';
import type { Task } from '../../core/ports/tasks.ts';
import { taskSource, timeLimits } from '../../lambda/environment.ts';
import { DeadLetterQueue } from '../functions/dead-letter-queue.ts';
import { ServiceFunction } from '../functions/service-function.ts';
import type { Storage } from '../storage/storage.ts';
import type { DomainEvents } from '../workflow/domain-events.ts';
import type { EmailTopic } from './email-topic.ts';

export interface NotificationSendingProps {
  readonly storage: Storage;
  readonly events: DomainEvents;
  readonly email: EmailTopic;
  /** Where the API and the console are reached; absent: of the console nothing is known. */
  readonly apiUrl: string;
  readonly consoleUrl?: string | undefined;
}

const taskName: Task['name'] = 'deliver-notification';

/**
 * Tells users what they asked to be told: one function writes down what is to be sent of an event,
 * another sends each message, outside any network of ours; the reconciler starts later attempts.
 */
export class NotificationSending extends Construct {
  readonly notify: ServiceFunction;
  readonly deliver: ServiceFunction;
  readonly deadLetters: DeadLetterQueue;

  constructor(scope: Construct, id: string, props: NotificationSendingProps) {
    super(scope, id);
    this.deadLetters = new DeadLetterQueue(this, 'DeadLetters');
    this.notify = this.makeNotify(props);
    this.deliver = this.makeDeliver(props);
    const { bus } = props.events;
    new Rule(this, 'EventRule', {
      description: 'What users may want to be told of',
      eventBus: bus,
      eventPattern: { source: ['deeptune'] },
      targets: [this.target(this.notify, Duration.hours(24))],
    });
    new Rule(this, 'TaskRule', {
      description: 'Notifications that are to be delivered',
      eventBus: bus,
      eventPattern: { source: [taskSource], detailType: [taskName] },
      // The reconciler starts anew what is not delivered within the hour.
      targets: [this.target(this.deliver, Duration.hours(1))],
    });
  }

  private target({ live }: ServiceFunction, maxEventAge: Duration): LambdaFunction {
    return new LambdaFunction(live, { deadLetterQueue: this.deadLetters, maxEventAge });
  }

  private makeNotify({ storage, events, apiUrl, consoleUrl }: NotificationSendingProps) {
    return new ServiceFunction(this, 'Notify', {
      handler: 'notify',
      description: 'Writes down whom an event is to be sent to',
      encryptionKey: storage.key,
      deadLetters: this.deadLetters,
      timeout: Duration.minutes(1),
      environment: (role) => ({
        ...storage.grantNotificationsWrite(role),
        ...events.grantPublish(role),
        API_URL: apiUrl,
        CONSOLE_URL: consoleUrl ?? 'none',
      }),
    });
  }

  private makeDeliver({ storage, email }: NotificationSendingProps) {
    return new ServiceFunction(this, 'Deliver', {
      handler: 'deliver',
      description: 'Sends a notification: a webhook over https, or an e-mail by SNS',
      encryptionKey: storage.key,
      deadLetters: this.deadLetters,
      timeout: Duration.seconds(timeLimits.deliver),
      environment: (role) => ({
        ...storage.grantNotificationsWrite(role),
        ...email.grantSend(role),
      }),
    });
  }
}
