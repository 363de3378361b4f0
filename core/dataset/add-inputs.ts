import type { JsonObject } from '../catalog/model-type.ts';
import { fail } from '../errors.ts';
import { keys } from '../ports/keys.ts';
import type { Scope } from '../ports/keys.ts';
import { readAll, readRecord, toData } from '../ports/records.ts';
import { WriteRefusedError } from '../ports/table.ts';
import type { Dependencies } from '../training/dependencies.ts';
import { allConcepts } from './input.ts';
import type { Concept, ConceptValue, Input, Region } from './input.ts';
import { takeIn, takeInRegions } from './take-in.ts';

export interface NewRegion extends Omit<Region, 'mask'> {
  readonly maskBase64: string | null;
}

export interface NewInput {
  /** Absent: we choose one. */
  readonly id?: string;
  readonly content:
    | { readonly kind: 'image'; readonly base64: string }
    | { readonly kind: 'text'; readonly text: string }
    | { readonly kind: 'url'; readonly url: string }
    | { readonly kind: 'nothing' };
  readonly concepts: readonly ConceptValue[];
  readonly regions?: readonly NewRegion[];
  readonly metadata: JsonObject;
  readonly datasetIds: readonly string[];
}

type Uses = Pick<Dependencies, 'table' | 'objects' | 'now' | 'newId' | 'sha256'>;

/** Writes under way at once: enough to hide the store's latency, few enough for its limits. */
const atOnce = 16;

/**
 * Takes inputs in. One that cannot be read is kept with the reason as its data, so that its owner sees it and the invalid-data tolerance counts
 * it; an id that is taken leaves the input that has it as it is and answers with INPUT_DUPLICATE.
 * @returns one input per new one, in order
 * @throws DeeptuneError does-not-exist for an unknown dataset: then none is taken in
 */
export async function addInputs(
  scope: Scope,
  added: readonly NewInput[],
  deps: Uses,
): Promise<Input[]> {
  await assertDatasetsExist(scope, added, deps);
  await addConcepts(scope, added.flatMap(allConcepts<ConceptValue>), deps);
  const results: Input[] = [];
  for (let at = 0; at < added.length; at += atOnce) {
    const some = added.slice(at, at + atOnce);
    results.push(...(await Promise.all(some.map((input) => addInput(scope, input, deps)))));
  }
  return results;
}

async function addInput(scope: Scope, added: NewInput, deps: Uses): Promise<Input> {
  const at = deps.now();
  const { concepts, metadata, datasetIds } = added;
  const regions = await takeInRegions(scope, added.regions ?? [], deps);
  const data = 'reason' in regions ? regions : await takeIn(scope, added.content, deps);
  const input: Input = {
    id: added.id ?? deps.newId(),
    data,
    concepts,
    ...('regions' in regions && regions.regions.length > 0 ? regions : {}),
    metadata,
    datasetIds,
    createdAt: at,
    modifiedAt: at,
  };
  try {
    await deps.table.write([
      { put: { ...keys.input(scope, input.id), data: toData(input) }, if: 'absent' },
    ]);
    return input;
  } catch (error) {
    if (!(error instanceof WriteRefusedError)) throw error;
    return {
      ...input,
      data: {
        kind: 'invalid',
        wasKind: 'image',
        statusCode: 30100,
        reason: `An input with id '${input.id}' is there already`,
      },
    };
  }
}

async function assertDatasetsExist(
  scope: Scope,
  added: readonly NewInput[],
  deps: Uses,
): Promise<void> {
  for (const id of new Set(added.flatMap((input) => input.datasetIds))) {
    if (!(await deps.table.get(keys.dataset(scope, id))))
      throw fail('doesNotExist', `Dataset '${id}' does not exist`);
  }
}

/** Concepts that inputs name come into being with them. */
async function addConcepts(
  scope: Scope,
  values: readonly ConceptValue[],
  deps: Uses,
): Promise<void> {
  const named = new Map(values.map(({ id, name }) => [id, name]));
  for (const [id, name] of named) {
    if (await deps.table.get(keys.concept(scope, id))) continue;
    const concept: Concept = { id, name, createdAt: deps.now() };
    await deps.table.write([{ put: { ...keys.concept(scope, id), data: toData(concept) } }]);
  }
}

/** @throws DeeptuneError does-not-exist */
export async function getInput(
  scope: Scope,
  id: string,
  deps: Pick<Dependencies, 'table'>,
): Promise<Input> {
  const stored = await readRecord<Input>(deps.table, keys.input(scope, id));
  if (!stored) throw fail('doesNotExist', `Input '${id}' does not exist`);
  return stored.value;
}

/** Every input of an app, by id. */
export function listInputs(scope: Scope, deps: Pick<Dependencies, 'table'>): Promise<Input[]> {
  return readAll<Input>(deps.table, keys.inputsOf(scope));
}

/** Dataset versions that hold these inputs keep them: what is frozen does not change. */
export async function deleteInputs(
  scope: Scope,
  ids: readonly string[],
  deps: Pick<Dependencies, 'table'>,
): Promise<void> {
  for (const id of ids) await deps.table.write([{ delete: keys.input(scope, id) }]);
}
