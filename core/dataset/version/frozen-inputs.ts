import { keys } from '../../records/keys.ts';
import type { Scope } from '../../records/keys.ts';
import { eachRecord } from '../../records/records.ts';
import type { Dependencies } from '../../ports/host.ts';
import { contentFields } from './content.ts';
import type { ManifestRegion, ManifestRow } from './dataset-version.ts';
import { withNamedConcepts } from '../concept/concept-names.ts';
import type { FreezeFilter } from './freeze-filter.ts';
import { FreezingCount, freezingInOneRequest } from './freezing-limits.ts';
import { allConcepts } from '../record/input.ts';
import type { ConceptValue, Input, Labels, Region } from '../record/input.ts';
import type { InputFilter } from '../record/input-filter.ts';
import { matchesAnnotation, matchesInput } from '../query/input-query.ts';
import { annotationSuccess, annotationsOf, mergeLabels } from '../record/labels.ts';
import { sideOf } from './split.ts';

/**
 * Dataset id of versions that freeze every input of an app: what Clarifai trains on where no
 * dataset is named.
 */
export const wholeAppDatasetId = 'all-inputs';

/** An input with the labels that count. */
export type Labelled = Input & { readonly labels: Labels };

/** Decides of one input after the other whether it is frozen, and with which labels. */
export interface InputChoice {
  /** Undefined: it is left out. */
  choose(input: Input): Labelled | undefined;
}

/**
 * What is frozen of a dataset: its inputs, each as it is when it is read. No clock decides: hosts
 * disagree by milliseconds, and laptops set theirs back, so that inputs would be left out in
 * silence.
 */
export async function inputChoice(
  scope: Scope,
  of: { datasetId: string; filter?: FreezeFilter | undefined },
  deps: Pick<Dependencies, 'table'>,
): Promise<InputChoice> {
  const { datasetId, filter } = of;
  const filters = await withNamedConcepts(scope, filter?.filters ?? [], deps);
  const ofInputs = filters.filter((each) => each.input !== undefined);
  const choose = (value: Input): Labelled | undefined => {
    const isMember = value.datasetIds.includes(datasetId) || datasetId === wholeAppDatasetId;
    if (!isMember) return undefined;
    if (!matchesInput(value, ofInputs, scope.userId)) return undefined;
    const labels = countedLabels(value, filters, scope.userId);
    if (filter?.ignoresEmpty && allConcepts(labels).length === 0) return undefined;
    return { ...value, labels };
  };
  return { choose };
}

/**
 * The inputs of a dataset that are frozen, by id, each with the labels that count.
 * @throws DeeptuneError dataset-too-large where there are more than a request may hold
 */
export async function chooseInputs(
  scope: Scope,
  of: Parameters<typeof inputChoice>[1],
  deps: Pick<Dependencies, 'table' | 'settings'>,
): Promise<Labelled[]> {
  const count = new FreezingCount(scope, deps.settings.freezing ?? freezingInOneRequest);
  const choice = await inputChoice(scope, of, deps);
  const chosen: Labelled[] = [];
  for await (const { value } of eachRecord<Input>(deps.table, keys.inputsOf(scope))) {
    count.add(value);
    const labelled = choice.choose(value);
    if (labelled) chosen.push(labelled);
  }
  return chosen;
}

/**
 * The same where the whole app has at most `atMost` inputs; undefined where it has more, or nobody
 * could wait for the answer.
 */
export async function countFewMembers(
  scope: Scope,
  { datasetId, atMost }: { readonly datasetId: string; readonly atMost: number },
  deps: Pick<Dependencies, 'table'>,
): Promise<number | undefined> {
  let [read, count] = [0, 0];
  for await (const { value } of eachRecord<Input>(deps.table, keys.inputsOf(scope))) {
    read += 1;
    if (read > atMost) return undefined;
    if (datasetId === wholeAppDatasetId || value.datasetIds.includes(datasetId)) count += 1;
  }
  return count;
}

/**
 * How many inputs a dataset has: what freezing all of it would freeze. Page by page, however many
 * they are.
 */
export async function countMembers(
  scope: Scope,
  datasetId: string,
  deps: Pick<Dependencies, 'table'>,
): Promise<number> {
  if (datasetId === wholeAppDatasetId) return deps.table.count(keys.inputsOf(scope));
  let count = 0;
  for await (const { value } of eachRecord<Input>(deps.table, keys.inputsOf(scope)))
    if (value.datasetIds.includes(datasetId)) count += 1;
  return count;
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
  const { completion, ...others } = input.metadata;
  const metadata = typeof completion === 'string' ? others : input.metadata;
  const { concepts, regions } = input.labels;
  const content = { id: input.id, ...contentFields(input) };
  return {
    ...content,
    concepts: idsAndValues(concepts),
    ...(regions.length > 0 ? { regions: regions.map(toManifestRegion) } : {}),
    ...(typeof completion === 'string' ? { target: completion } : {}),
    ...(Object.keys(metadata).length > 0 ? { metadata } : {}),
    ...(input.geo ? { geo: input.geo } : {}),
    ...sideOf(content, input.metadata),
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

/**
 * Concepts of an input and of its regions, each once: it counts once for a concept, however often
 * the concept is in it.
 */
export function conceptsIn({ labels }: Labelled): ConceptValue[] {
  return [...new Map(allConcepts(labels).map((concept) => [concept.id, concept])).values()];
}
