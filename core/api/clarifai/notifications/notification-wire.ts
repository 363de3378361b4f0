import * as z from 'zod';
import type { Delivery } from '../../../notification/delivery.ts';
import type { eventTypes } from '../../../notification/event-types.ts';
import { eventTypeNames } from '../../../notification/event-types.ts';
import type { Notification } from '../../../notification/notification.ts';
import { sends } from '../../../notification/notification.ts';
import type { Confirmation } from '../../../ports/notifier.ts';
import { idSchema } from '../../http/ids.ts';
import type {
  Notification as WireNotification,
  NotificationDelivery,
} from '../../wire/messages.ts';

const event = z.enum(eventTypeNames as [keyof typeof eventTypes, ...(keyof typeof eventTypes)[]]);

/** What can be changed later, too. */
const settings = {
  events: z.array(event).max(50).optional(),
  app_ids: z.array(idSchema).max(100).optional(),
  description: z.string().max(1_000).optional(),
  active: z.boolean().optional(),
};
const url = z.string().min(1).max(2_000);

/** A webhook, or an e-mail address, that is made. */
export const newNotification = z.object({
  notification: z
    .object({
      kind: z.enum(['webhook', 'email']),
      url: url.optional(),
      address: z.email().max(254).optional(),
      ...settings,
    })
    .superRefine(({ kind, url: to, address }, context) => {
      const [needed, other] =
        kind === 'webhook' ? (['url', 'address'] as const) : (['address', 'url'] as const);
      const given = { url: to, address };
      const message =
        given[needed] === undefined
          ? `kind '${kind}' needs '${needed}'`
          : given[other] !== undefined && `kind '${kind}' takes '${needed}' and not '${other}'`;
      if (message) context.addIssue({ code: 'custom', message });
    }),
});

export const notificationPatch = z.object({
  notification: z.object({ url: url.optional(), ...settings }),
});

/** Without its secret: that is shown once, where it is made. */
export function notificationToWire(
  notification: Notification,
  confirmation?: Confirmation,
): WireNotification {
  const { id, kind, description, events, appIds, createdAt, updatedAt } = notification;
  const note = noteOf(notification, confirmation);
  const { lastDelivery } = notification;
  const previous = kind === 'webhook' ? notification.previousSecret : undefined;
  return {
    id,
    kind,
    ...(notification.kind === 'webhook'
      ? { url: notification.url }
      : { address: notification.address }),
    description,
    events: [...events],
    app_ids: [...appIds],
    active: sends(notification),
    state: stateOf(notification, confirmation),
    ...(note === undefined ? {} : { note }),
    created_at: createdAt,
    updated_at: updatedAt,
    ...(previous ? { previous_secret_until: previous.until } : {}),
    ...(lastDelivery ? { last_delivery: lastDelivery } : {}),
  };
}

function stateOf(notification: Notification, confirmation: Confirmation | undefined): string {
  if (!notification.isActive) return 'off';
  if (notification.disabledBecause !== undefined) return 'disabled';
  if (confirmation === 'pending') return 'unconfirmed';
  return confirmation === 'gone' ? 'unsubscribed' : 'active';
}

function noteOf(
  { disabledBecause, isActive }: Notification,
  confirmation: Confirmation | undefined,
): string | undefined {
  if (isActive && disabledBecause !== undefined)
    return `${disabledBecause}: it was switched off; set active to true once it is mended`;
  if (confirmation === 'pending') return 'Nothing is sent until the link in the mail is followed';
  if (confirmation === 'gone')
    return 'The address was never confirmed, or its owner ended it: delete this and make it again';
  return undefined;
}

/** @param withBody true: with the text as it is sent */
export function deliveryToWire(delivery: Delivery, withBody = false): NotificationDelivery {
  const { id, notificationId, type, createdAt, status, attempts, nextAttemptAt, note, body } =
    delivery;
  return {
    id,
    notification_id: notificationId,
    type,
    created_at: createdAt,
    status,
    attempts: attempts.map(({ at, statusCode, answer, problem, milliseconds }) => ({
      at,
      ...(statusCode === undefined ? {} : { status_code: statusCode }),
      ...(answer === undefined ? {} : { answer }),
      ...(problem === undefined ? {} : { problem }),
      ...(milliseconds === undefined ? {} : { milliseconds }),
    })),
    ...(nextAttemptAt === undefined ? {} : { next_attempt_at: nextAttemptAt }),
    ...(note === undefined ? {} : { note }),
    ...(withBody ? { body } : {}),
  };
}
