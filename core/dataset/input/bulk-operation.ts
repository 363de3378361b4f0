import type { JsonObject } from '../../json.ts';
import { fail } from '../../errors.ts';
import { keys } from '../../records/keys.ts';
import type { Scope } from '../../records/keys.ts';
import { readAll, toData } from '../../records/records.ts';
import { nextSequence } from '../../records/sequence.ts';
import type { Dependencies } from '../../ports/host.ts';
import { assertDatasetsExist } from './add-inputs.ts';
import { addConcepts } from '../concept/concept.ts';
import { withNamedConcepts, withNames } from '../concept/concept-names.ts';
import { joined, left } from '../dataset-members.ts';
import type { ConceptValue, Geo, Input } from '../record/input.ts';
import type { InputFilter } from '../record/input-filter.ts';
import { matchesInput } from '../query/input-query.ts';
import { withoutConcepts } from '../record/labels.ts';
import { eachInput } from '../record/list-inputs.ts';
import { patched } from './patch-input.ts';
import { changeInput, getInputs, inBatches } from '../record/store-input.ts';

/** What is done to each input. */
export type BulkChange =
  | { readonly kind: 'add-concepts'; readonly concepts: readonly ConceptValue[] }
  | { readonly kind: 'delete-concepts'; readonly concepts: readonly { readonly id: string }[] }
  | { readonly kind: 'add-metadata' | 'delete-metadata'; readonly metadata: JsonObject }
  | { readonly kind: 'overwrite-geo'; readonly geo: Geo }
  | { readonly kind: 'delete-geo' }
  | { readonly kind: 'add-to-dataset' | 'delete-from-dataset'; readonly datasetId: string };

/** Which inputs. */
export type BulkSource =
  { readonly inputIds: readonly string[] } | { readonly filters: readonly InputFilter[] };

export interface BulkRequest {
  readonly source: BulkSource;
  readonly change: BulkChange;
  /** `input_ids`, `search` and `operation` as they were sent: what is shown again. */
  readonly request: JsonObject;
}

/** A bulk operation that was carried out. */
export interface BulkOperation {
  readonly id: string;
  readonly request: JsonObject;
  readonly processed: number;
  readonly lastProcessedId: string;
  readonly createdBy: string;
  readonly createdAt: string;
  /** Place among those of its app, see `newestFirst`. */
  readonly sequence?: number;
}

type Uses = Pick<Dependencies, 'table' | 'now' | 'newId'>;

/**
 * Most inputs of one operation: it is carried out within the request, which has 29 seconds on AWS.
 */
export const maxBulkInputs = 1_000;

/**
 * Carries out a bulk operation and keeps a record of it. Repeating it changes nothing more.
 * @throws DeeptuneError does-not-exist, invalid-request for more inputs than one operation may
 *   change: then none is changed
 */
export async function carryOut(
  scope: Scope,
  order: BulkRequest,
  deps: Uses,
): Promise<BulkOperation> {
  const { change } = order;
  if ('datasetId' in change) await assertDatasetsExist(scope, [change.datasetId], deps);
  const inputs = await chosen(scope, order.source, deps);
  if (inputs.length > maxBulkInputs) {
    throw fail(
      'invalidRequest',
      `More than ${maxBulkInputs} inputs are meant, which is what one bulk operation changes at most. Name fewer, or narrow the search`,
    );
  }
  const named = await withConceptsAdded(scope, change, deps);
  await inBatches(inputs, ({ id }) => changeInput(scope, id, (input) => apply(input, named), deps));
  return record(scope, order.request, inputs, deps);
}

async function withConceptsAdded(
  scope: Scope,
  change: BulkChange,
  deps: Uses,
): Promise<BulkChange> {
  if (change.kind !== 'add-concepts') return change;
  return withNames(change, await addConcepts(scope, change.concepts, deps));
}

/** One more than may be changed at most: enough to see that there are too many. */
async function chosen(scope: Scope, source: BulkSource, deps: Uses): Promise<Input[]> {
  if ('inputIds' in source) return getInputs(scope, [...new Set(source.inputIds)], deps);
  const filters = await withNamedConcepts(scope, source.filters, deps);
  const found: Input[] = [];
  for await (const input of eachInput(scope, deps)) {
    if (matchesInput(input, filters, scope.userId)) found.push(input);
    if (found.length > maxBulkInputs) break;
  }
  return found;
}

async function record(
  scope: Scope,
  request: JsonObject,
  inputs: readonly Input[],
  deps: Uses,
): Promise<BulkOperation> {
  const earlier = keys.bulkOperationsOf(scope);
  const operation: BulkOperation = {
    id: deps.newId(),
    request,
    processed: inputs.length,
    lastProcessedId: inputs.at(-1)?.id ?? '',
    createdBy: scope.userId,
    createdAt: deps.now(),
    sequence: nextSequence(await readAll<BulkOperation>(deps.table, earlier)),
  };
  const put = { ...keys.bulkOperation(scope, operation.id), data: toData(operation) };
  await deps.table.write([{ put, if: 'absent' }]);
  return operation;
}

const nothing = { labels: { concepts: [], regions: [] }, metadata: {} };

function apply(input: Input, change: BulkChange): Input {
  switch (change.kind) {
    case 'add-concepts':
      return patched(
        input,
        { ...nothing, labels: { concepts: change.concepts, regions: [] } },
        'merge',
      );
    case 'delete-concepts':
      return deleteConcepts(input, change.concepts);
    case 'add-metadata':
      return patched(input, { ...nothing, metadata: change.metadata }, 'merge');
    case 'delete-metadata':
      return patched(input, { ...nothing, metadata: change.metadata }, 'remove');
    case 'overwrite-geo':
      return { ...input, geo: change.geo };
    case 'delete-geo':
      return withoutGeo(input);
    case 'add-to-dataset':
      return joined(input, change.datasetId);
    case 'delete-from-dataset':
      return left(input, change.datasetId);
  }
}

/** From the input itself and from whatever else was said about the whole of it. */
function deleteConcepts(input: Input, named: readonly { readonly id: string }[]): Input {
  const concepts = withoutConcepts(input.concepts, named);
  if (!input.annotations) return { ...input, concepts };
  const annotations = input.annotations.map((annotation) => ({
    ...annotation,
    concepts: withoutConcepts(annotation.concepts, named),
  }));
  return { ...input, concepts, annotations };
}

function withoutGeo({ geo: _geo, ...input }: Input): Input {
  return input;
}
