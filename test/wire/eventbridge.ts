import { JsonService } from './protocol/json-service.ts';
import type { Loose } from './protocol/wire.ts';

/** An entry of PutEvents, as it came. */
export interface FakeEvent {
  readonly EventBusName: string;
  readonly Source: string;
  readonly DetailType: string;
  readonly Detail: string;
  /** Seconds since 1970. */
  readonly Time: number;
}

/** Event buses: keeps what was put, and hands it on to `onEvent`. */
export class FakeEventBridge extends JsonService {
  readonly events: FakeEvent[] = [];
  onEvent: (event: FakeEvent) => void = () => undefined;
  #refusals = 0;

  constructor() {
    super('events', 'AWSEvents');
  }

  /** The next entry is refused in a successful reply, as EventBridge does it. */
  refuseEntryOnce(): void {
    this.#refusals += 1;
  }

  protected operations() {
    return { PutEvents: (input: Loose) => this.#put(input.Entries) };
  }

  #put(entries: readonly FakeEvent[]): object {
    const results = entries.map((entry) => {
      if (this.#refusals > 0) {
        this.#refusals -= 1;
        return { ErrorCode: 'InternalFailure', ErrorMessage: 'Internal failure' };
      }
      this.events.push(entry);
      this.onEvent(entry);
      return { EventId: `event-${this.events.length}` };
    });
    const failed = results.filter((result) => 'ErrorCode' in result);
    return { FailedEntryCount: failed.length, Entries: results };
  }
}
