import { eventually } from '../../contract/wait.ts';

/** A real sleep ends after a minute at the latest: who waits looks at the clock again. */
const longestSleep = 60_000;

/** Time that stands still until a test moves it. */
export class ManualTime {
  #now = Date.parse('2026-11-25T12:00:00.000Z');
  #sleepers: { dueAt: number; wake: () => void }[] = [];

  readonly now = (): string => new Date(this.#now).toISOString();

  readonly sleep = (milliseconds: number, signal: AbortSignal): Promise<void> =>
    new Promise((resolve, reject) => {
      const dueAt = this.#now + Math.min(milliseconds, longestSleep);
      if (signal.aborted) return reject(signal.reason as Error);
      const sleeper = { dueAt, wake: resolve };
      this.#sleepers.push(sleeper);
      signal.addEventListener('abort', () => {
        this.#sleepers = this.#sleepers.filter((one) => one !== sleeper);
        reject(signal.reason as Error);
      });
    });

  /** Moves on to `seconds` later, waking who is due on the way. */
  async pass(seconds: number): Promise<void> {
    const end = this.#now + seconds * 1000;
    for (;;) {
      await settled();
      const next = Math.min(...this.#sleepers.map((one) => one.dueAt));
      if (next > end) break;
      this.#now = Math.max(this.#now, next);
      const due = this.#sleepers.filter((one) => one.dueAt <= this.#now);
      this.#sleepers = this.#sleepers.filter((one) => one.dueAt > this.#now);
      for (const one of due) one.wake();
    }
    this.#now = end;
    await settled();
  }

  /** Puts the clock on or back: who sleeps sleeps as long as before. */
  jump(seconds: number): void {
    this.#now += seconds * 1000;
    for (const sleeper of this.#sleepers) sleeper.dueAt += seconds * 1000;
  }

  /** Lets time fly until `ask` has an answer. */
  async until<T>(what: string, ask: () => Promise<T | undefined> | T | undefined): Promise<T> {
    return eventually(what, async () => {
      const answer = await ask();
      if (answer === undefined && this.#sleepers.length > 0) await this.pass(this.#untilNext());
      return answer;
    });
  }

  #untilNext(): number {
    return (Math.min(...this.#sleepers.map((one) => one.dueAt)) - this.#now) / 1000;
  }
}

/** Lets all promises that are ready go on. */
export async function settled(): Promise<void> {
  for (let n = 0; n < 5; n += 1) await new Promise((resolve) => setImmediate(resolve));
}
