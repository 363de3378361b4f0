/** Something that will happen. */
interface Due {
  readonly at: number;
  readonly order: number;
  readonly run: () => void;
  isCancelled: boolean;
}

/** Takes back what was to happen. */
export type Cancel = () => void;

/**
 * The only clock of a world, and the order of everything that happens in it: what is due first
 * happens first, what is due at one instant happens as it was asked for. Time stands still until
 * `step`. A heap, as a world of 10,000 jobs has 20,000 waits.
 */
export class VirtualClock {
  #now: number;
  #order = 0;
  readonly #heap: Due[] = [];

  /** @param start milliseconds since 1970 */
  constructor(start: number) {
    this.#now = start;
  }

  /** Milliseconds since 1970. */
  now = (): number => this.#now;

  /** Calls once, so many milliseconds from now. */
  after(milliseconds: number, run: () => void): Cancel {
    const at = this.#now + Math.max(0, Math.ceil(milliseconds));
    const due: Due = { at, order: (this.#order += 1), run, isCancelled: false };
    this.#heap.push(due);
    this.#rise(this.#heap.length - 1);
    return () => void (due.isCancelled = true);
  }

  /** Calls again and again until it is cancelled. */
  every(milliseconds: number, run: () => void): Cancel {
    let cancel: Cancel = () => undefined;
    const again = (): void => {
      cancel = this.after(milliseconds, again);
      run();
    };
    cancel = this.after(milliseconds, again);
    return () => cancel();
  }

  /** Rejects as soon as the signal is aborted. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason as Error);
      const stop = (): void => {
        cancel();
        reject(signal?.reason as Error);
      };
      const cancel = this.after(milliseconds, () => {
        signal?.removeEventListener('abort', stop);
        resolve();
      });
      signal?.addEventListener('abort', stop, { once: true });
    });
  }

  /** Lets the next thing happen. False: nothing is left to happen. */
  step(): boolean {
    for (;;) {
      const due = this.#take();
      if (!due) return false;
      if (due.isCancelled) continue;
      this.#now = Math.max(this.#now, due.at);
      due.run();
      return true;
    }
  }

  #take(): Due | undefined {
    const [first] = this.#heap;
    const last = this.#heap.pop();
    if (last && this.#heap.length > 0) {
      this.#heap[0] = last;
      this.#sink(0);
    }
    return first;
  }

  #rise(from: number): void {
    let at = from;
    while (at > 0) {
      const above = (at - 1) >> 1;
      if (!isBefore(this.#heap[at]!, this.#heap[above]!)) return;
      this.#swap(at, above);
      at = above;
    }
  }

  #sink(from: number): void {
    let at = from;
    for (;;) {
      const [left, right] = [2 * at + 1, 2 * at + 2];
      let least = at;
      for (const below of [left, right])
        if (below < this.#heap.length && isBefore(this.#heap[below]!, this.#heap[least]!))
          least = below;
      if (least === at) return;
      this.#swap(at, least);
      at = least;
    }
  }

  #swap(a: number, b: number): void {
    [this.#heap[a], this.#heap[b]] = [this.#heap[b]!, this.#heap[a]!];
  }
}

function isBefore(a: Due, b: Due): boolean {
  return a.at === b.at ? a.order < b.order : a.at < b.at;
}
