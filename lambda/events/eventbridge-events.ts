import type { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { fail } from '../../core/errors.ts';
import type { DomainEvent, Events } from '../../core/ports/events.ts';

export interface BusEventsOptions {
  readonly client: EventBridgeClient;
  readonly busName: string;
}

/** `source` of every event: what rules match on. */
export const eventSource = 'deeptune';

/**
 * `Events` on an EventBridge bus: `detail-type` is the event's type, `detail` its detail, `time`
 * its instant to the second.
 */
export class BusEvents implements Events {
  readonly #options: BusEventsOptions;

  constructor(options: BusEventsOptions) {
    this.#options = options;
  }

  /**
   * @throws DeeptuneError internal where EventBridge answers that it did not take the event: it
   * says so in a successful reply
   */
  async publish(event: DomainEvent): Promise<void> {
    const reply = await this.#options.client.send(
      new PutEventsCommand({
        Entries: [
          {
            EventBusName: this.#options.busName,
            Source: eventSource,
            DetailType: event.type,
            Time: new Date(event.at),
            Detail: JSON.stringify({ ...event.detail, at: event.at }),
          },
        ],
      }),
    );
    if (!reply.FailedEntryCount) return;
    const { ErrorCode, ErrorMessage } = reply.Entries?.[0] ?? {};
    throw fail('internal', `EventBridge did not take ${event.type}: ${ErrorCode} ${ErrorMessage}`);
  }
}

/** An event as a rule of the bus hands it to a function. */
export interface BusEvent {
  readonly 'detail-type': string;
  readonly detail: DomainEvent['detail'];
}

/** The event that was published. */
export function domainEventOf({ 'detail-type': type, detail }: BusEvent): DomainEvent {
  const { at, ...rest } = detail;
  return { type: type as DomainEvent['type'], at: String(at), detail: rest };
}
