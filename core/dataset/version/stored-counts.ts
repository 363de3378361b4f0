/** What is counted of some rows of a dataset version. */
export interface RowMeasures {
  readonly inputs: number;
  readonly unlabelledInputs: number;
  readonly regions: number;
  readonly boxes: number;
  readonly polygons: number;
  readonly masks: number;
  readonly inputsWithRegions: number;
  /** Concepts that are there, of whole inputs and of regions. */
  readonly inputConcepts: number;
  readonly regionConcepts: number;
}

export interface SplitCounts {
  /** Rows with an image or a text. */
  readonly inputs: number;
  /** Those of them that say something of a concept. */
  readonly labelled: number;
}

/**
 * What a training makes of some rows, by split; counted when they are frozen, so that a question
 * about them reads no manifest.
 */
export interface SplitTotals {
  readonly train: SplitCounts;
  readonly test: SplitCounts;
  /** Rows whose image or text another row has as well; the first of each is none. */
  readonly copies: number;
  /** Held-out rows whose image or text is trained on. */
  readonly heldOutCopies: number;
  /**
   * Inputs that have several concepts as a whole; absent: none, or frozen by an earlier release.
   */
  readonly several?: number;
}
