import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { World } from './world.ts';

/** What `deeptune quote` quoted for the model `pictures` last. */
async function openQuote(world: World): Promise<string> {
  const { quotes } = await world.client.call('ListQuotes', { model_id: 'pictures' });
  const open = quotes.find(({ status }) => status === 'open');
  if (!open) throw new Error('Model pictures has no open quote');
  return open.id;
}

/** The newest version of the model `visual-classifier` that was trained from another. */
async function childVersion(world: World): Promise<string> {
  const at = { model_id: 'visual-classifier', trained_only: true };
  const { model_versions: versions } = await world.client.call('ListModelVersions', at);
  const child = versions.find(({ train_info: info }) => info?.resume_from_model !== undefined);
  if (!child) throw new Error('Model visual-classifier has no version with a parent');
  return child.id;
}

/** An id of a notification and of a delivery of it, in place of what an example calls so. */
export async function withIds(world: World, line: string): Promise<string> {
  if (line.includes('<quote>')) return line.replace('<quote>', await openQuote(world));
  if (line.includes('<version>')) return line.replace('<version>', await childVersion(world));
  if (!line.includes('<id>')) return line;
  const receiver = createServer((_request, response) => response.end()).listen(0, '127.0.0.1');
  await new Promise((resolve) => receiver.once('listening', resolve));
  // It listens for as long as the checks run, and holds none of them up.
  receiver.unref();
  const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`;
  const asked = { notification: { kind: 'webhook' as const, url } };
  const { notification } = await world.client.call('PostNotification', {}, asked);
  const at = { notification_id: notification.id };
  const { delivery } = await world.client.call('PostNotificationTest', at);
  return line.replace('<id>', notification.id).replace('<delivery>', delivery.id);
}
