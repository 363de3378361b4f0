import type { NewInput } from './new-input.ts';
import { errors, fail } from '../../errors.ts';
import { keys } from '../../records/keys.ts';
import type { Scope } from '../../records/keys.ts';
import { WriteRefusedError } from '../../ports/table.ts';
import type { Dependencies } from '../../ports/host.ts';
import { addConcepts } from '../concept/concept.ts';
import { withNames } from '../concept/concept-names.ts';
import { allConcepts } from '../record/input.ts';
import type { ConceptValue, Input } from '../record/input.ts';
import { fetchingEnds, invalid, loadedAtOnce } from './load-content.ts';
import { excessBytes, inBatches, inputWrite } from '../record/store-input.ts';
import { ingest, ingestRegions } from './ingest.ts';

/**
 * An id that is taken: `skip` leaves the input out with INPUT_DUPLICATE, `suffix` gives it another
 * id.
 */
export type IdConflict = 'skip' | 'suffix';

/** Clarifai status code of an input whose id is taken (INPUT_DUPLICATE). */
export const duplicateStatus = 30100;

type Uses = Pick<Dependencies, 'table' | 'objects' | 'fetcher' | 'now' | 'newId' | 'sha256'>;

/**
 * Ingests inputs. One that cannot be read is kept with the reason as its data, so that its owner
 * sees it and the invalid-data tolerance counts it; an id that is taken leaves the input that has
 * it as it is. The same id twice in one call is a duplicate in any case.
 * @returns one input per new one, in order
 * @throws DeeptuneError does-not-exist for an unknown dataset: then none is ingested
 */
export async function addInputs(
  scope: Scope,
  added: readonly NewInput[],
  deps: Uses,
  onConflict: IdConflict = 'skip',
): Promise<Input[]> {
  await assertDatasetsExist(
    scope,
    added.flatMap((input) => input.datasetIds),
    deps,
  );
  const names = await addConcepts(scope, added.flatMap(allConcepts<ConceptValue>), deps);
  const isRepeated = (input: NewInput, index: number) =>
    input.id !== undefined && added.findIndex(({ id }) => id === input.id) !== index;
  const until = fetchingEnds(deps.now());
  // What a request brings itself is in memory anyway; of what it names by URL, one batch is, until
  // that is stored.
  const namesUrls = added.some(({ content }) => content.kind === 'url');
  return inBatches(
    added.map((input, index) => ({
      input: withNames(input, names),
      isRepeated: isRepeated(input, index),
    })),
    async ({ input, isRepeated }) => {
      const taken = await ingestInput(scope, input, until, deps);
      return isRepeated ? duplicate(taken) : storeNew(scope, taken, deps, onConflict);
    },
    namesUrls ? loadedAtOnce : undefined,
  );
}

async function ingestInput(
  scope: Scope,
  added: NewInput,
  until: string,
  deps: Uses,
): Promise<Input> {
  const at = deps.now();
  const { concepts, metadata, geo, datasetIds } = added;
  const data = await ingest(scope, added.content, until, deps);
  const picture = data.kind === 'image' ? data : {};
  const regions = await ingestRegions(scope, added.regions ?? [], deps, picture);
  const input: Input = {
    id: added.id ?? deps.newId(),
    data: 'reason' in regions && data.kind !== 'invalid' ? regions : data,
    concepts,
    ...('regions' in regions && regions.regions.length > 0 ? regions : {}),
    metadata,
    ...(geo ? { geo } : {}),
    datasetIds,
    createdAt: at,
    modifiedAt: at,
  };
  return excessBytes(input) > 0 ? tooLarge(input) : input;
}

async function storeNew(
  scope: Scope,
  input: Input,
  deps: Uses,
  onConflict: IdConflict,
): Promise<Input> {
  for (const id of onConflict === 'suffix' ? suffixed(input.id, deps.newId()) : [input.id]) {
    const named = { ...input, id };
    try {
      await deps.table.write([inputWrite(scope, named, 'absent')]);
      return named;
    } catch (error) {
      if (!(error instanceof WriteRefusedError)) throw error;
    }
  }
  return duplicate(input);
}

/**
 * Clarifai's order: the id itself, with -1 to -9, then with something random. Ids have 128
 * characters at most.
 */
function suffixed(id: string, random: string): string[] {
  const suffixes = ['', ...Array.from({ length: 9 }, (_, index) => `-${index + 1}`), `-${random}`];
  return suffixes.map((suffix) => id.slice(0, 128 - suffix.length) + suffix);
}

function duplicate(input: Input): Input {
  return {
    ...input,
    data: invalid('image', duplicateStatus, `An input with id '${input.id}' is there already`),
  };
}

function tooLarge({ regions: _regions, geo: _geo, ...input }: Input): Input {
  const data = invalid(
    'image',
    errors.inputInvalid.status,
    'The labels, metadata and text of this input are together larger than 300,000 bytes; give it fewer regions or split it',
  );
  return { ...input, data, concepts: [], metadata: {} };
}

/** @throws DeeptuneError does-not-exist */
export async function assertDatasetsExist(
  scope: Scope,
  ids: readonly string[],
  deps: Pick<Dependencies, 'table'>,
): Promise<void> {
  for (const id of new Set(ids)) {
    if (!(await deps.table.get(keys.dataset(scope, id))))
      throw fail('doesNotExist', `Dataset '${id}' does not exist`);
  }
}
