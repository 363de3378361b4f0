/**
 * Lets several run at once, in the order that a history says: whoever reads waits for his turn.
 * `choices` say who of those that wait is next; behind the last choice it is the first.
 */
export class Turns {
  readonly #choices: readonly number[];
  readonly #waiting: (() => void)[] = [];
  #next = 0;

  constructor(choices: readonly number[]) {
    this.#choices = choices;
  }

  readonly pause = (): Promise<void> => new Promise((resolve) => this.#waiting.push(resolve));

  /** Runs all of them to their ends; what one throws is his result. */
  async run<T>(works: readonly (() => Promise<T>)[]): Promise<PromiseSettledResult<T>[]> {
    let isDone = false;
    const results = Promise.allSettled(works.map((work) => work()));
    void results.then(() => (isDone = true));
    while (!isDone) {
      await settled();
      const choice = this.#choices[this.#next] ?? 0;
      if (this.#waiting.length === 0) continue;
      this.#next += 1;
      this.#waiting.splice(choice % this.#waiting.length, 1)[0]?.();
    }
    return results;
  }
}

/** Once everything has happened that waits for nothing but its turn of the event loop. */
function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
