import { canonicalName } from './normalise-name.ts';
import type { Annotation, ConceptValue, Input, Labels, Region } from './input.ts';

/** Status of an annotation that counts (ANNOTATION_SUCCESS). */
export const annotationSuccess = 24150;

/** An annotation with the input it is about. */
export interface InputAnnotation extends Annotation {
  readonly inputId: string;
  /** True: it is what the input itself says; its id is the input's. */
  readonly isInputLevel: boolean;
}

/**
 * Everything that is said about an input: what it says itself, then the annotations, oldest first.
 */
export function annotationsOf(input: Input, ownerId: string): InputAnnotation[] {
  const { id, concepts, regions = [], annotations = [], createdAt, modifiedAt } = input;
  const own = { id, concepts, regions, createdAt, modifiedAt, info: {}, userId: ownerId };
  return [
    { ...own, inputId: id, status: annotationSuccess, isInputLevel: true },
    ...annotations.map((annotation) => ({ ...annotation, inputId: id, isInputLevel: false })),
  ];
}

/**
 * Several annotations as one: of two that speak of the same concept the later one is believed;
 * regions add up.
 */
export function mergeLabels(all: readonly Labels[]): Labels {
  return {
    concepts: mergeConcepts(all.flatMap(({ concepts }) => concepts)),
    regions: all.flatMap(({ regions }) =>
      regions.map((region) => ({ ...region, concepts: mergeConcepts(region.concepts) })),
    ),
  };
}

function mergeConcepts(concepts: readonly ConceptValue[]): ConceptValue[] {
  const named = concepts.map((concept) => ({ ...concept, id: canonicalName(concept.id) }));
  return [...new Map(named.map((concept) => [concept.id, concept])).values()];
}

/**
 * What a patch does to lists: adds and changes what it names, replaces the whole, or takes away
 * what it names.
 */
export type PatchAction = 'merge' | 'overwrite' | 'remove';

/** What a patch says. */
export interface LabelPatch extends Labels {
  /** Ids of regions that the patch did not name: ours, given while they were stored. */
  readonly givenIds?: ReadonlySet<string> | undefined;
}

/**
 * Labels after a patch. A list that the patch leaves empty is not meant: proto3 cannot tell it from
 * an absent one.
 */
export function patchLabels(labels: Labels, patch: LabelPatch, action: PatchAction): Labels {
  if (action === 'merge') return mergePatch(labels, patch);
  if (action === 'overwrite') {
    return {
      concepts: patch.concepts.length > 0 ? patch.concepts : labels.concepts,
      regions: patch.regions.length > 0 ? patch.regions : labels.regions,
    };
  }
  return {
    concepts: withoutConcepts(labels.concepts, patch.concepts),
    regions: removeRegions(labels.regions, patch.regions),
  };
}

function mergePatch(labels: Labels, patch: LabelPatch): Labels {
  const regions = new Map(labels.regions.map((region, index) => [region.id ?? index, region]));
  patch.regions.forEach((region, index) => {
    const isNamed = region.id !== undefined && !patch.givenIds?.has(region.id);
    const same = isNamed ? undefined : [...regions].find(([, each]) => isSameShape(each, region));
    const key = same?.[0] ?? region.id ?? labels.regions.length + index;
    const merged = mergeRegion(regions.get(key), region);
    regions.set(key, same ? { ...same[1], concepts: merged.concepts } : merged);
  });
  return {
    concepts: mergeConcepts([...labels.concepts, ...patch.concepts]),
    regions: [...regions.values()],
  };
}

/** A region without an id is the one that has its shape; said twice, it would be learnt twice. */
function isSameShape(a: Region, b: Region): boolean {
  const shape = ({ box, polygon, mask }: Region) => JSON.stringify([box, polygon, mask]);
  return shape(a) === shape(b);
}

function mergeRegion(old: Region | undefined, patch: Region): Region {
  if (!old) return patch;
  const hasShape = patch.box !== null || patch.polygon !== null || patch.mask !== null;
  const concepts = mergeConcepts([...old.concepts, ...patch.concepts]);
  return { ...(hasShape ? patch : old), concepts };
}

/** A region that is named with concepts loses these; named alone, or left without any, it goes. */
function removeRegions(regions: readonly Region[], named: readonly Region[]): Region[] {
  const byId = new Map(named.map((region) => [region.id, region]));
  return regions.flatMap((region) => {
    const patch = byId.get(region.id);
    if (!patch) return [region];
    const concepts = withoutConcepts(region.concepts, patch.concepts);
    return patch.concepts.length === 0 || concepts.length === 0 ? [] : [{ ...region, concepts }];
  });
}

/** The concepts but those with the ids of `named`. */
export function withoutConcepts(
  concepts: readonly ConceptValue[],
  named: readonly { readonly id: string }[],
): ConceptValue[] {
  const ids = new Set(named.map(({ id }) => canonicalName(id)));
  return concepts.filter(({ id }) => !ids.has(canonicalName(id)));
}
