/**
 * Optimizer steps of one epoch, as the trainer counts them (`EpochBatches`): the last batch may be
 * smaller, and a last one of one row joins the batch before it.
 * @param items rows of an epoch
 */
export function stepsPerEpoch(items: number, batchSize: number): number {
  const whole = Math.floor(items / batchSize);
  const rest = items % batchSize;
  return Math.max(1, whole + (rest > 1 || (rest === 1 && whole === 0) ? 1 : 0));
}

/** Batches of a pass over rows without learning. */
export function batchesOf(rows: number, batchSize: number): number {
  return Math.ceil(rows / batchSize);
}

/**
 * Checkpoints of a run: after each third of its steps and at its end. The trainer saves more often
 * where steps are so slow that an interruption would cost more than saving; that is not counted.
 */
export function checkpointsOf(steps: number, planned: number): number {
  const third = Math.max(1, Math.floor(planned / 3));
  return Math.floor(steps / third) + (steps % third === 0 ? 0 : 1);
}
