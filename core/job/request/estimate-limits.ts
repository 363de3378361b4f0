import { counted } from '../../words.ts';
import type { DatasetVersion } from '../../dataset/version/dataset-version.ts';
import type { DeletedInput } from '../../dataset/record/input.ts';
import type { ModelVersion } from '../../model/model-version.ts';
import type { Dependencies } from '../../ports/host.ts';
import { keys } from '../../records/keys.ts';
import type { Scope } from '../../records/keys.ts';
import { eachRecord } from '../../records/records.ts';

export function goesOnFrom({ id, modelId }: ModelVersion): string {
  return `Goes on from version '${id}' of model '${modelId}'`;
}

/**
 * What an estimate that is asked for does not look at, a sentence each: it reads the counts of a
 * dataset version, not its rows, as the training's own estimate does.
 */
export async function notLookedAt(
  scope: Scope,
  {
    dataset,
    parent,
  }: { readonly dataset: DatasetVersion | undefined; readonly parent: ModelVersion | undefined },
  deps: Pick<Dependencies, 'table'>,
): Promise<string[]> {
  const deleted = dataset ? await deletedSince(scope, dataset.createdAt, deps) : 0;
  return [
    ...(parent
      ? [
          `${goesOnFrom(parent)}. It learns what is new to that version, and a sample of what that one learned: here all inputs are counted as new, without a sample`,
        ]
      : []),
    ...(dataset && deleted > 0
      ? [
          `${counted(deleted, 'input of the app was', 'inputs of the app were')} deleted since dataset version '${dataset.id}' was frozen. What of that is in it is not trained on; here it is still counted`,
        ]
      : []),
  ];
}

async function deletedSince(
  scope: Scope,
  instant: string,
  deps: Pick<Dependencies, 'table'>,
): Promise<number> {
  let count = 0;
  for await (const { value } of eachRecord<DeletedInput>(deps.table, keys.deletedInputsOf(scope)))
    if (value.deletedAt > instant) count += 1;
  return count;
}
