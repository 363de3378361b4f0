import { setImmediate } from 'node:timers/promises';

/** Milliseconds that the callers of a table may keep the event loop before others have a turn. */
const maxMilliseconds = 5;

/**
 * A turn of the event loop. What is read in place is there at once, so that a thousand reads in a
 * row would be one turn: after a while the next read waits for another.
 */
export class Turn {
  #startedAt: number | undefined;

  /** Returns at once while the turn is young, else in a later one. */
  async mayGoOn(): Promise<void> {
    while (this.isOver()) await setImmediate();
  }

  isOver(): boolean {
    if (this.#startedAt === undefined) this.#begin();
    return performance.now() - (this.#startedAt ?? 0) > maxMilliseconds;
  }

  #begin(): void {
    this.#startedAt = performance.now();
    void setImmediate().then(() => (this.#startedAt = undefined));
  }
}
