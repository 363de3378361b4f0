import { fail } from '../../core/errors.ts';
import type { JsonObject } from '../../core/json.ts';
import type { DomainEvent } from '../../core/ports/events.ts';

/** Who listens: a user, or the holder of a key of one of his apps. */
export interface Listener {
  readonly userId: string;
  /** Absent: hears of all of the user's apps. */
  readonly appId?: string | undefined;
}

/** What `EventStreams` works with. */
export interface EventStreamsOptions {
  /** Between two signs of life, milliseconds; each time the key is looked at again. */
  readonly heartbeatMilliseconds?: number;
  /** Streams at the same time: of one user, and of all. */
  readonly maxOfUser?: number;
  readonly max?: number;
  /** Characters that wait for one reader before he is dropped. */
  readonly maxWaiting?: number;
  /** The first stream was opened; the last one was closed. */
  readonly onFirst?: () => void;
  readonly onLast?: () => void;
}

interface Open extends Listener {
  readonly controller: ReadableStreamDefaultController<string>;
  readonly heartbeat: NodeJS.Timeout;
}

const defaults = {
  heartbeatMilliseconds: 15_000,
  maxOfUser: 32,
  max: 128,
  maxWaiting: 256 * 1024,
  onFirst: () => undefined,
  onLast: () => undefined,
};

/**
 * Open streams of server-sent events, `text/event-stream`: what happened to a user goes to his own
 * streams alone. Nothing is repeated: who connects anew reads the state anew. A reader who does not
 * keep up is dropped, so that nothing is kept for him without end.
 */
export class EventStreams {
  readonly #options: Required<EventStreamsOptions>;
  readonly #open = new Set<Open>();
  #lastId = 0;
  #isClosed = false;

  constructor(options: EventStreamsOptions = {}) {
    this.#options = { ...defaults, ...options };
  }

  /**
   * A stream that begins with the event `ready`, and lasts until its reader leaves, falls behind,
   * or may not listen any more.
   * @param isAllowed asked at every sign of life
   * @throws DeeptuneError throttled where too many are open
   */
  open(listener: Listener, isAllowed: () => Promise<boolean>): ReadableStream<Uint8Array> {
    this.#assertRoom(listener);
    let own: Open | undefined;
    const strategy = {
      highWaterMark: this.#options.maxWaiting,
      size: (text?: string) => text?.length ?? 0,
    };
    const stream = new ReadableStream<string>(
      {
        start: (controller) => {
          const heartbeat = setInterval(
            () => void this.#beat(own, isAllowed),
            this.#options.heartbeatMilliseconds,
          );
          heartbeat.unref();
          own = { ...listener, controller, heartbeat };
          this.#open.add(own);
          if (this.#open.size === 1) this.#options.onFirst();
          this.#send(own, `retry: 2000\n${this.#format('ready', {})}`);
        },
        cancel: () => this.#forget(own),
      },
      strategy,
    );
    return stream.pipeThrough(new TextEncoderStream());
  }

  /** A listener of `LogEvents`. What names no user is told to nobody. */
  readonly hear = ({ type, at, detail }: DomainEvent): void => {
    const { userId, appId } = detail;
    if (typeof userId !== 'string') return;
    const of = { userId, ...(typeof appId === 'string' ? { appId } : {}) };
    this.tell(of, type, { type, at, detail });
  };

  /** Sends to all who may hear it. @param of whose it is */
  tell(of: Listener, event: string, data: JsonObject): void {
    if (this.#open.size === 0) return;
    const text = this.#format(event, data);
    for (const open of [...this.#open]) if (hears(open, of)) this.#send(open, text);
  }

  close(): void {
    this.#isClosed = true;
    for (const open of [...this.#open]) this.#end(open);
  }

  #assertRoom({ userId }: Listener): void {
    if (this.#isClosed) throw fail('throttled', 'This host is closing');
    const { max, maxOfUser } = this.#options;
    const own = [...this.#open].filter((open) => open.userId === userId).length;
    if (own >= maxOfUser)
      throw fail(
        'throttled',
        `User '${userId}' has ${own} event streams open, of at most ${maxOfUser}; close one`,
      );
    if (this.#open.size >= max)
      throw fail(
        'throttled',
        `${this.#open.size} event streams are open, of at most ${max}; ask again later`,
      );
  }

  #format(event: string, data: JsonObject): string {
    this.#lastId += 1;
    return `id: ${this.#lastId}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
  }

  #send(open: Open, text: string): void {
    if ((open.controller.desiredSize ?? 0) > 0) open.controller.enqueue(text);
    else this.#drop(open);
  }

  /** What waits for him goes with him. */
  #drop(open: Open): void {
    this.#forget(open);
    open.controller.error(new Error('the reader of an event stream fell behind'));
  }

  async #beat(open: Open | undefined, isAllowed: () => Promise<boolean>): Promise<void> {
    if (!open) return;
    const isStill = await isAllowed().catch(() => false);
    if (!this.#open.has(open)) return;
    if (isStill) this.#send(open, ': still here\n\n');
    else this.#end(open);
  }

  #end(open: Open): void {
    this.#forget(open);
    open.controller.close();
  }

  #forget(open: Open | undefined): void {
    if (!open || !this.#open.delete(open)) return;
    clearInterval(open.heartbeat);
    if (this.#open.size === 0) this.#options.onLast();
  }
}

function hears(listener: Listener, { userId, appId }: Listener): boolean {
  return listener.userId === userId && (listener.appId === undefined || listener.appId === appId);
}
