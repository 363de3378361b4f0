import type { ManifestRow } from '../../dataset/version/dataset-version.ts';
import { contentOf } from '../../dataset/version/content.ts';
import { inputChoice, toRow } from '../../dataset/version/frozen-inputs.ts';
import type { Input } from '../../dataset/record/input.ts';
import type { ModelVersion } from '../../model/model-version.ts';
import type { Dependencies } from '../../ports/host.ts';
import { keys } from '../../records/keys.ts';
import { eachRecord } from '../../records/records.ts';
import type { RetrainingSchedule } from '../../training/schedule/retraining-schedule.ts';
import { trainingRows } from '../../training/training-rows.ts';

type Uses = Pick<Dependencies, 'table' | 'objects' | 'sha256'>;

/** How a dataset differs from what a line of versions knows, in contents. */
export interface NewContent {
  readonly newInputs: number;
  readonly relabelledInputs: number;
}

/**
 * What of a schedule's dataset the line of its parent does not know, or knows with other labels: by
 * content, so that five inputs that were deleted and five that were added are five new ones.
 */
export async function newContent(
  schedule: RetrainingSchedule,
  parent: ModelVersion | undefined,
  deps: Uses,
): Promise<NewContent> {
  const rows: ManifestRow[] = [];
  for await (const row of rowsNow(schedule, deps)) rows.push(row);
  if (!parent || !('training' in parent))
    return { newInputs: contentsOf(rows), relabelledInputs: 0 };
  const { delta } = await trainingRows(rows, { parent, hyperparameters: schedule.params }, deps);
  return { newInputs: delta.added, relabelledInputs: delta.relabelled };
}

function contentsOf(rows: readonly ManifestRow[]): number {
  return new Set(rows.map(contentOf).filter((content) => content !== undefined)).size;
}

async function* rowsNow(
  { scope, datasetId }: RetrainingSchedule,
  deps: Uses,
): AsyncGenerator<ManifestRow> {
  const choice = await inputChoice(scope, { datasetId }, deps);
  for await (const { value } of eachRecord<Input>(deps.table, keys.inputsOf(scope))) {
    const labelled = choice.choose(value);
    if (labelled) yield toRow(labelled);
  }
}
