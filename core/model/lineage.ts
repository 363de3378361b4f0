import type { Json } from '../json.ts';

/** How a version's data differ from what its parent's line knew, in contents. */
export interface LineDelta {
  /** All that the line knows with this version, as far as the inputs are still there. */
  readonly inputs: number;
  readonly added: number;
  /** Known to the line, deleted or purged since. */
  readonly removed: number;
  /** Known, with other labels now. */
  readonly relabelled: number;
  /** Of the line's, learnt again. */
  readonly replayed: number;
  /** Inputs of the evaluation set, and how many of them are new in it. */
  readonly evaluationInputs: number;
  readonly evaluationAdded: number;
  /** The first ids of each, for people. */
  readonly examples: Readonly<Record<'added' | 'removed' | 'relabelled', readonly string[]>>;
}

/** Of a version that learns nothing, or of which nothing is known. */
export const nothingLearnt: LineDelta = {
  ...{ inputs: 0, added: 0, removed: 0, relabelled: 0, replayed: 0 },
  ...{ evaluationInputs: 0, evaluationAdded: 0 },
  examples: { added: [], removed: [], relabelled: [] },
};

/** A version that another goes back to: what is still known of it once it was deleted. */
export interface Ancestor {
  readonly modelId: string;
  readonly versionId: string;
  readonly sequence?: number;
  readonly createdAt: string;
  readonly datasetId: string;
  readonly datasetVersionId: string;
}

/** Where a version comes from; kept on its record. */
export interface VersionLineage {
  /**
   * From the root of its line to its parent; of a long line the root and the nearest ones. Empty:
   * it is a root itself.
   */
  readonly ancestors: readonly Ancestor[];
  readonly delta: LineDelta;
  /** Settings that differ from the parent's: the parent's, then its own; null: it has none. */
  readonly settingsChanged?: Readonly<Record<string, readonly [parent: Json, own: Json]>>;
}
