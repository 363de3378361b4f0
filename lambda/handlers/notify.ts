import { notify } from '../../core/notification/notify.ts';
import { AwsHost } from '../compose.ts';
import type { BusEvent } from '../events/eventbridge-events.ts';
import { domainEventOf } from '../events/eventbridge-events.ts';
import { log } from '../log.ts';

let host: AwsHost | undefined;

/**
 * EventBridge: something happened. What is to be sent of it is written down first, then handed to
 * the functions that send; what is not handed over is found by the reconciler.
 */
export async function handler(event: BusEvent): Promise<void> {
  host ??= new AwsHost('notify', process.env);
  const { tasks, addresses } = host;
  const domainEvent = domainEventOf(event);
  const added = await notify(domainEvent, addresses, host);
  for (const payload of added) await tasks.start({ name: 'deliver-notification', payload });
  log('notified', { type: domainEvent.type, deliveries: added.length });
}
