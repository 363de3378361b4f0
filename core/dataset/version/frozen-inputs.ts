import type { JsonObject } from '../../json.ts';
import { keys } from '../../records/keys.ts';
import type { Scope } from '../../records/keys.ts';
import { eachRecord } from '../../records/records.ts';
import type { Dependencies } from '../../ports/host.ts';
import type {
  ConceptCount,
  DatasetVersion,
  ManifestRegion,
  ManifestRow,
} from './dataset-version.ts';
import { withNamedConcepts } from '../concept-names.ts';
import { FreezingCount } from './freezing-limits.ts';
import { allConcepts } from '../input/input.ts';
import type { ConceptValue, Input, Labels, Region } from '../input/input.ts';
import type { InputFilter } from '../query/input-filter.ts';
import { matchesAnnotation, matchesInput } from '../query/input-query.ts';
import { annotationSuccess, annotationsOf, mergeLabels } from '../annotation/labels.ts';
import { splitOf } from './split.ts';

/** Dataset id of versions that freeze every input of an app: what Clarifai trains on where no dataset is named. */
export const wholeAppDatasetId = 'all-inputs';

/** Which inputs and annotations are frozen. */
export interface FreezeFilter {
  readonly filters: readonly InputFilter[];
  /** True: inputs left without labels are left out. */
  readonly ignoresEmpty: boolean;
  /** As it was sent. */
  readonly request: JsonObject;
}

/** An input with the labels that count. */
export type Labelled = Input & { readonly labels: Labels };

/**
 * The inputs of a dataset that are frozen, by id, each with the labels that count.
 * @throws DeeptuneError dataset-too-large
 */
export async function chooseInputs(
  scope: Scope,
  datasetId: string,
  filter: FreezeFilter | undefined,
  deps: Pick<Dependencies, 'table' | 'settings'>,
): Promise<Labelled[]> {
  const count = new FreezingCount(scope, deps.settings.freezing);
  const filters = await withNamedConcepts(scope, filter?.filters ?? [], deps);
  const ofInputs = filters.filter((each) => each.input !== undefined);
  const chosen: Labelled[] = [];
  for await (const { value } of eachRecord<Input>(deps.table, keys.inputsOf(scope))) {
    count.add(value);
    const isMember = value.datasetIds.includes(datasetId) || datasetId === wholeAppDatasetId;
    if (!isMember || !matchesInput(value, ofInputs, scope.userId)) continue;
    const labels = countedLabels(value, filters, scope.userId);
    if (!filter?.ignoresEmpty || allConcepts(labels).length > 0) chosen.push({ ...value, labels });
  }
  return chosen;
}

/** Labels that are not waiting for review or refused, and that the filter keeps. */
function countedLabels(input: Input, filters: readonly InputFilter[], ownerId: string): Labels {
  const ofAnnotations = filters.filter(({ annotation }) => annotation !== undefined);
  const counted = annotationsOf(input, ownerId).filter(
    (each) => each.status === annotationSuccess && matchesAnnotation(each, input, ofAnnotations),
  );
  return mergeLabels(counted);
}

/** An input as a line of a manifest. */
export function toRow(input: Labelled): ManifestRow {
  const completion = input.metadata['completion'];
  const { concepts, regions } = input.labels;
  return {
    id: input.id,
    object: input.data.kind === 'image' ? input.data.sha256 : null,
    text: input.data.kind === 'text' ? input.data.text : null,
    concepts: idsAndValues(concepts),
    ...(regions.length > 0 ? { regions: regions.map(toManifestRegion) } : {}),
    ...(typeof completion === 'string' ? { target: completion } : {}),
    split: splitOf(input.id),
    origin: 'new',
  };
}

/** Without its id: who named a region how is nothing to train on. */
function toManifestRegion({ concepts, box, polygon, mask }: Region): ManifestRegion {
  return { concepts: idsAndValues(concepts), box, polygon, mask };
}

function idsAndValues(concepts: readonly ConceptValue[]) {
  return concepts.map(({ id, value }) => ({ id, value }));
}

/** Concepts of an input and of its regions, each once: it counts once for a concept, however often the concept is in it. */
function conceptsIn({ labels }: Labelled): ConceptValue[] {
  return [...new Map(allConcepts(labels).map((concept) => [concept.id, concept])).values()];
}

type Counts = Pick<
  DatasetVersion,
  'inputCount' | 'invalidCount' | 'unlabelledCount' | 'concepts' | 'objectCount' | 'objectBytes'
>;

/** @param names names of concepts, where they have changed since inputs were labelled */
export function countInputs(
  inputs: readonly Labelled[],
  names: ReadonlyMap<string, string>,
): Counts {
  const concepts = new Map<string, ConceptCount>();
  for (const { id, name, value } of inputs.flatMap(conceptsIn)) {
    const positives = (concepts.get(id)?.positives ?? 0) + (value > 0 ? 1 : 0);
    concepts.set(id, { id, name: names.get(id) ?? name, positives });
  }
  return {
    inputCount: inputs.length,
    invalidCount: inputs.filter((input) => input.data.kind === 'invalid').length,
    unlabelledCount: inputs.filter((input) => conceptsIn(input).length === 0).length,
    concepts: [...concepts.values()].sort((a, b) => (a.id < b.id ? -1 : 1)),
    ...countObjects(inputs),
  };
}

/** The same image or mask twice is one object. */
function countObjects(inputs: readonly Labelled[]): { objectCount: number; objectBytes: number } {
  const sizes = new Map<string, number>();
  for (const { data, labels } of inputs) {
    for (const { mask } of labels.regions) if (mask !== null) sizes.set(mask, 0);
    if (data.kind === 'image') sizes.set(data.sha256, data.size);
  }
  const objectBytes = [...sizes.values()].reduce((sum, size) => sum + size, 0);
  return { objectCount: sizes.size, objectBytes };
}
