import type { Json, JsonObject } from '../catalog/model-type.ts';
import type { Input } from './input.ts';
import { allConcepts } from './input.ts';
import type { InputAnnotation } from './labels.ts';
import { annotationsOf } from './labels.ts';

/** One condition. All of its parts must hold; `negate` turns the whole around. */
export interface InputFilter {
  readonly negate: boolean;
  readonly input?: {
    readonly ids: readonly string[];
    /** In one of these datasets; empty: not asked. */
    readonly datasetIds: readonly string[];
    readonly status?: number;
    readonly concepts: readonly AskedConcept[];
    /** Keys with these values, in objects too. */
    readonly metadata: JsonObject;
  };
  readonly annotation?: {
    readonly concepts: readonly AskedConcept[];
    readonly status?: number;
    readonly isInputLevel?: boolean;
    readonly info: JsonObject;
  };
}

/** Above 0: the concept is there; 0: it is said not to be there. */
export interface AskedConcept {
  readonly id: string;
  readonly value: number;
}

/** True where an input meets every filter; an annotation filter is met by any one of its annotations. */
export function matchesInput(
  input: Input,
  filters: readonly InputFilter[],
  statusOf: (input: Input) => number,
): boolean {
  return filters.every((filter) => {
    const meetsInput = !filter.input || matches(input, filter.input, statusOf(input));
    const annotations = annotationsOf(input, '');
    const meetsAnnotation =
      !filter.annotation || annotations.some((each) => matchesParts(each, filter.annotation!));
    return (meetsInput && meetsAnnotation) !== filter.negate;
  });
}

/** True where an annotation meets every filter that speaks of annotations: what a dataset version's annotation filter keeps. */
export function matchesAnnotation(
  annotation: InputAnnotation,
  filters: readonly InputFilter[],
): boolean {
  return filters.every(
    (filter) => !filter.annotation || matchesParts(annotation, filter.annotation) !== filter.negate,
  );
}

function matches(input: Input, asked: NonNullable<InputFilter['input']>, status: number): boolean {
  return (
    (asked.ids.length === 0 || asked.ids.includes(input.id)) &&
    (asked.datasetIds.length === 0 ||
      asked.datasetIds.some((id) => input.datasetIds.includes(id))) &&
    (asked.status === undefined || asked.status === status) &&
    hasConcepts(input, asked.concepts) &&
    contains(input.metadata, asked.metadata)
  );
}

function matchesParts(
  annotation: InputAnnotation,
  asked: NonNullable<InputFilter['annotation']>,
): boolean {
  return (
    hasConcepts(annotation, asked.concepts) &&
    (asked.status === undefined || asked.status === annotation.status) &&
    (asked.isInputLevel === undefined || asked.isInputLevel === annotation.isInputLevel) &&
    contains(annotation.info, asked.info)
  );
}

function hasConcepts(
  of: Parameters<typeof allConcepts<AskedConcept>>[0],
  asked: readonly AskedConcept[],
): boolean {
  const said = allConcepts(of);
  return asked.every(({ id, value }) =>
    said.some((concept) => concept.id === id && concept.value > 0 === value > 0),
  );
}

/** True where `whole` has everything that `part` has. */
function contains(whole: Json | undefined, part: Json): boolean {
  if (typeof part !== 'object' || part === null || Array.isArray(part))
    return JSON.stringify(whole) === JSON.stringify(part);
  if (typeof whole !== 'object' || whole === null) return false;
  return Object.entries(part).every(([key, value]) => contains((whole as JsonObject)[key], value));
}
