import { fail } from '../../errors.ts';
import type { FreezingLimits } from '../../ports/host.ts';
import type { Scope } from '../../records/keys.ts';

/**
 * On AWS: API Gateway gives a request 29 s, and the function has 1,769 MB. Measured with `test/bench/freeze.ts` (Node 24 on one of two shared cores):
 * 100,000 images take 1.7 s of processor time and 480 MB at the peak, 60,000 texts of 2,000 characters 2.6 s and 870 MB. DynamoDB reads one partition
 * at 12 MB a second at the most (3,000 read units), so that 100 MB take 9 s or more. What is left is for the plan and the manifest.
 */
export const freezingInOneRequest: FreezingLimits = { inputs: 100_000, bytes: 100_000_000 };

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
      `App '${this.#scope.appId}' is too large to make a dataset version of: ${this.#inputs} inputs with ${inMb(this.#bytes)} MB of labels, texts and ` +
        `metadata were read, at most ${inputs} inputs and ${inMb(bytes)} MB can be; put other datasets into apps of their own`,
    );
  }
}

const inMb = (bytes: number) => Number((bytes / 1e6).toPrecision(3));
