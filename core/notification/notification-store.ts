import { fail } from '../errors.ts';
import type { Table, Write } from '../ports/table.ts';
import { keys } from '../records/keys.ts';
import { readAll, readRecord, toData, withRetry } from '../records/records.ts';
import type { Stored } from '../records/records.ts';
import { maxNotifications } from './notification.ts';
import type { Notification } from './notification.ts';

/** Every notification of a user, the first one first. */
export async function listNotifications(table: Table, userId: string): Promise<Notification[]> {
  const all = await readAll<Notification>(table, keys.notificationsOf(userId));
  return all.sort((a, b) => a.createdAt.localeCompare(b.createdAt));
}

/** @throws DeeptuneError does-not-exist */
export async function getNotification(
  table: Table,
  userId: string,
  id: string,
): Promise<Stored<Notification>> {
  const stored = await readRecord<Notification>(table, keys.notification(userId, id));
  if (stored) return stored;
  throw fail('doesNotExist', `Notification '${id}' does not exist`);
}

/**
 * Stores a new one. Creations of one user are told from each other by his guard, so that two at
 * once cannot pass the limit.
 * @param index of its address; absent for a webhook
 * @throws DeeptuneError invalid-request where he has as many as he may
 */
export function createNotification(
  table: Table,
  notification: Notification,
  addressHash?: string,
): Promise<void> {
  const { userId, id } = notification;
  return withRetry(async () => {
    const guard = await table.get(keys.notificationGuard(userId));
    await assertRoom(table, userId);
    await table.write([
      { put: itemOf(notification, addressHash), if: 'absent' },
      {
        put: { ...keys.notificationGuard(userId), data: { lastId: id } },
        if: guard ? { rev: guard.rev } : 'absent',
      },
    ]);
  });
}

/**
 * Before anything is done for a new one that storing it could not undo.
 * @throws DeeptuneError invalid-request where the user has as many as he may
 */
export async function assertRoom(table: Table, userId: string): Promise<void> {
  const { length } = await listNotifications(table, userId);
  if (length < maxNotifications) return;
  throw fail(
    'invalidRequest',
    `There are ${length} notifications, and a user may have ${maxNotifications}: delete one, or add events to one that is there`,
  );
}

function itemOf(notification: Notification, addressHash: string | undefined) {
  const { userId, id } = notification;
  const key = keys.notification(userId, id);
  const index = addressHash && { pk: keys.notificationsTo(addressHash), sk: `${userId}#${id}` };
  return { ...key, ...(index ? { index } : {}), data: toData(notification) };
}

/**
 * Changes one as it is then. What `change` answers unchanged is not written.
 * @throws DeeptuneError does-not-exist
 */
export function changeNotification(
  table: Table,
  { userId, id }: Pick<Notification, 'userId' | 'id'>,
  change: (notification: Notification) => Notification,
): Promise<Notification> {
  return withRetry(async () => {
    const item = await table.get(keys.notification(userId, id));
    if (!item) throw fail('doesNotExist', `Notification '${id}' does not exist`);
    const value = item.data as unknown as Notification;
    const changed = change(value);
    if (changed === value) return value;
    const index = item.index ? { index: item.index } : {};
    const put = { ...keys.notification(userId, id), ...index, data: toData(changed) };
    await table.write([{ put, if: { rev: item.rev } }]);
    return changed;
  });
}

/** Takes it away with its deliveries. */
export async function deleteNotification(
  table: Table,
  { userId, id }: Pick<Notification, 'userId' | 'id'>,
): Promise<void> {
  await table.write([{ delete: keys.notification(userId, id) }]);
  for (;;) {
    const { items } = await table.query({ ...keys.deliveriesOf(userId, id), limit: 100 });
    if (items.length === 0) return;
    await table.write(items.map(({ pk, sk }): Write => ({ delete: { pk, sk } })));
  }
}

/** Whether any notification of any user goes to this address. */
export async function isAddressUsed(table: Table, addressHash: string): Promise<boolean> {
  const pk = keys.notificationsTo(addressHash);
  return (await table.query({ pk, fromIndex: true, limit: 1 })).items.length > 0;
}
