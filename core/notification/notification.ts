import type { DomainEvent } from '../ports/events.ts';

/** How many a user may have. */
export const maxNotifications = 20;
/** How long the secret before still signs along after a rotation. */
export const overlapMilliseconds = 86_400_000;
/** Failing without a single success for so long, a webhook is switched off. */
export const maxFailingMilliseconds = 5 * 86_400_000;

interface NotificationBase {
  readonly id: string;
  readonly userId: string;
  readonly description: string;
  /** What it is sent for; empty: everything. */
  readonly events: readonly DomainEvent['type'][];
  /** Of which apps; empty: of all. */
  readonly appIds: readonly string[];
  /** False: its owner switched it off. */
  readonly isActive: boolean;
  /** Why it was switched off by itself; absent: it was not. */
  readonly disabledBecause?: string;
  /** Since when every delivery fails; absent: the last one arrived. */
  readonly failingSince?: string;
  readonly lastDelivery?: { readonly at: string; readonly status: 'delivered' | 'failed' };
  readonly createdAt: string;
  readonly updatedAt: string;
}

export interface WebhookNotification extends NotificationBase {
  readonly kind: 'webhook';
  readonly url: string;
  /** `whsec_…`: kept, because it signs; never answered again. */
  readonly secret: string;
  /** Signs along until then, so that a receiver can change over. */
  readonly previousSecret?: { readonly secret: string; readonly until: string };
}

export interface EmailNotification extends NotificationBase {
  readonly kind: 'email';
  readonly address: string;
  /** Of the host's `Notifier`. */
  readonly subscription: string;
}

/** One setting of one user: who is told of what. */
export type Notification = WebhookNotification | EmailNotification;

/** True where this is to be sent there. */
export function isFor(notification: Notification, { type, detail }: DomainEvent): boolean {
  const { events, appIds } = notification;
  if (!sends(notification)) return false;
  if (events.length > 0 && !events.includes(type)) return false;
  const { appId } = detail;
  return appIds.length === 0 || (typeof appId === 'string' && appIds.includes(appId));
}

/** True where anything is sent there. */
export function sends({ isActive, disabledBecause }: Notification): boolean {
  return isActive && disabledBecause === undefined;
}

/**
 * What is sent from now on with the new secret, and until the overlap's end with the old one too.
 */
export function rotated(
  notification: WebhookNotification,
  secret: string,
  now: string,
): WebhookNotification {
  const until = new Date(Date.parse(now) + overlapMilliseconds).toISOString();
  const previousSecret = { secret: notification.secret, until };
  return { ...notification, secret, previousSecret, updatedAt: now };
}
