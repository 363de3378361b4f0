import { Stack } from 'aws-cdk-lib';
import { Rule } from 'aws-cdk-lib/aws-events';
import { SnsTopic } from 'aws-cdk-lib/aws-events-targets';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { DeadLetterQueue } from '../functions/dead-letter-queue.ts';
import { ServiceRole } from '../functions/service-role.ts';
import { allow } from '../statement.ts';
import type { Storage } from '../storage/storage.ts';
import type { DomainEvents } from './domain-events.ts';

export interface NotificationsProps {
  readonly events: DomainEvents;
  readonly storage: Storage;
}

/**
 * Every event of the bus on a topic, for whoever subscribes: an address, a queue, a web hook. The
 * event's `detail-type` says what happened.
 */
export class Notifications extends Construct {
  readonly topic: Topic;
  readonly deadLetters: DeadLetterQueue;

  constructor(scope: Construct, id: string, { events, storage }: NotificationsProps) {
    super(scope, id);
    this.topic = new Topic(this, 'Topic', {
      displayName: `${Stack.of(this).stackName}: model versions`,
      masterKey: storage.key,
      enforceSSL: true,
    });
    this.deadLetters = new DeadLetterQueue(this, 'DeadLetters');
    const role = this.publisher(events, storage).withoutPolicyUpdates();
    new Rule(this, 'Rule', {
      description: 'What happened to model versions',
      eventBus: events.bus,
      eventPattern: { source: ['deeptune'] },
      targets: [new SnsTopic(this.topic, { role, deadLetterQueue: this.deadLetters })],
    });
  }

  private publisher({ bus }: DomainEvents, storage: Storage): ServiceRole {
    const rules = { service: 'events', resource: 'rule', resourceName: `${bus.eventBusName}/*` };
    const role = new ServiceRole(this, 'Role', {
      description: 'deeptune: publishes what happened to model versions',
      service: 'events.amazonaws.com',
      sourceArn: Stack.of(this).formatArn(rules),
    });
    role.addToPolicy(allow(['sns:Publish'], [this.topic.topicArn]));
    storage.permitKey(role, 'sns', ['kms:Decrypt', 'kms:GenerateDataKey']);
    return role;
  }
}
