import { fail } from '../errors.ts';
import type { Scope } from '../ports/keys.ts';

/** What one request can read and hold: a dataset version is frozen inside of it. */
export interface FreezingLimits {
  /** Of the whole app: all of its inputs are read to find a dataset's. */
  readonly inputs: number;
  /** Of their records, as JSON. */
  readonly bytes: number;
}

/** Placeholder until measured. */
export const freezingInOneRequest: FreezingLimits = { inputs: 100_000, bytes: 150_000_000 };

/** Counts what is read, and refuses what is too much before time or memory run out. */
export class FreezingCount {
  readonly #limits: FreezingLimits | undefined;
  readonly #scope: Scope;
  #inputs = 0;
  #bytes = 0;

  constructor(scope: Scope, limits: FreezingLimits | undefined) {
    this.#scope = scope;
    this.#limits = limits;
  }

  /** @throws DeeptuneError dataset-too-large */
  add(input: object): void {
    if (!this.#limits) return;
    this.#inputs += 1;
    this.#bytes += JSON.stringify(input).length;
    const { inputs, bytes } = this.#limits;
    if (this.#inputs <= inputs && this.#bytes <= bytes) return;
    throw fail(
      'datasetTooLarge',
      `App '${this.#scope.appId}' has more than ${this.#inputs - 1} inputs (${Math.round(this.#bytes / 1e6)} MB of labels, texts and metadata were read): ` +
        `a dataset version can be made of an app with at most ${inputs} inputs and ${Math.round(bytes / 1e6)} MB; put other datasets into apps of their own`,
    );
  }
}
