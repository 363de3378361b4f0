import type { DomainEvent, Events } from '../../core/ports/events.ts';
import { eventually } from './wait.ts';

/** One adapter under test. */
export interface EventsHarness {
  readonly port: Events;
  /** What has arrived so far at the other side. */
  readonly received: () => Promise<readonly DomainEvent[]> | readonly DomainEvent[];
  readonly cleanup?: () => Promise<void>;
}

const trained: DomainEvent = {
  type: 'model-version.trained',
  at: '2026-11-25T12:00:00.000Z',
  detail: { modelVersionId: 'v1', nested: { text: 'é "quoted" \n', list: [1, null, false] } },
};

/** What every `Events` promises. */
export function describeEvents(name: string, make: () => Promise<EventsHarness>): void {
  describe(`Events: ${name}`, () => {
    let harness: EventsHarness;
    beforeEach(async () => {
      harness = await make();
    });
    afterEach(async () => {
      await harness.cleanup?.();
    });

    test('a published event arrives whole', async () => {
      await harness.port.publish(trained);

      const events = await arrived(harness, 1);

      expect(events).toContainEqual(trained);
    });

    test('every published event arrives', async () => {
      const all = Array.from({ length: 25 }, (_, n) => ({ ...trained, detail: { n } }));
      await Promise.all(all.map((event) => harness.port.publish(event)));

      const events = await arrived(harness, 25);

      for (const event of all) expect(events).toContainEqual(event);
    });
  });
}

async function arrived(harness: EventsHarness, count: number): Promise<readonly DomainEvent[]> {
  return eventually(`${count} events`, async () => {
    const events = await harness.received();
    return events.length >= count ? events : undefined;
  });
}
