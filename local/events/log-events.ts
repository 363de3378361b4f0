import type { DomainEvent, Events } from '../../core/ports/events.ts';

/** Somebody in this process who wants to know. */
export type EventListener = (event: DomainEvent) => void | Promise<void>;

/** What `LogEvents` needs to know. */
export interface LogEventsOptions {
  /** Takes one line, without its end. */
  readonly write: (line: string) => void;
  readonly listeners?: readonly EventListener[];
}

/**
 * `Events` as JSON lines in a log, and calls in this process. A listener that throws is logged and
 * stops nobody.
 */
export class LogEvents implements Events {
  readonly #options: LogEventsOptions;

  constructor(options: LogEventsOptions) {
    this.#options = options;
  }

  async publish(event: DomainEvent): Promise<void> {
    const { write, listeners = [] } = this.#options;
    write(JSON.stringify(event));
    const told = await Promise.allSettled(listeners.map(async (listener) => listener(event)));
    for (const result of told) {
      if (result.status === 'fulfilled') continue;
      write(JSON.stringify({ type: event.type, at: event.at, error: String(result.reason) }));
    }
  }
}
