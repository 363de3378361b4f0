import { omit } from '../json.ts';
import type { Sent } from '../ports/notifier.ts';
import type { Notification } from './notification.ts';
import { maxFailingMilliseconds } from './notification.ts';
import { pauseAfter } from './retry.ts';

/** One try of a delivery. */
export interface Attempt {
  readonly at: string;
  /** HTTP status of the answer; of an e-mail that of the service that took it. */
  readonly statusCode?: number;
  /** First 500 characters of the answer. */
  readonly answer?: string;
  /** Why there was no answer, or none that counts. */
  readonly problem?: string;
  readonly milliseconds?: number;
}

/** One message to one recipient, with everything that was tried. */
export interface Delivery {
  /** `webhook-id` on the wire: 32 hexadecimal digits. */
  readonly id: string;
  readonly userId: string;
  readonly notificationId: string;
  readonly type: string;
  readonly createdAt: string;
  readonly status: 'pending' | 'delivered' | 'failed';
  /** The newest ones, the last one last. */
  readonly attempts: readonly Attempt[];
  /** Failed attempts since it was begun, or begun anew by its owner. */
  readonly failures: number;
  /** Of a pending one: when it is tried next, at the earliest. */
  readonly nextAttemptAt?: string;
  /** Why it is not tried any more. */
  readonly note?: string;
  readonly body: string;
  /** Of an e-mail. */
  readonly subject?: string;
  /** A test: tried once. */
  readonly isOnce?: true;
}

/** How many attempts are kept. */
const maxAttempts = 25;
/** How long one attempt may take until another sender takes the delivery over. */
export const leaseMilliseconds = 60_000;

const unanswered = 'The sender ended before it had an answer';

/** What an attempt is decided with. */
export interface Instant {
  readonly now: string;
  /** From 0 to below 1. */
  readonly random: number;
}

const later = (at: string, milliseconds: number) =>
  new Date(Date.parse(at) + milliseconds).toISOString();

/**
 * The delivery as its sender takes it: the attempt stands in it before it is made, so that one that
 * never comes to an end is counted, and tried again once the lease is over.
 */
export function begun(delivery: Delivery, now: string): Delivery {
  const attempts = [...delivery.attempts, { at: now, problem: unanswered }].slice(-maxAttempts);
  const failures = delivery.failures + 1;
  return { ...delivery, attempts, failures, nextAttemptAt: later(now, leaseMilliseconds) };
}

/** True where its sender took it and has not said yet what came of it. */
export function isTakenUp({ attempts, status }: Delivery): boolean {
  return status === 'pending' && attempts.at(-1)?.problem === unanswered;
}

/** True for a 2xx. */
export function isTaken(sent: Sent): boolean {
  return 'status' in sent && sent.status >= 200 && sent.status < 300;
}

function isGone(sent: Sent): boolean {
  return 'status' in sent ? sent.status === 410 : sent.isGone === true;
}

/** The delivery after an attempt that `begun` put there. */
export function ended(delivery: Delivery, sent: Sent, { now, random }: Instant): Delivery {
  const rest = omit(delivery, 'nextAttemptAt');
  const attempts = [...delivery.attempts.slice(0, -1), attemptOf(delivery, sent, now)];
  if (isTaken(sent)) return { ...rest, attempts, failures: 0, status: 'delivered' };
  const failed = { ...rest, attempts, status: 'failed' } as const;
  if (delivery.isOnce) return { ...failed, note: 'A test is tried once' };
  if (isGone(sent)) return { ...failed, note: 'Its recipient does not want it any more' };
  const asked = 'status' in sent ? sent.retryAfterSeconds : undefined;
  const pause = pauseAfter(delivery.failures, random, asked);
  if (pause === undefined)
    return { ...failed, note: `Given up after ${delivery.failures} attempts` };
  return { ...rest, attempts, status: 'pending', nextAttemptAt: later(now, pause) };
}

function attemptOf(delivery: Delivery, sent: Sent, now: string): Attempt {
  const at = delivery.attempts.at(-1)?.at ?? now;
  const milliseconds = Date.parse(now) - Date.parse(at);
  if ('problem' in sent) return { at, milliseconds, problem: sent.problem };
  const isRedirect = sent.status >= 300 && sent.status < 400;
  return {
    at,
    milliseconds,
    statusCode: sent.status,
    answer: sent.text,
    ...(isRedirect ? { problem: 'It redirects, and redirects are not followed' } : {}),
  };
}

/** The delivery where nothing is sent to its recipient any more. */
export function cancelled(delivery: Delivery, note: string): Delivery {
  const rest = omit(delivery, 'nextAttemptAt');
  return { ...rest, status: 'failed', note };
}

/** The delivery as its owner has it sent anew, under the same id: all attempts are open again. */
export function renewed(delivery: Delivery, now: string): Delivery {
  const rest = omit(delivery, 'note');
  return { ...rest, status: 'pending', failures: 0, nextAttemptAt: now };
}

/** What the outcome of an attempt says of the notification. */
export function afterAttempt<N extends Notification>(
  notification: N,
  {
    delivery,
    sent,
    now,
  }: { readonly delivery: Delivery; readonly sent: Sent; readonly now: string },
): N {
  const { failingSince = now, ...rest } = notification;
  const lastDelivery = { at: now, status: isTaken(sent) ? 'delivered' : 'failed' } as const;
  if (isTaken(sent)) return { ...rest, lastDelivery } as N;
  const because = disabledBecause(delivery, sent, Date.parse(now) - Date.parse(failingSince));
  return {
    ...rest,
    failingSince,
    lastDelivery,
    ...(because && !delivery.isOnce ? { disabledBecause: because } : {}),
  } as N;
}

function disabledBecause(
  { status }: Delivery,
  sent: Sent,
  failingMilliseconds: number,
): string | undefined {
  if (isGone(sent)) return 'status' in sent ? 'Its receiver answered 410 (Gone)' : sent.problem;
  if (status !== 'failed' || failingMilliseconds < maxFailingMilliseconds) return undefined;
  const days = Math.floor(failingMilliseconds / 86_400_000);
  return `Nothing arrived for ${days} days`;
}
