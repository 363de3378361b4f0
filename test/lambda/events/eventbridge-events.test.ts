import { isError } from '../../../core/errors.ts';
import { BusEvents } from '../../../lambda/events/eventbridge-events.ts';
import type { DomainEvent } from '../../../core/ports/events.ts';
import { describeEvents } from '../../contract/events.contract.ts';
import { rejection } from '../../contract/wait.ts';
import { fakeClients } from '../../wire/clients.ts';
import type { FakeEvent } from '../../wire/eventbridge.ts';
import { FakeAws } from '../../wire/fake-aws.ts';

describeEvents('BusEvents', async () => {
  const fake = new FakeAws();
  const port = new BusEvents({ client: fakeClients(fake).eventbridge, busName: 'deeptune' });
  return { port, received: () => fake.eventbridge.events.map(toDomainEvent) };
});

const event = {
  type: 'schedule.skipped',
  at: '2026-11-25T12:00:00.123Z',
  detail: { n: 1 },
} as const;

test('an event is what rules match on', async () => {
  const fake = new FakeAws();
  await new BusEvents({ client: fakeClients(fake).eventbridge, busName: 'bus' }).publish(event);

  expect(fake.eventbridge.events).toEqual([
    {
      EventBusName: 'bus',
      Source: 'deeptune',
      DetailType: 'schedule.skipped',
      Detail: '{"n":1,"at":"2026-11-25T12:00:00.123Z"}',
      Time: expect.closeTo(Date.parse(event.at) / 1000, 0),
    },
  ]);
});

test('an entry that is refused inside a successful reply is an error', async () => {
  const fake = new FakeAws();
  fake.eventbridge.refuseEntryOnce();
  const port = new BusEvents({ client: fakeClients(fake).eventbridge, busName: 'bus' });

  const error = await rejection(port.publish(event));

  expect(isError(error, 'internal')).toBe(true);
  expect(String(error)).toContain('InternalFailure');
});

function toDomainEvent(event: FakeEvent): DomainEvent {
  const { at, ...detail } = JSON.parse(event.Detail);
  return { type: event.DetailType as DomainEvent['type'], at, detail };
}
