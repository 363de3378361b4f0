import type * as z from 'zod';
import { fail } from '../../../errors.ts';
import { eventTypeNames, eventTypes } from '../../../notification/event-types.ts';
import type { Notification } from '../../../notification/notification.ts';
import { rotated } from '../../../notification/notification.ts';
import {
  assertRoom,
  changeNotification,
  createNotification,
  deleteNotification,
  getNotification,
  isAddressUsed,
  listNotifications,
} from '../../../notification/notification-store.ts';
import { newSecret } from '../../../notification/signature.ts';
import { keys } from '../../../records/keys.ts';
import type { RequestContext } from '../../http/request-context.ts';
import { param, parse, userOf } from '../../http/request-context.ts';
import type { Answer, Route } from '../../http/route.ts';
import type { Notification as WireNotification } from '../../wire/messages.ts';
import { newNotification, notificationPatch, notificationToWire } from './notification-wire.ts';

type Asked = z.infer<typeof newNotification>['notification'];

async function post(call: RequestContext): Promise<Answer<'PostNotification'>> {
  const userId = userOf(call);
  const asked = parse(newNotification, call.body).notification;
  await assertApps(userId, asked.app_ids ?? [], call);
  await assertRoom(call.deps.table, userId);
  const now = call.deps.now();
  const base = {
    id: call.deps.newId(),
    userId,
    description: asked.description ?? '',
    events: asked.events ?? [],
    appIds: asked.app_ids ?? [],
    isActive: asked.active ?? true,
    createdAt: now,
    updatedAt: now,
  };
  const notification: Notification =
    asked.kind === 'webhook'
      ? {
          ...base,
          kind: 'webhook',
          url: await sendableUrl(asked, call),
          secret: newSecret(call.deps),
        }
      : { ...base, kind: 'email', ...(await subscribed(asked, call)) };
  await createNotification(call.deps.table, notification, hashOf(notification, call));
  const secret = notification.kind === 'webhook' ? { secret: notification.secret } : {};
  return { notification: await shown(notification, call), ...secret };
}

/** A filter on what is not there would be silent for ever. */
async function assertApps(
  userId: string,
  appIds: readonly string[],
  { deps }: RequestContext,
): Promise<void> {
  for (const appId of appIds) {
    const app = await deps.table.get(keys.app({ userId, appId }));
    if (!app || app.data['deletedAt'] !== undefined)
      throw fail('doesNotExist', `App '${appId}' does not exist`);
  }
}

async function sendableUrl(
  { url = '' }: Pick<Asked, 'url'>,
  { deps }: RequestContext,
): Promise<string> {
  const refusal = await deps.notifier.webhookRefusal(url);
  if (refusal === undefined) return url;
  throw fail('invalidRequest', `'${url.slice(0, 200)}' cannot be sent to: ${refusal}`);
}

async function subscribed({ address = '' }: Asked, { deps }: RequestContext) {
  const refusal = await deps.notifier.emailRefusal();
  if (refusal !== undefined)
    throw fail('notSupported', `'${address}' cannot be written to: ${refusal}`);
  return { address, subscription: await deps.notifier.subscribe(address) };
}

function hashOf(notification: Notification, { deps }: RequestContext): string | undefined {
  return notification.kind === 'email' ? deps.sha256(notification.address) : undefined;
}

async function shown(
  notification: Notification,
  { deps }: RequestContext,
): Promise<WireNotification> {
  const confirmation =
    notification.kind === 'email'
      ? await deps.notifier.confirmation(notification.subscription)
      : undefined;
  return notificationToWire(notification, confirmation);
}

async function list(call: RequestContext): Promise<Answer<'ListNotifications'>> {
  const all = await listNotifications(call.deps.table, userOf(call));
  return { notifications: await Promise.all(all.map((each) => shown(each, call))) };
}

/** What there is to choose from here. */
async function listEvents(call: RequestContext): Promise<Answer<'ListNotificationEvents'>> {
  userOf(call);
  const refusal = await call.deps.notifier.emailRefusal();
  return {
    events: eventTypeNames.map((type) => ({ type, description: eventTypes[type].description })),
    kinds: [{ kind: 'webhook' }, { kind: 'email', ...(refusal === undefined ? {} : { refusal }) }],
  };
}

async function get(call: RequestContext): Promise<Answer<'GetNotification'>> {
  const { value } = await getNotification(call.deps.table, ...named(call));
  return { notification: await shown(value, call) };
}

const named = (call: RequestContext): [userId: string, id: string] => [
  userOf(call),
  param(call, 'notification_id'),
];

async function patch(call: RequestContext): Promise<Answer<'PatchNotification'>> {
  const [userId, id] = named(call);
  const asked = parse(notificationPatch, call.body).notification;
  const { value } = await getNotification(call.deps.table, userId, id);
  if (asked.url !== undefined && value.kind === 'email')
    throw fail('invalidRequest', `Notification '${id}' is an e-mail address and has no 'url'`);
  if (asked.url !== undefined) await sendableUrl(asked, call);
  await assertApps(userId, asked.app_ids ?? [], call);
  const updatedAt = call.deps.now();
  const changed = await changeNotification(call.deps.table, { userId, id }, (old) => ({
    ...patched(old, asked),
    updatedAt,
  }));
  return { notification: await shown(changed, call) };
}

/** Switched on, what failed before is forgotten. */
function patched(
  old: Notification,
  asked: z.infer<typeof notificationPatch>['notification'],
): Notification {
  const { disabledBecause, failingSince, ...rest } = old;
  const failing = {
    ...(disabledBecause === undefined ? {} : { disabledBecause }),
    ...(failingSince === undefined ? {} : { failingSince }),
  };
  const { url, events, app_ids: appIds, description, active } = asked;
  return {
    ...rest,
    ...(active === true ? {} : failing),
    ...(url === undefined ? {} : { url }),
    ...(events === undefined ? {} : { events }),
    ...(appIds === undefined ? {} : { appIds }),
    ...(description === undefined ? {} : { description }),
    ...(active === undefined ? {} : { isActive: active }),
  } as Notification;
}

/** What is on its way to it is not sent any more. */
async function remove(call: RequestContext): Promise<Answer<'DeleteNotification'>> {
  const [userId, id] = named(call);
  const { table, notifier } = call.deps;
  const { value } = await getNotification(table, userId, id);
  await deleteNotification(table, { userId, id });
  const hash = hashOf(value, call);
  // The subscription is the address's, whoever of the deployment's users writes to it.
  if (value.kind === 'email' && hash && !(await isAddressUsed(table, hash)))
    await notifier.unsubscribe(value.subscription);
  return {};
}

/** A new secret; the old one signs along for a day. */
async function rotate(call: RequestContext): Promise<Answer<'PostNotificationSecret'>> {
  const [userId, id] = named(call);
  const secret = newSecret(call.deps);
  const now = call.deps.now();
  const changed = await changeNotification(call.deps.table, { userId, id }, (old) => {
    if (old.kind === 'webhook') return rotated(old, secret, now);
    throw fail('invalidRequest', `Notification '${id}' is an e-mail address and has no secret`);
  });
  return { notification: await shown(changed, call), secret };
}

const all = { path: '/notifications', under: 'user' } as const;
const one = { path: '/notifications/:notification_id', under: 'user' } as const;

/** Who is told of what; extensions, Clarifai has no counterpart. */
export const notificationRoutes: readonly Route[] = [
  {
    operation: 'PostNotification',
    method: 'POST',
    ...all,
    body: newNotification,
    refusesUnread: true,
    handle: post,
  },
  { operation: 'ListNotifications', method: 'GET', ...all, handle: list },
  {
    operation: 'ListNotificationEvents',
    method: 'GET',
    path: '/notifications/events',
    under: 'user',
    handle: listEvents,
  },
  { operation: 'GetNotification', method: 'GET', ...one, handle: get },
  {
    operation: 'PatchNotification',
    method: 'PATCH',
    ...one,
    body: notificationPatch,
    refusesUnread: true,
    handle: patch,
  },
  { operation: 'DeleteNotification', method: 'DELETE', ...one, handle: remove },
  {
    operation: 'PostNotificationSecret',
    method: 'POST',
    path: `${one.path}/secret`,
    under: 'user',
    handle: rotate,
  },
];
