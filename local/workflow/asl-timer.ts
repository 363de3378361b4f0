import { setTimeout as pause } from 'node:timers/promises';

/**
 * Waits some milliseconds, or less: who waits looks at the clock again. Rejects as soon as the
 * signal is aborted.
 */
export type Sleep = (milliseconds: number, signal: AbortSignal) => Promise<void>;

/**
 * Real time, a minute at the most: who slept through an instant notices within one of waking up.
 * Does not keep the process alive.
 */
export const realSleep: Sleep = (milliseconds, signal) =>
  pause(Math.min(milliseconds, 60_000), undefined, { signal, ref: false });

/**
 * Waits for instants, not for durations: a laptop that slept through one notices within a minute of
 * waking up.
 */
export class WallTimer {
  readonly #now: () => string;
  readonly #sleep: Sleep;

  /** @param now the present instant, ISO 8601 */
  constructor(now: () => string, sleep: Sleep = realSleep) {
    this.#now = now;
    this.#sleep = sleep;
  }

  /** Milliseconds since 1970. */
  now(): number {
    return Date.parse(this.#now());
  }

  /**
   * Resolves once `dueAt` (milliseconds since 1970) is reached; rejects when the signal is aborted.
   */
  async until(dueAt: number, signal: AbortSignal): Promise<void> {
    while (dueAt > this.now()) await this.toward(dueAt, signal);
  }

  /** Waits for that some time, no longer than a sleep is: who calls looks at the clock again. */
  async toward(dueAt: number, signal: AbortSignal): Promise<void> {
    const left = dueAt - this.now();
    if (left > 0) await this.#sleep(left, signal);
  }

  /** Calls back once `dueAt` is reached, never after the signal is aborted. */
  onReaching(dueAt: number, signal: AbortSignal, callback: () => void): void {
    const due = (): void => {
      if (!signal.aborted) callback();
    };
    void this.until(dueAt, signal).then(due, () => undefined);
  }
}
