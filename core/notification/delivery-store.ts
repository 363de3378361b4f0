import { fail } from '../errors.ts';
import type { Item, Table, Write } from '../ports/table.ts';
import { WriteRefusedError } from '../ports/table.ts';
import { keys } from '../records/keys.ts';
import { readAll, readRecord, toData } from '../records/records.ts';
import type { Stored } from '../records/records.ts';
import type { Delivery } from './delivery.ts';

/** How many of a notification are kept, beside those that are still to be tried. */
export const maxDeliveries = 100;
/** Older ones are taken away where there are so many more, not at each. */
const slack = 20;

/** Names one delivery. */
export type DeliveryRef = Pick<Delivery, 'userId' | 'notificationId' | 'id'>;

const keyOf = ({ userId, notificationId, id }: DeliveryRef) =>
  keys.delivery(userId, notificationId, id);

/** A pending one lies in the index of what is due, at its instant. */
function itemOf(delivery: Delivery): Omit<Item, 'rev'> {
  const { userId, notificationId, id, nextAttemptAt } = delivery;
  const place = `${nextAttemptAt}#${userId}#${notificationId}#${id}`;
  const index = nextAttemptAt && { pk: keys.pendingDeliveries(), sk: place };
  return { ...keyOf(delivery), ...(index ? { index } : {}), data: toData(delivery) };
}

/** Stores a new one. @returns false where it is there already: the same event came twice */
export async function addDelivery(table: Table, delivery: Delivery): Promise<boolean> {
  try {
    await table.write([{ put: itemOf(delivery), if: 'absent' }]);
  } catch (error) {
    if (error instanceof WriteRefusedError && error.reasons.includes('condition')) return false;
    throw error;
  }
  await deleteOld(table, delivery);
  return true;
}

/** Replaces one that has not changed meanwhile. @throws WriteRefusedError where it has */
export async function putDelivery(table: Table, delivery: Delivery, rev: number): Promise<void> {
  await table.write([{ put: itemOf(delivery), if: { rev } }]);
}

export function findDelivery(
  table: Table,
  ref: DeliveryRef,
): Promise<Stored<Delivery> | undefined> {
  return readRecord<Delivery>(table, keyOf(ref));
}

/** @throws DeeptuneError does-not-exist */
export async function getDelivery(table: Table, ref: DeliveryRef): Promise<Stored<Delivery>> {
  const stored = await findDelivery(table, ref);
  if (stored) return stored;
  throw fail(
    'doesNotExist',
    `Delivery '${ref.id}' does not exist; the last ${maxDeliveries} are kept`,
  );
}

/** Those of a notification, newest first: the last `maxDeliveries`. */
export async function listDeliveries(
  table: Table,
  { userId, notificationId }: Omit<DeliveryRef, 'id'>,
): Promise<Delivery[]> {
  const all = await readAll<Delivery>(table, keys.deliveriesOf(userId, notificationId));
  return newestFirst(all).slice(0, maxDeliveries);
}

export async function deleteDelivery(table: Table, ref: DeliveryRef): Promise<void> {
  await table.write([{ delete: keyOf(ref) }]);
}

/** Names of those that are due by now, the longest due first. */
export async function dueDeliveries(
  table: Table,
  until: string,
  limit: number,
): Promise<DeliveryRef[]> {
  const query = { pk: keys.pendingDeliveries(), fromIndex: true, limit };
  const { items } = await table.query(query);
  return items
    .map(({ data }) => data as unknown as Delivery)
    .filter(({ nextAttemptAt }) => nextAttemptAt !== undefined && nextAttemptAt <= until)
    .map(({ userId, notificationId, id }) => ({ userId, notificationId, id }));
}

function newestFirst(all: readonly Delivery[]): Delivery[] {
  return all.toSorted((a, b) => (a.createdAt < b.createdAt ? 1 : -1));
}

/** What is still to be tried is not old. */
async function deleteOld(table: Table, { userId, notificationId }: Delivery): Promise<void> {
  const partition = keys.deliveriesOf(userId, notificationId);
  if ((await table.count(partition)) <= maxDeliveries + slack) return;
  const all = newestFirst(await readAll<Delivery>(table, partition));
  const old = all.slice(maxDeliveries).filter(({ status }) => status !== 'pending');
  const writes = old.slice(0, 100).map((each): Write => ({ delete: keyOf(each) }));
  if (writes.length > 0) await table.write(writes);
}
