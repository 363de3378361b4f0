import type { ManifestRow } from '../../dataset/version/dataset-version.ts';

/**
 * One content that a line of versions knows: learnt (`train`) or kept to measure it (`test`), once
 * and for all. One line of `line.jsonl` in the folder of a version, which Prepare writes: all that
 * the version's ancestors and itself know, ascending by content.
 */
export interface LineRow {
  /** See `contentOf`; its SHA-256 where it is a text. */
  readonly content: string;
  /** As it was labelled last. */
  readonly row: ManifestRow;
  /** The version of the line that met it first. */
  readonly since: string;
}

/** How a version's data differ from what its parent's line knew, in contents. */
export interface LineDelta {
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
