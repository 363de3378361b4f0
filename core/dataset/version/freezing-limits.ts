import { fail } from '../../errors.ts';
import type { FreezingLimits } from '../../ports/host.ts';
import type { Scope } from '../../records/keys.ts';

/**
 * What a request freezes while its caller waits; a task freezes more. All inputs of the app are
 * read, also those of other datasets. 5,000 images take about 0.1 s of processor time beside the
 * table, which reads 12 MB a second at the most: within two seconds of the 29 that API Gateway
 * gives.
 */
export const freezingInOneRequest: FreezingLimits = { inputs: 5_000, bytes: 20_000_000 };

/** Counts what is read within a request, and ends it where there is more than a request freezes. */
export class FreezingCount {
  readonly #limits: FreezingLimits;
  readonly #scope: Scope;
  #inputs = 0;
  #bytes = 0;

  constructor(scope: Scope, limits: FreezingLimits) {
    this.#scope = scope;
    this.#limits = limits;
  }

  /** @throws DeeptuneError dataset-too-large */
  add(input: object): void {
    this.#inputs += 1;
    this.#bytes += JSON.stringify(input).length;
    const { inputs, bytes } = this.#limits;
    if (this.#inputs <= inputs && this.#bytes <= bytes) return;
    throw fail(
      'datasetTooLarge',
      `App '${this.#scope.appId}' has more than ${inputs} inputs, or more than ${inMb(bytes)} MB of them: a request freezes no more`,
    );
  }
}

const inMb = (bytes: number) => Number((bytes / 1e6).toPrecision(3));
