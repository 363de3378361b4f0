import { findModelType } from '../../catalog/catalog.ts';
import { deletedTest } from '../../dataset/version/deleted-rows.ts';
import type { ManifestRow } from '../../dataset/version/dataset-version.ts';
import { positivesOf } from '../../dataset/version/dataset-version.ts';
import { inputChoice, toRow } from '../../dataset/version/frozen-inputs.ts';
import type { Input } from '../../dataset/record/input.ts';
import type { Model } from '../../model/model.ts';
import type { ModelVersion } from '../../model/model-version.ts';
import type { Dependencies } from '../../ports/host.ts';
import { keys } from '../../records/keys.ts';
import { eachRecord } from '../../records/records.ts';
import { lineOf } from '../../training/line/find-line.ts';
import { KnownLine } from '../../training/line/known-line.ts';
import { hasContent } from '../../training/line/line-content.ts';
import type { RetrainingSchedule } from '../../training/schedule/retraining-schedule.ts';
import { unlearntVersions } from '../../training/training-rows.ts';
import { Sample } from './sample.ts';

type Uses = Pick<Dependencies, 'table' | 'objects' | 'sha256'>;

/** How a dataset differs from what a line of versions knows, in contents. */
export interface NewContent {
  readonly newInputs: number;
  readonly relabelledInputs: number;
  /** Contents that the line knows without it. */
  readonly knownInputs: number;
  /** Of what is new or has no labels yet: predictions on it are compared. */
  readonly sample: readonly ManifestRow[];
}

/**
 * What of a schedule's dataset the line of its parent does not know, or knows with other labels: by
 * content, so that five inputs that were deleted and five that were added are five new ones. Of a
 * model that learns concepts, an input without one is not counted: there is nothing to learn of it.
 */
export async function newContent(
  schedule: RetrainingSchedule,
  of: { readonly model: Model; readonly parent?: ModelVersion },
  deps: Uses,
): Promise<NewContent> {
  const needsLabels = findModelType(of.model.modelTypeId).learnsFrom === 'concepts';
  const line = of.parent ? (await lineOf(of.parent, deps)).line : new KnownLine(deps.sha256);
  await line.forget(await deletedTest(schedule.scope, deps));
  const knownInputs = line.count();
  const [labelled, others]: ManifestRow[][] = [[], []];
  for await (const row of rowsNow(schedule, deps))
    (needsLabels && positivesOf(row).length === 0 ? others! : labelled!).push(row);
  const unlearnt = of.parent ? await unlearntVersions(of.parent, deps) : undefined;
  const { fresh, freshContents, relabelled } = line.learn(labelled!, '', unlearnt);
  const sample = new Sample(deps.sha256);
  for (const row of [...fresh, ...others!]) sample.add(row);
  return {
    // A content that a stopped version had not learnt is as new as any other.
    newInputs: freshContents.size - relabelled.length,
    relabelledInputs: relabelled.length,
    knownInputs,
    sample: sample.rows(),
  };
}

/** Its inputs as a training that began now would freeze them. */
async function* rowsNow(
  { scope, datasetId }: RetrainingSchedule,
  deps: Uses,
): AsyncGenerator<ManifestRow> {
  const choice = await inputChoice(scope, { datasetId }, deps);
  for await (const { value } of eachRecord<Input>(deps.table, keys.inputsOf(scope))) {
    const labelled = choice.choose(value);
    const row = labelled && toRow(labelled);
    if (row && hasContent(row)) yield row;
  }
}
