/** Bytes of a model's weights. */
export interface Weights {
  /** As they are loaded to be merged, and written. */
  readonly artifactBytes: number;
  /** Of those that are trained. */
  readonly trainedBytes: number;
  /** Trained in 4 or 8 bits: the adapters are merged into the whole weights afterwards. */
  readonly isQuantised: boolean;
}
