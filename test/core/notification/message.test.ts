import { createHash } from 'node:crypto';
import { eventIdOf, eventTypeNames } from '../../../core/notification/event-types.ts';
import { emailOf, messageOf } from '../../../core/notification/message.ts';
import { isFor } from '../../../core/notification/notification.ts';
import type { Notification } from '../../../core/notification/notification.ts';
import type { DomainEvent } from '../../../core/ports/events.ts';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const at = '2026-11-29T10:00:00.000Z';
const ids = { userId: 'ada', appId: 'shop', modelId: 'cats & dogs', versionId: 'v1' };
const addresses = { api: 'https://api.example', console: 'https://console.example' };

const trained: DomainEvent = {
  type: 'model-version.trained',
  at,
  detail: { ...ids, amountMicros: 1_234_567, metric: 'accuracy', heldOut: 0.9 },
};

test('a message says what happened, with the figures and where to look', () => {
  expect(messageOf(trained, addresses)).toEqual({
    type: 'model-version.trained',
    timestamp: at,
    data: {
      ...{ user_id: 'ada', app_id: 'shop', model_id: 'cats & dogs', version_id: 'v1' },
      ...{ amount_micros: 1_234_567, metric: 'accuracy', held_out: 0.9, status: 'trained' },
      links: {
        api: 'https://api.example/v2/users/ada/apps/shop/models/cats%20%26%20dogs/versions/v1',
        console: 'https://console.example/apps/shop/models/cats%20%26%20dogs/overview?version=v1',
      },
    },
  });
});

test.each<[DomainEvent['type'], object, string, string]>([
  [
    'model-version.failed',
    {},
    'apps/shop/models/m/versions/v1',
    'apps/shop/models/m/train?version=v1',
  ],
  [
    'evaluation.completed',
    { evaluationId: 'e1' },
    'apps/shop/evaluations/e1',
    'apps/shop/models/m/overview?version=v1',
  ],
  [
    'prediction.completed',
    { predictionId: 'p1' },
    'apps/shop/models/m/versions/v1/predictions/p1',
    'apps/shop/models/m/predict?version=v1',
  ],
  ['schedule.skipped', { scheduleId: 's1' }, 'apps/shop/models/m/schedules', 'apps/shop/schedules'],
  ['budget.reached', { period: '2026-11' }, 'billing/amounts?period=2026-11', 'usage'],
])('%s leads there', (type, more, api, console) => {
  const event = { type, at, detail: { ...ids, modelId: 'm', ...more } };

  expect(messageOf(event, addresses).data['links']).toEqual({
    api: `https://api.example/v2/users/ada/${api}`,
    console: `https://console.example/${console}`,
  });
  expect(messageOf(event, { api: 'https://api.example' }).data['links']).not.toHaveProperty(
    'console',
  );
});

test('as an e-mail it is for people: dollars, a line each, a subject that SNS takes', () => {
  const { subject, text } = emailOf(messageOf(trained, addresses));

  expect(subject).toBe('deeptune: model-version.trained cats & dogs');
  expect(text).toBe(
    [
      `model-version.trained at ${at}`,
      '',
      ...['user_id: ada', 'app_id: shop', 'model_id: cats & dogs', 'version_id: v1'],
      ...['amount: $1.23', 'metric: accuracy', 'held_out: 0.9'],
      '',
      'api: https://api.example/v2/users/ada/apps/shop/models/cats%20%26%20dogs/versions/v1',
      'console: https://console.example/apps/shop/models/cats%20%26%20dogs/overview?version=v1',
      '',
    ].join('\n'),
  );
  const hostile = { ...trained, detail: { ...ids, modelId: `é\n${'x'.repeat(200)}` } };
  expect(emailOf(messageOf(hostile, addresses)).subject).toMatch(/^[ -~]{100}$/);
});

describe('the name of an event', () => {
  const idOf = (event: DomainEvent) => eventIdOf(event, sha256);

  test('is that of the fact, whenever and with whatever figures it is told', () => {
    const again = { ...trained, at: '2027-01-01T00:00:00.000Z', detail: { ...ids } };

    expect(idOf(trained)).toMatch(/^[0-9a-f]{32}$/);
    expect(idOf(again)).toBe(idOf(trained));
  });

  test('is another for another type, another version, another attempt, another slot', () => {
    const of = (type: DomainEvent['type'], more: object) =>
      idOf({ type, at, detail: { ...ids, ...more } });
    const all = [
      of('model-version.trained', {}),
      of('model-version.trained', { versionId: 'v2' }),
      of('model-version.failed', {}),
      of('model-version.training', { trainingJobName: 'ft-v1-a1' }),
      of('model-version.training', { trainingJobName: 'ft-v1-a2' }),
      of('schedule.skipped', { scheduleId: 's', scheduledAt: '1' }),
      of('schedule.skipped', { scheduleId: 's', scheduledAt: '2' }),
      of('budget.reached', { period: '2026-11', budgetMicros: 1 }),
      of('budget.reached', { period: '2026-11', budgetMicros: 2 }),
    ];

    expect(new Set(all).size).toBe(all.length);
  });

  test('names something of each type', () => {
    const names = eventTypeNames.map((type) => idOf({ type, at, detail: {} }));

    expect(new Set(names).size).toBe(eventTypeNames.length);
  });
});

test.each<[string, Partial<Notification>, boolean]>([
  ['everything', {}, true],
  ['its event', { events: ['model-version.trained'] }, true],
  ['another event', { events: ['model-version.failed'] }, false],
  ['its app', { appIds: ['shop'] }, true],
  ['another app', { appIds: ['lab'] }, false],
  ['nothing, switched off', { isActive: false }, false],
  ['nothing, disabled', { disabledBecause: 'gone' }, false],
])('a notification for %s', (_name, changes, expected) => {
  const all = { events: [], appIds: [], isActive: true } as unknown as Notification;

  expect(isFor({ ...all, ...changes } as Notification, trained)).toBe(expected);
});
