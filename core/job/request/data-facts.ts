import type { ChosenDataset } from '../../dataset/version/choose-dataset-version.ts';
import { rowsOfChosen } from '../../dataset/version/choose-dataset-version.ts';
import { deletedTest, withoutDeleted } from '../../dataset/version/deleted-rows.ts';
import type { ManifestRow } from '../../dataset/version/dataset-version.ts';
import { countForTraining, TrainingCounter } from '../../dataset/version/training-counts.ts';
import type { TrainingCounts } from '../../dataset/version/training-counts.ts';
import type { Dependencies } from '../../ports/host.ts';
import type { Scope } from '../../records/keys.ts';
import type { ConceptRef, ModelVersion } from '../../model/model-version.ts';
import { trainingRows } from '../../training/training-rows.ts';
import type { LabelFacts } from './label-facts.ts';
import { LabelFactsCounter } from './label-facts.ts';
import type { RowFacts } from './row-facts.ts';
import { RowFactsCounter } from './row-facts.ts';

/** What a training's plan needs to know of its data. */
export interface DataFacts {
  /** Of the dataset version's own rows, as far as their inputs are still there. */
  readonly rows: RowFacts;
  /** Of the rows that are really trained on. */
  readonly counts: TrainingCounts;
  /** Of the same rows. */
  readonly labels: LabelFacts;
  /** Rows of the dataset version that are left out: their inputs were deleted since. */
  readonly deletedCount: number;
  /** Incremental training alone. */
  readonly incremental?: { readonly newCount: number; readonly replayCount: number };
}

/**
 * Reads the rows of a ready dataset version once. Without a parent they are not held; with one they
 * are, and the parent's too: which of them are replayed depends on all of both.
 */
export async function readDataFacts(
  scope: Scope,
  of: {
    readonly chosen: ChosenDataset;
    readonly concepts: readonly ConceptRef[];
    readonly parent: ModelVersion | undefined;
  },
  deps: Pick<Dependencies, 'table' | 'objects' | 'sha256' | 'newSha256'>,
): Promise<DataFacts> {
  const facts = new RowFactsCounter(of.concepts);
  const counter = new TrainingCounter();
  const labels = new LabelFactsCounter(of.concepts);
  const held: ManifestRow[] = [];
  let deletedCount = 0;
  const there = withoutDeleted(
    rowsOfChosen(scope, of.chosen, deps),
    await deletedTest(scope, deps),
    () => (deletedCount += 1),
  );
  for await (const row of there) {
    facts.add(row);
    if (of.parent) held.push(row);
    else {
      counter.add(row);
      labels.add(row);
    }
  }
  const found = { rows: facts, labels, deletedCount };
  if (!of.parent) return { ...found, counts: counter.result() };
  const learned = await trainingRows(held, of.parent, deps);
  for (const row of learned) labels.add(row);
  const replayCount = learned.filter((row) => row.origin === 'replay').length;
  return {
    ...found,
    counts: countForTraining(learned),
    incremental: { newCount: learned.length - replayCount, replayCount },
  };
}
