import type { ChosenDataset } from '../../../dataset/version/choose-dataset-version.ts';
import { rowsOfChosen } from '../../../dataset/version/choose-dataset-version.ts';
import { deletedTest, withoutDeleted } from '../../../dataset/version/deleted-rows.ts';
import type { ManifestRow } from '../../../dataset/version/dataset-version.ts';
import { countForTraining, TrainingCounter } from '../../../dataset/version/training-counts.ts';
import type { TrainingCounts } from '../../../dataset/version/training-counts.ts';
import type { IncrementalCounts } from '../../../estimate/incremental-counts.ts';
import type { Dependencies } from '../../../ports/host.ts';
import type { Scope } from '../../../records/keys.ts';
import type { ConceptRef, ModelVersion } from '../../../model/model-version.ts';
import type { JsonObject } from '../../../json.ts';
import type { LineDelta } from '../../../model/lineage.ts';
import { exampleCount, trainingRows } from '../../../training/training-rows.ts';
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
  readonly delta: LineDelta;
  /** See `TrainingRows`. */
  readonly lostVersions: readonly string[];
  readonly turned: readonly string[];
  /** Incremental training alone. */
  readonly incremental?: IncrementalCounts;
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
    /** What a child names of its replay; needed with a parent alone. */
    readonly hyperparameters?: JsonObject;
  },
  deps: Pick<Dependencies, 'table' | 'objects' | 'sha256' | 'newSha256'>,
): Promise<DataFacts> {
  const facts = new RowFactsCounter(of.concepts);
  const counter = new TrainingCounter();
  const labels = new LabelFactsCounter(of.concepts);
  const held: ManifestRow[] = [];
  const firstIds: string[] = [];
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
      if (firstIds.length < exampleCount) firstIds.push(row.id);
      counter.add(row);
      labels.add(row);
    }
  }
  const found = { rows: facts, labels, deletedCount };
  if (!of.parent)
    return {
      ...found,
      counts: counter.result(),
      delta: firstDelta(counter, firstIds),
      lostVersions: [],
      turned: [],
    };
  const { parent, hyperparameters = {} } = of;
  const child = await trainingRows(held, { parent, hyperparameters }, deps);
  for (const row of child.rows) labels.add(row);
  const { delta, incremental, lostVersions, turned } = child;
  return {
    ...found,
    counts: countForTraining(child.rows),
    ...{ delta, incremental, lostVersions, turned },
  };
}

/** Of a training without a parent: all that it knows is new. */
function firstDelta(counter: TrainingCounter, firstIds: readonly string[]): LineDelta {
  const { inputs, heldOut } = counter.contents();
  return {
    ...{ inputs, added: inputs, removed: 0, relabelled: 0, replayed: 0 },
    ...{ evaluationInputs: heldOut, evaluationAdded: heldOut },
    examples: { added: firstIds, removed: [], relabelled: [] },
  };
}
