import type { DataWarning } from '../warnings/data-warning.ts';

/** Codes of findings that no data warning has; the others are warnings with their examples. */
export const findingCodes = [
  'label-conflicts',
  'invalid-inputs',
  'unlabelled-inputs',
  'short-texts',
  'tiny-images',
  'narrow-images',
  'purged-inputs',
] as const;

/** Ids that belong together: of inputs, or of concepts where the finding is about concepts. */
export interface DataExample {
  readonly ids: readonly string[];
}

/** Something about the data that its owner should look at. */
export interface DataFinding extends Omit<DataWarning, 'code'> {
  /** Stable, for programs. */
  readonly code: DataWarning['code'] | (typeof findingCodes)[number];
  /** Five at the most. */
  readonly examples: readonly DataExample[];
}

/** How some numbers are spread: nearest-rank percentiles. */
export interface Spread {
  readonly min: number;
  readonly median: number;
  readonly p95: number;
  readonly max: number;
}

/** How many inputs have something. */
export interface NamedCount {
  readonly name: string;
  readonly inputs: number;
}

/**
 * What somebody should know of a dataset version before he relies on a model that learnt from it:
 * counted when it is frozen, and stored with it.
 */
export interface DataReport {
  readonly counts: {
    readonly inputs: number;
    readonly images: number;
    readonly texts: number;
    /** Inputs that could not be ingested. */
    readonly invalid: number;
    /** Inputs without a concept and without a region. */
    readonly unlabelled: number;
    readonly regions: number;
    /** Inputs with an image or a text, by split. */
    readonly train: number;
    readonly test: number;
    readonly concepts: number;
  };
  /** The concepts with the most inputs, a thousand at the most; `counts.concepts` counts all. */
  readonly concepts: readonly {
    readonly id: string;
    readonly name: string;
    readonly train: number;
    readonly test: number;
  }[];
  /** Bytes of the image files, to three digits; each absent where there is none. */
  readonly imageBytes?: Spread;
  /** Pixels, as far as the header of each image says. */
  readonly imageWidths?: Spread;
  readonly imageHeights?: Spread;
  /** Characters. */
  readonly textLengths?: Spread;
  /** Unicode script of most letters of each text, the commonest first. */
  readonly scripts: readonly NamedCount[];
  /** Languages of the texts, the commonest first; `unknown`: too short, or none that is known. */
  readonly languages: readonly NamedCount[];
  readonly findings: readonly DataFinding[];
  /** What this report says nothing of, in words. */
  readonly notLookedAt: readonly string[];
}

/** Examples of one finding. */
export const maxExamples = 5;

/** Keeps the first examples of something that is counted: five, unless more are asked for. */
export class Examples {
  count = 0;
  readonly #first: DataExample[] = [];
  readonly #most: number;

  constructor(most = maxExamples) {
    this.#most = most;
  }

  add(...ids: readonly string[]): void {
    this.count += 1;
    if (this.#first.length < this.#most) this.#first.push({ ids });
  }

  get first(): readonly DataExample[] {
    return this.#first;
  }
}
