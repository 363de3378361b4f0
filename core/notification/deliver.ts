import { isError } from '../errors.ts';
import type { Dependencies } from '../ports/host.ts';
import type { Sent } from '../ports/notifier.ts';
import { WriteRefusedError } from '../ports/table.ts';
import { keys } from '../records/keys.ts';
import { readRecord, withRetry } from '../records/records.ts';
import type { Delivery } from './delivery.ts';
import { afterAttempt, begun, cancelled, ended } from './delivery.ts';
import type { DeliveryRef } from './delivery-store.ts';
import { deleteDelivery, findDelivery, putDelivery } from './delivery-store.ts';
import type { Notification } from './notification.ts';
import { sends } from './notification.ts';
import { changeNotification } from './notification-store.ts';
import { maxAttempts } from './retry.ts';
import { signedHeaders } from './signature.ts';

type Uses = Pick<Dependencies, 'table' | 'notifier' | 'now' | 'newId' | 'sha256'>;

/**
 * Makes one attempt at a delivery that is due. Two senders at once make one: the second finds it
 * taken. Repeated after a crash it sends again under the same id: at least once.
 * @returns the delivery as it is then; undefined where there was nothing to do
 */
export async function deliver(ref: DeliveryRef, deps: Uses): Promise<Delivery | undefined> {
  const { table } = deps;
  const stored = await findDelivery(table, ref);
  if (stored?.value.status !== 'pending') return undefined;
  if ((stored.value.nextAttemptAt ?? '') > deps.now()) return undefined;
  const { userId, notificationId } = ref;
  const key = keys.notification(userId, notificationId);
  const notification = (await readRecord<Notification>(table, key))?.value;
  if (!notification) return void (await deleteDelivery(table, ref));
  const refusal = whyNotTried(stored.value, notification);
  const taken = refusal ? cancelled(stored.value, refusal) : begun(stored.value, deps.now());
  if (!(await take(taken, stored.rev, deps))) return undefined;
  return refusal ? taken : attempt(taken, notification, deps);
}

/** A sender that dies at each attempt leaves no answer, and must not try for ever. */
function whyNotTried(delivery: Delivery, notification: Notification): string | undefined {
  if (!sends(notification) && !delivery.isOnce) return 'The notification is switched off';
  if (delivery.failures < maxAttempts) return undefined;
  return `Given up after ${delivery.failures} attempts`;
}

/** False where another sender was first. */
async function take(delivery: Delivery, rev: number, { table }: Uses): Promise<boolean> {
  try {
    await putDelivery(table, delivery, rev);
    return true;
  } catch (error) {
    if (error instanceof WriteRefusedError) return false;
    throw error;
  }
}

async function attempt(
  taken: Delivery,
  notification: Notification,
  deps: Uses,
): Promise<Delivery | undefined> {
  const sent = await send(taken, notification, deps);
  const instant = { now: deps.now(), random: randomOf(deps.newId()) };
  const after = await withRetry(async () => {
    const stored = await findDelivery(deps.table, taken);
    if (!stored) return undefined;
    const result = ended(stored.value, sent, instant);
    await putDelivery(deps.table, result, stored.rev);
    return result;
  });
  if (after) await report(notification, { delivery: after, sent, now: instant.now }, deps);
  return after;
}

/** From 0 to below 1. */
function randomOf(id: string): number {
  return Number.parseInt(id.slice(0, 8), 16) / 2 ** 32;
}

async function report(
  notification: Notification,
  outcome: Parameters<typeof afterAttempt>[1],
  { table }: Uses,
): Promise<void> {
  try {
    await changeNotification(table, notification, (now) => afterAttempt(now, outcome));
  } catch (error) {
    // Deleted meanwhile, and its deliveries with it.
    if (!isError(error, 'doesNotExist')) throw error;
  }
}

async function send(delivery: Delivery, to: Notification, deps: Uses): Promise<Sent> {
  const { id, body } = delivery;
  if (to.kind === 'email') return sendEmail(delivery, to, deps);
  const signed = signedHeaders({ id, at: deps.now(), body }, to, deps);
  const headers = { 'content-type': 'application/json', ...signed };
  return deps.notifier.sendWebhook({ url: to.url, headers, body });
}

async function sendEmail(
  { body, subject = 'deeptune' }: Delivery,
  { address, subscription }: Extract<Notification, { kind: 'email' }>,
  { notifier }: Uses,
): Promise<Sent> {
  const confirmation = await notifier.confirmation(subscription);
  if (confirmation === 'pending')
    return { problem: `${address} has not confirmed yet: follow the link in the mail from AWS` };
  if (confirmation === 'gone')
    return { problem: `${address} does not want any mail, or never confirmed`, isGone: true };
  return notifier.sendEmail({ subscription, address, subject, text: body });
}
