import type { QueryClient } from '@tanstack/preact-query';
import type { Session } from '../../session/session.tsx';
import { carry } from '../carry.ts';
import { startPolling } from './poller.ts';
import { readEvents } from './server-sent-events.ts';
import type { ServerSentEvent } from './server-sent-events.ts';
import { refresh } from './stale.ts';

/** Events that come together are answered by one look, milliseconds. */
const gather = 300;
/** Between two tries to open the stream again, milliseconds: the first, and at most. */
const firstPause = 1_000;
const longestPause = 30_000;

/**
 * Keeps what is shown up to date: by the host's events where it streams them, and by looking again
 * and again where it does not (501) or while the stream is broken.
 * @returns how it ends
 */
export function startLiveUpdates(session: Session, queries: QueryClient): () => void {
  const end = new AbortController();
  let stopPolling: (() => void) | undefined = startPolling(queries);
  const stopped = () => {
    stopPolling?.();
    stopPolling = undefined;
  };
  end.signal.addEventListener('abort', stopped);
  const queue = new EventQueue(queries);
  const connect = async (): Promise<'ended' | 'none'> => {
    const response = await openStream(session, end.signal);
    if (!response.ok || !response.body) return mayPass(response.status) ? 'ended' : 'none';
    stopped();
    // What happened while nobody listened.
    await refresh(queries, { isProgress: false });
    for await (const event of readEvents(response.body)) queue.add(event);
    return 'ended';
  };
  void keepConnected(connect, end.signal, () => (stopPolling ??= startPolling(queries)));
  return () => end.abort();
}

/** Too many streams, or a server error; 501 and what else is refused stays so. */
function mayPass(status: number): boolean {
  return status === 429 || (status >= 500 && status !== 501);
}

function openStream({ key, userId }: Session, signal: AbortSignal): Promise<Response> {
  const headers = { authorization: `Key ${key}`, accept: 'text/event-stream' };
  return carry(`/v2/users/${encodeURIComponent(userId)}/events`, { headers, signal });
}

/** Connects again, at pauses that grow, until there is nothing to connect to. */
async function keepConnected(
  connect: () => Promise<'ended' | 'none'>,
  signal: AbortSignal,
  onBroken: () => void,
): Promise<void> {
  let pause = firstPause;
  while (!signal.aborted) {
    const from = performance.now();
    const outcome = await connect().catch(() => 'ended' as const);
    if (signal.aborted) return;
    onBroken();
    if (outcome === 'none') return;
    pause =
      performance.now() - from > longestPause ? firstPause : Math.min(longestPause, pause * 2);
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}

/** Events of a moment, answered together. */
class EventQueue {
  readonly #queries: QueryClient;
  /** Apps with a domain event, and with progress; '': all. */
  readonly #changed = new Set<string>();
  readonly #advanced = new Set<string>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(queries: QueryClient) {
    this.#queries = queries;
  }

  add({ event, data }: ServerSentEvent): void {
    if (event === 'ready') return;
    (event === 'progress' ? this.#advanced : this.#changed).add(appOf(data));
    this.#timer ??= setTimeout(() => this.#flush(), gather);
  }

  #flush(): void {
    this.#timer = undefined;
    for (const appId of this.#changed) void refresh(this.#queries, { isProgress: false, appId });
    for (const appId of this.#advanced) void refresh(this.#queries, { isProgress: true, appId });
    this.#changed.clear();
    this.#advanced.clear();
  }
}

interface EventData {
  readonly appId?: unknown;
  readonly detail?: { readonly appId?: unknown };
}

/** The app that an event is about; '' where it names none. */
function appOf(data: string): string {
  const { appId, detail } = JSON.parse(data) as EventData;
  return String(appId ?? detail?.appId ?? '');
}
