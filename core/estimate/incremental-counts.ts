/** Rows that an incremental training reads. */
export interface IncrementalCounts {
  /** That its line does not know, on both sides. */
  readonly newCount: number;
  /** Of the line, on both sides. */
  readonly replayCount: number;
  /** Those of them that are learnt from; absent: counted by an earlier release. */
  readonly replayTrainCount?: number;
}
