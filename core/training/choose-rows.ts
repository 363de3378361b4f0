import type { ManifestRow } from '../dataset/version/dataset-version.ts';
import { positivesOf } from '../dataset/version/dataset-version.ts';
import type { KnownLine, LearntRows } from './line/known-line.ts';
import { hasContent } from './line/line-content.ts';
import type { Exemplars } from './line/exemplars.ts';
import { chooseReplay } from './replay.ts';

export interface RowChoice {
  /** Of the version that learns; empty: it has none yet. */
  readonly versionId: string;
  /** See `KnownLine.learn`. */
  readonly unlearnt: ReadonlySet<string>;
  /** Share of the line's train rows that is learnt again. */
  readonly percent: number;
  readonly exemplars: Exemplars;
  /** Whether nothing is learnt of a row without a concept. */
  readonly needsLabels: boolean;
}

export interface ChosenRows {
  /** Ascending by id. */
  readonly rows: readonly ManifestRow[];
  readonly learnt: LearntRows;
  readonly replayCount: number;
  readonly replayTrainCount: number;
}

/**
 * Takes the rows of a dataset into a line, and chooses what is learnt and measured: those that the
 * line does not know so, a choice of what it learnt, and all that it holds out.
 */
export function chooseRows(
  line: KnownLine,
  own: Iterable<ManifestRow>,
  choice: RowChoice,
): ChosenRows {
  const learnt = line.learn(own, choice.versionId, choice.unlearnt);
  const old = [...line.distinct()].filter(
    ({ content, row }) => hasContent(row) && !learnt.freshContents.has(content),
  );
  const heldOut = old.filter(({ row }) => row.split === 'test');
  const learnable = old.filter(
    ({ row }) => row.split === 'train' && (!choice.needsLabels || positivesOf(row).length > 0),
  );
  const replayed = chooseReplay(learnable, choice);
  const replay = [...heldOut, ...replayed].map(({ row }): ManifestRow => {
    return { ...row, origin: 'replay' };
  });
  return {
    rows: [...learnt.fresh, ...replay].sort((a, b) => (a.id < b.id ? -1 : 1)),
    learnt,
    replayCount: replay.length,
    replayTrainCount: replayed.length,
  };
}
