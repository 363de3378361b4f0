import { fail } from '../../../errors.ts';
import { deliver } from '../../../notification/deliver.ts';
import type { Delivery } from '../../../notification/delivery.ts';
import { renewed } from '../../../notification/delivery.ts';
import type { DeliveryRef } from '../../../notification/delivery-store.ts';
import {
  addDelivery,
  getDelivery,
  listDeliveries,
  putDelivery,
} from '../../../notification/delivery-store.ts';
import { testMessage } from '../../../notification/message.ts';
import { sends } from '../../../notification/notification.ts';
import { getNotification } from '../../../notification/notification-store.ts';
import { newDelivery } from '../../../notification/notify.ts';
import { withRetry } from '../../../records/records.ts';
import { paged } from '../../http/paging.ts';
import { paging } from '../../http/query-values.ts';
import type { RequestContext } from '../../http/request-context.ts';
import { param, userOf } from '../../http/request-context.ts';
import type { Answer, Route } from '../../http/route.ts';
import { deliveryToWire } from './notification-wire.ts';

/** Sends at once, and answers what came of it. */
async function test(call: RequestContext): Promise<Answer<'PostNotificationTest'>> {
  const { deps } = call;
  const userId = userOf(call);
  const { value } = await getNotification(deps.table, userId, param(call, 'notification_id'));
  const message = testMessage(value, deps.now(), { api: call.origin });
  const made: Delivery = {
    ...newDelivery(value, { id: deps.newId(), message }, deps.now()),
    isOnce: true,
  };
  await addDelivery(deps.table, made);
  return { delivery: deliveryToWire(await sentNow(made, call), true) };
}

/** Where another sender took it first, it is answered as it stands. */
async function sentNow(ref: DeliveryRef, { deps }: RequestContext): Promise<Delivery> {
  const sent = await deliver(ref, deps);
  return sent ?? (await getDelivery(deps.table, ref)).value;
}

async function list(call: RequestContext): Promise<Answer<'ListNotificationDeliveries'>> {
  const { table } = call.deps;
  const { userId, notificationId } = refOf(call);
  await getNotification(table, userId, notificationId);
  const all = await listDeliveries(table, { userId, notificationId });
  return { deliveries: paged(call, all).map((each) => deliveryToWire(each)) };
}

function refOf(call: RequestContext): DeliveryRef {
  return {
    userId: userOf(call),
    notificationId: param(call, 'notification_id'),
    id: param(call, 'delivery_id'),
  };
}

async function get(call: RequestContext): Promise<Answer<'GetNotificationDelivery'>> {
  const { value } = await getDelivery(call.deps.table, refOf(call));
  return { delivery: deliveryToWire(value, true) };
}

/** The same message once more, under its own id: who had it already can tell. */
async function redeliver(call: RequestContext): Promise<Answer<'PostNotificationRedelivery'>> {
  const { table, now } = call.deps;
  const ref = refOf(call);
  const { value: notification } = await getNotification(table, ref.userId, ref.notificationId);
  if (!sends(notification))
    throw fail(
      'invalidRequest',
      `Notification '${notification.id}' is switched off; set active to true first`,
    );
  await withRetry(async () => {
    const { value, rev } = await getDelivery(table, ref);
    await putDelivery(table, renewed(value, now()), rev);
  });
  return { delivery: deliveryToWire(await sentNow(ref, call), true) };
}

const one = '/notifications/:notification_id';
const deliveries = { path: `${one}/deliveries`, under: 'user' } as const;

/** What was sent, what came of it, and sending it again. */
export const deliveryRoutes: readonly Route[] = [
  {
    operation: 'PostNotificationTest',
    method: 'POST',
    path: `${one}/test`,
    under: 'user',
    handle: test,
  },
  {
    operation: 'ListNotificationDeliveries',
    method: 'GET',
    ...deliveries,
    query: paging,
    handle: list,
  },
  {
    operation: 'GetNotificationDelivery',
    method: 'GET',
    path: `${deliveries.path}/:delivery_id`,
    under: 'user',
    handle: get,
  },
  {
    operation: 'PostNotificationRedelivery',
    method: 'POST',
    path: `${deliveries.path}/:delivery_id/redeliver`,
    under: 'user',
    handle: redeliver,
  },
];
