import { fail } from '../errors.ts';
import type { Scope } from '../records/keys.ts';
import type { Dependencies } from '../ports/host.ts';
import type { Input } from './record/input.ts';
import { eachInput, maxChangesPerRequest } from './record/list-inputs.ts';
import { changeInput, getInputs, inBatches } from './record/store-input.ts';

type Uses = Pick<Dependencies, 'table' | 'now'>;

/** The input as a member of a dataset; one that is a member already stays as it is. */
export function joined(input: Input, datasetId: string): Input {
  if (input.datasetIds.includes(datasetId)) return input;
  return { ...input, datasetIds: [...input.datasetIds, datasetId] };
}

/** The input outside a dataset; one that is outside already stays as it is. */
export function left(input: Input, datasetId: string): Input {
  if (!input.datasetIds.includes(datasetId)) return input;
  return { ...input, datasetIds: input.datasetIds.filter((id) => id !== datasetId) };
}

/**
 * Puts inputs into a dataset.
 * @throws DeeptuneError does-not-exist, dataset-input-duplicate: then none is put in
 */
export async function addToDataset(
  scope: Scope,
  datasetId: string,
  ids: readonly string[],
  deps: Uses,
): Promise<Input[]> {
  const inputs = await getInputs(scope, ids, deps);
  const member = inputs.find((input) => input.datasetIds.includes(datasetId));
  if (member)
    throw fail(
      'datasetInputDuplicate',
      `Input '${member.id}' is in dataset '${datasetId}' already`,
    );
  return inBatches(ids, (id) => changeInput(scope, id, (input) => joined(input, datasetId), deps));
}

/**
 * Takes inputs out of a dataset; they stay in the app. @throws DeeptuneError does-not-exist: then
 * none is taken out
 */
export async function removeFromDataset(
  scope: Scope,
  datasetId: string,
  ids: readonly string[],
  deps: Uses,
): Promise<void> {
  const inputs = await getInputs(scope, ids, deps);
  const stranger = inputs.find((input) => !input.datasetIds.includes(datasetId));
  if (stranger)
    throw fail('doesNotExist', `Input '${stranger.id}' is not in dataset '${datasetId}'`);
  await inBatches(ids, (id) => changeInput(scope, id, (input) => left(input, datasetId), deps));
}

/**
 * Takes every input out of a dataset, so that another of the same id does not begin with them.
 * @throws DeeptuneError unfinished where some are left: the same request goes on
 */
export async function emptyDataset(scope: Scope, datasetId: string, deps: Uses): Promise<void> {
  const members: Input[] = [];
  for await (const input of eachInput(scope, deps)) {
    if (input.datasetIds.includes(datasetId)) members.push(input);
    if (members.length > maxChangesPerRequest) break;
  }
  await inBatches(members.slice(0, maxChangesPerRequest), ({ id }) =>
    changeInput(scope, id, (input) => left(input, datasetId), deps),
  );
  if (members.length > maxChangesPerRequest)
    throw fail(
      'unfinished',
      `${maxChangesPerRequest} inputs were taken out of dataset '${datasetId}' and some are left; send the same request again`,
    );
}
