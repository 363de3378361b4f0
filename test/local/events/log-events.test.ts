import type { DomainEvent } from '../../../core/ports/events.ts';
import { LogEvents } from '../../../local/events/log-events.ts';
import { describeEvents } from '../../contract/events.contract.ts';

describeEvents('log and listeners', async () => {
  const lines: string[] = [];
  const heard: DomainEvent[] = [];
  const port = new LogEvents({
    write: (line) => lines.push(line),
    listeners: [(event) => void heard.push(event)],
  });
  return {
    port,
    received: () => {
      expect(lines.map((line) => JSON.parse(line) as DomainEvent)).toEqual(heard);
      return heard;
    },
  };
});

test('a listener that throws is logged, and stops neither the others nor the publisher', async () => {
  const lines: string[] = [];
  const heard: string[] = [];
  const events = new LogEvents({
    write: (line) => lines.push(line),
    listeners: [
      () => {
        throw new Error('deaf');
      },
      async (event) => void heard.push(event.type),
    ],
  });

  await events.publish({
    type: 'model-version.trained',
    at: '2026-11-25T12:00:00.000Z',
    detail: {},
  });

  expect(heard).toEqual(['model-version.trained']);
  expect(lines).toHaveLength(2);
  expect(lines[1]).toContain('deaf');
});
