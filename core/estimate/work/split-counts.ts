/** As in the trainer (loop/validation_part.py). */
const validationShare = 0.1;
const minTrainRows = 100;
const maxValidationRows = 5000;

/** How the rows of a training are used. */
export interface SplitCounts {
  /** Learnt from. */
  readonly learn: number;
  /** Compare epochs. */
  readonly validation: number;
  readonly heldOut: number;
}

/**
 * A tenth of the rows to learn from compares epochs, 5,000 at most; none below 100 of them. The
 * trainer takes its share of each concept's rows and leaves copies together: what it takes may
 * differ by a row for each rare concept.
 * @param comparesEpochs false: the training is told not to compare them, or has none
 */
export function splitCounts(
  { train, heldOut }: { readonly train: number; readonly heldOut: number },
  comparesEpochs: boolean,
): SplitCounts {
  const compared = comparesEpochs && train >= minTrainRows;
  const share = Math.min(validationShare, maxValidationRows / Math.max(1, train));
  const validation = compared ? Math.floor(share * train + 0.5) : 0;
  return { learn: train - validation, validation, heldOut };
}
