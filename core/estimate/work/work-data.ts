/** Of inputs, as far as it decides how long they take. Means over all inputs. */
export interface InputSizes {
  /** Of the pictures as they are stored. */
  readonly meanPixels?: number;
  /** Longer side over shorter side. */
  readonly meanAspectRatio?: number;
  /** Characters of a text. */
  readonly characters?: LengthSpread;
  /** Characters of its completion. */
  readonly completionCharacters?: LengthSpread;
}

/** Nearest-rank percentiles. */
export interface LengthSpread {
  readonly mean: number;
  readonly median: number;
  readonly p95: number;
  readonly max: number;
}

/** Rows as a training, an evaluation or a batch prediction meets them. */
export interface WorkData {
  /** Rows of the manifest, those that cannot be used too: each is read once. */
  readonly rows: number;
  /** Usable ones that are learnt from or compare epochs, and those that are held out. */
  readonly train: number;
  readonly heldOut: number;
  /** Of `train`, those that show an anomaly: a memory of normal patches measures with them. */
  readonly anomalous: number;
  /** Of `train`, those of the parent's. */
  readonly replayed: number;
  /** Of `train`, those whose concept an embedder is measured on and never trains on; expected. */
  readonly unseen: number;
  readonly concepts: number;
  readonly sizes: InputSizes;
  /** Bytes of the pictures together. */
  readonly objectBytes: number;
  /** What is not known of them and was assumed, for a person. */
  readonly assumptions: readonly string[];
}
