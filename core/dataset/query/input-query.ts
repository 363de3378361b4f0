import type { Json, JsonObject } from '../../json.ts';
import type { Input } from '../record/input.ts';
import { allConcepts } from '../record/input.ts';
import type {
  AnnotationCondition,
  ConceptCondition,
  DataCondition,
  InputCondition,
  InputFilter,
} from '../record/input-filter.ts';
import { statusOfInput } from '../record/input-status.ts';
import type { InputAnnotation } from '../record/labels.ts';
import { annotationsOf } from '../record/labels.ts';
import { liesIn } from '../record/area.ts';
import { canonicalName } from '../record/normalise-name.ts';

/**
 * True where an input meets every filter; an annotation filter is met by any one of its
 * annotations.
 */
export function matchesInput(
  input: Input,
  filters: readonly InputFilter[],
  ownerId: string,
): boolean {
  return filters.every(({ negate, input: asked, annotation }) => {
    const meetsInput = !asked || matchesInputCondition(input, asked);
    const isMet =
      meetsInput &&
      (!annotation ||
        annotationsOf(input, ownerId).some((each) =>
          matchesAnnotationCondition(each, input, annotation),
        ));
    return isMet !== negate;
  });
}

/** True where an annotation and its input together meet every filter. */
export function matchesAnnotation(
  annotation: InputAnnotation,
  input: Input,
  filters: readonly InputFilter[],
): boolean {
  return filters.every(({ negate, input: asked, annotation: said }) => {
    const isMet =
      (!asked || matchesInputCondition(input, asked)) &&
      (!said || matchesAnnotationCondition(annotation, input, said));
    return isMet !== negate;
  });
}

function matchesInputCondition(input: Input, asked: InputCondition): boolean {
  const { id, datasetIds = [] } = asked;
  return (
    (id === undefined || id === input.id) &&
    (datasetIds.length === 0 || datasetIds.some((each) => input.datasetIds.includes(each))) &&
    isOfKindOrStatus(input, asked) &&
    hasConcepts(input, asked.concepts) &&
    matchesDataCondition(input, asked)
  );
}

/** One of the kinds, or the status: in one filter these are alternatives. */
function isOfKindOrStatus(input: Input, { kinds = [], status }: InputCondition): boolean {
  const { data } = input;
  const isAsked = kinds.length > 0 || status !== undefined;
  return (
    !isAsked ||
    kinds.some((kind) => kind === (data.kind === 'invalid' ? data.wasKind : data.kind)) ||
    status === statusOfInput(input)
  );
}

function matchesAnnotationCondition(
  said: InputAnnotation,
  input: Input,
  asked: AnnotationCondition,
): boolean {
  const { id, inputId, taskId, userIds = [], shapes = [], status, modified } = asked;
  const at = Date.parse(said.modifiedAt);
  return (
    !asked.isByMachine &&
    (id === undefined || id === said.id) &&
    (inputId === undefined || inputId === input.id) &&
    (taskId === undefined || taskId === said.taskId) &&
    userIds.every((each) => each === said.userId) &&
    (!asked.isInputLevel || said.isInputLevel) &&
    (!asked.isOfWhole || said.regions.length === 0) &&
    (shapes.length === 0 ||
      shapes.some((shape) => said.regions.some((region) => region[shape] !== null))) &&
    (status === undefined || status === said.status) &&
    (!modified || (at >= modified.from && at <= modified.to)) &&
    contains(said.info, asked.info ?? {}) &&
    hasConcepts(said, asked.concepts) &&
    matchesDataCondition(input, asked)
  );
}

function matchesDataCondition({ metadata, geo }: Input, asked: DataCondition): boolean {
  const pairs = Object.entries(asked.metadata ?? {});
  return (
    (pairs.length === 0 || pairs.some(([key, value]) => contains(metadata, { [key]: value }))) &&
    (!asked.area || (geo !== undefined && liesIn(geo, asked.area)))
  );
}

/** One of several concepts is enough; several filters ask for all of theirs. */
function hasConcepts(
  of: Parameters<typeof allConcepts<{ id: string; value: number }>>[0],
  asked: readonly ConceptCondition[] = [],
): boolean {
  const said = allConcepts(of);
  if (asked.length === 0) return true;
  return asked.some(({ ids, value }) =>
    said.some(
      (concept) => ids.includes(canonicalName(concept.id)) && concept.value > 0 === value > 0,
    ),
  );
}

/** True where `whole` has everything that `part` has. */
function contains(whole: Json | undefined, part: Json): boolean {
  if (typeof part !== 'object' || part === null || Array.isArray(part))
    return JSON.stringify(whole) === JSON.stringify(part);
  if (typeof whole !== 'object' || whole === null || Array.isArray(whole)) return false;
  return Object.entries(part).every(
    ([key, value]) => Object.hasOwn(whole, key) && contains((whole as JsonObject)[key], value),
  );
}
