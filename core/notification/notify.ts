import type { DomainEvent } from '../ports/events.ts';
import type { Dependencies } from '../ports/host.ts';
import type { Delivery } from './delivery.ts';
import type { DeliveryRef } from './delivery-store.ts';
import { addDelivery } from './delivery-store.ts';
import { eventIdOf } from './event-types.ts';
import type { Addresses } from './links.ts';
import { emailOf, messageOf } from './message.ts';
import type { Message } from './message.ts';
import type { Notification } from './notification.ts';
import { isFor } from './notification.ts';
import { listNotifications } from './notification-store.ts';

type Uses = Pick<Dependencies, 'table' | 'now' | 'sha256'>;

/**
 * Writes down what is to be sent of an event, for each of its user's notifications that it is for.
 * What stands there is sent, whatever becomes of the caller; the same event told twice stands there
 * once.
 * @returns what is new
 */
export async function notify(
  event: DomainEvent,
  addresses: Addresses,
  deps: Uses,
): Promise<readonly DeliveryRef[]> {
  const { userId } = event.detail;
  // An event that an earlier release published names nobody.
  if (typeof userId !== 'string') return [];
  const all = await listNotifications(deps.table, userId);
  const id = eventIdOf(event, deps.sha256);
  const message = messageOf(event, addresses);
  const added: DeliveryRef[] = [];
  for (const notification of all.filter((each) => isFor(each, event))) {
    const delivery = newDelivery(notification, { id, message }, deps.now());
    if (await addDelivery(deps.table, delivery)) added.push(delivery);
  }
  return added.map((each) => ({ userId, notificationId: each.notificationId, id }));
}

/** A delivery that is due at once. */
export function newDelivery(
  notification: Notification,
  { id, message }: { readonly id: string; readonly message: Message },
  now: string,
): Delivery {
  const email = notification.kind === 'email' ? emailOf(message) : undefined;
  return {
    id,
    userId: notification.userId,
    notificationId: notification.id,
    type: message.type,
    createdAt: now,
    status: 'pending',
    attempts: [],
    failures: 0,
    nextAttemptAt: now,
    body: email?.text ?? JSON.stringify(message),
    ...(email ? { subject: email.subject } : {}),
  };
}
