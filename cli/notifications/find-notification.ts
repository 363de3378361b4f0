import type { Client } from '../../client/client.ts';
import type { Notification } from '../../core/api/wire/messages.ts';
import { notFoundFailure, usageFailure } from '../frame/failure.ts';

/** Fewer characters of an id are no name. */
const minBeginning = 4;

/**
 * The notification that a person names by its id, the beginning of it, or where it is sent.
 * @throws CommandFailure: none (3), several (2)
 */
export async function findNotification(client: Client, name: string): Promise<Notification> {
  const { notifications } = await client.call('ListNotifications', {});
  const exact = notifications.filter(({ id }) => id === name);
  const isMeant = ({ id, url, address }: Notification) =>
    url === name || address === name || (name.length >= minBeginning && id.startsWith(name));
  const found = exact.length > 0 ? exact : notifications.filter(isMeant);
  const [first, second] = found;
  if (first && !second) return first;
  if (first)
    throw usageFailure(
      `'${name}' names ${found.length} notifications: ${found.map(({ id }) => id).join(', ')}; give an id`,
      'deeptune notifications',
    );
  throw notFoundFailure(
    `No notification has the id '${name}', or is sent there`,
    'deeptune notifications',
  );
}
