import type { Dependencies } from '../ports/host.ts';
import { eachRecord } from '../records/records.ts';
import { keys } from '../records/keys.ts';
import type { Delivery } from './delivery.ts';
import { isTakenUp } from './delivery.ts';
import { dueDeliveries, putDelivery } from './delivery-store.ts';

/**
 * Where nobody but the caller sends, and he has just begun: what somebody had taken who is gone is
 * due at once, and not when his lease ends.
 */
export async function releaseDeliveries({
  table,
  now,
}: Pick<Dependencies, 'table' | 'now'>): Promise<void> {
  const query = { pk: keys.pendingDeliveries(), fromIndex: true };
  for await (const { value, rev } of eachRecord<Delivery>(table, query))
    if (isTakenUp(value)) await putDelivery(table, { ...value, nextAttemptAt: now() }, rev);
}

/** More than these are for the next time. */
const maxStarted = 500;

/**
 * Hands over what is due: later attempts, and what was written down by somebody who then died. One
 * that is handed over twice is sent once.
 * @returns how many
 */
export async function resumeDeliveries({
  table,
  tasks,
  now,
}: Pick<Dependencies, 'table' | 'tasks' | 'now'>): Promise<number> {
  const due = await dueDeliveries(table, now(), maxStarted);
  for (const ref of due) await tasks.start({ name: 'deliver-notification', payload: { ...ref } });
  return due.length;
}
