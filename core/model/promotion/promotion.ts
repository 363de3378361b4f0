/** Which version answers a model's predictions where none is named. */
export interface Promotion {
  readonly versionId: string;
  /** From 1; each move is one more. */
  readonly sequence: number;
  readonly at: string;
}

/** A move of `promoted`, kept for ever: one record each, see `keys.promotion`. */
export interface PromotionMove extends Promotion {
  /** Absent: the first. */
  readonly fromVersionId?: string;
  readonly cause: 'gate' | 'first-version' | 'approved' | 'rolled-back' | 'by-hand' | 'deleted';
  /** Who, by the id of the key; absent: the gate. */
  readonly by?: string;
  /** What was said, or why. */
  readonly reason: string;
}
