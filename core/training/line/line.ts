import type { ManifestRow } from '../../dataset/version/dataset-version.ts';

/**
 * One content that a line of versions knows, under one input id: learnt (`train`) or kept to
 * measure it (`test`), once and for all. One line of `line.jsonl` in the folder of a version, which
 * Prepare writes: all that the version's ancestors and itself know.
 */
export interface LineRow {
  /** See `lineContent`. Inputs that are copies have the same. */
  readonly content: string;
  /** As it was labelled last, on the side where the line met the content first. */
  readonly row: ManifestRow;
  /** The version of the line that brought it with these labels. */
  readonly since: string;
  /**
   * Its input was deleted, or has another content now: of the row, id and side are all that is
   * kept, so that the content stays on its side if it comes again.
   */
  readonly isGone?: true;
}
