import type { Delivery } from '../../../core/notification/delivery.ts';
import { afterAttempt, begun, ended, renewed } from '../../../core/notification/delivery.ts';
import type { WebhookNotification } from '../../../core/notification/notification.ts';
import type { Sent } from '../../../core/ports/notifier.ts';

const start = '2026-11-29T10:00:00.000Z';
const now = '2026-11-29T10:00:02.000Z';

const fresh: Delivery = {
  ...{ id: 'd', userId: 'u', notificationId: 'n', type: 'model-version.trained' },
  ...{ createdAt: start, status: 'pending', attempts: [], failures: 0, nextAttemptAt: start },
  body: '{}',
};
const hook: WebhookNotification = {
  ...{ id: 'n', userId: 'u', description: '', events: [], appIds: [], isActive: true },
  ...{ createdAt: start, updatedAt: start, kind: 'webhook', url: 'https://a.example', secret: 's' },
};

const attempted = (sent: Sent, before: Partial<Delivery> = {}) =>
  ended(begun({ ...fresh, ...before }, start), sent, { now, random: 0.5 });

test('an attempt stands in the log before it is made, and is the sender’s for a minute', () => {
  expect(begun(fresh, start)).toMatchObject({
    status: 'pending',
    failures: 1,
    nextAttemptAt: '2026-11-29T10:01:00.000Z',
    attempts: [{ at: start, problem: 'The sender ended before it had an answer' }],
  });
});

test.each<[string, Sent, Partial<Delivery>, Partial<Delivery>]>([
  ['200', { status: 200, text: 'ok' }, {}, { status: 'delivered', failures: 0 }],
  ['204', { status: 204, text: '' }, {}, { status: 'delivered' }],
  [
    '500',
    { status: 500, text: 'no' },
    {},
    { status: 'pending', nextAttemptAt: '2026-11-29T10:00:07.000Z' },
  ],
  [
    'no answer',
    { problem: 'no' },
    {},
    { status: 'pending', nextAttemptAt: '2026-11-29T10:00:07.000Z' },
  ],
  ['a redirect', { status: 302, text: '' }, {}, { status: 'pending' }],
  [
    '429 with its wish',
    { status: 429, text: '', retryAfterSeconds: 60 },
    {},
    { nextAttemptAt: '2026-11-29T10:01:02.000Z' },
  ],
  [
    'the third failure',
    { status: 500, text: '' },
    { failures: 2 },
    { nextAttemptAt: '2026-11-29T10:30:02.000Z' },
  ],
  [
    'the last failure',
    { status: 500, text: '' },
    { failures: 9 },
    { status: 'failed', note: 'Given up after 10 attempts' },
  ],
  [
    '410',
    { status: 410, text: '' },
    {},
    { status: 'failed', note: 'Its recipient does not want it any more' },
  ],
  [
    'a test',
    { status: 500, text: '' },
    { isOnce: true },
    { status: 'failed', note: 'A test is tried once' },
  ],
])('%s', (_name, sent, before, after) => {
  expect(attempted(sent, before)).toMatchObject(after);
});

test('what is over is due no more', () => {
  for (const sent of [
    { status: 200, text: '' },
    { status: 410, text: '' },
  ])
    expect(attempted(sent).nextAttemptAt).toBeUndefined();
});

test('the log says what was answered and how long it took, or why nothing was', () => {
  expect(attempted({ status: 500, text: 'sorry' }).attempts).toEqual([
    { at: start, milliseconds: 2_000, statusCode: 500, answer: 'sorry' },
  ]);
  expect(attempted({ problem: 'no route' }).attempts).toEqual([
    { at: start, milliseconds: 2_000, problem: 'no route' },
  ]);
  expect(attempted({ status: 301, text: '' }).attempts[0]?.problem).toMatch(/not followed/);
});

test('what its owner sends anew keeps its id and its log, and has all attempts again', () => {
  const failed = attempted({ status: 500, text: '' }, { failures: 9 });

  expect(renewed(failed, now)).toEqual({
    ...{ ...fresh, attempts: failed.attempts, status: 'pending' },
    ...{ failures: 0, nextAttemptAt: now },
  });
});

describe('what an outcome says of the webhook', () => {
  const after = (sent: Sent, of: WebhookNotification = hook, before: Partial<Delivery> = {}) =>
    afterAttempt(of, { delivery: attempted(sent, before), sent, now });

  test('a failure begins a time of failures, a success ends it', () => {
    const failing = after({ status: 500, text: '' });

    expect(failing).toMatchObject({
      failingSince: now,
      lastDelivery: { at: now, status: 'failed' },
    });
    expect(failing.disabledBecause).toBeUndefined();
    expect(after({ status: 200, text: '' }, failing)).toEqual({
      ...hook,
      lastDelivery: { at: now, status: 'delivered' },
    });
  });

  test('410 switches it off at once', () => {
    expect(after({ status: 410, text: '' }).disabledBecause).toBe(
      'Its receiver answered 410 (Gone)',
    );
  });

  test.each([
    ['2026-11-24T10:00:00.000Z', 9, 'Nothing arrived for 5 days'],
    // Given up, but not for long enough; long enough, but not given up.
    ['2026-11-24T10:00:03.000Z', 9, undefined],
    ['2026-11-01T10:00:00.000Z', 3, undefined],
  ])('failing since %s, after %s failures of a delivery: %s', (since, failures, because) => {
    const failing = { ...hook, failingSince: since };

    expect(after({ status: 500, text: '' }, failing, { failures }).disabledBecause).toBe(because);
  });

  test('a test that fails switches nothing off', () => {
    const failing = { ...hook, failingSince: '2026-01-01T00:00:00.000Z' };

    expect(
      after({ status: 410, text: '' }, failing, { isOnce: true }).disabledBecause,
    ).toBeUndefined();
  });
});
