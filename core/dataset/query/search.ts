import type { Scope } from '../../records/keys.ts';
import type { Dependencies } from '../../ports/host.ts';
import { withNamedConcepts } from '../concept/concept-names.ts';
import type { Input } from '../record/input.ts';
import type { InputFilter } from '../record/input-filter.ts';
import { matchesAnnotation, matchesInput } from './input-query.ts';
import type { InputAnnotation } from '../record/labels.ts';
import { annotationsOf } from '../record/labels.ts';
import { eachInput } from '../record/list-inputs.ts';

/**
 * What a search finds: an input, with the first annotation that meets all of its conditions
 * together, where there is one.
 */
export interface Found {
  readonly input: Input;
  readonly annotation?: InputAnnotation;
}

type Uses = Pick<Dependencies, 'table'>;

/** The inputs that meet every filter, by id, found while they are walked through. */
export async function* searchInputs(
  scope: Scope,
  filters: readonly InputFilter[],
  deps: Uses,
): AsyncGenerator<Found> {
  const asked = await withNamedConcepts(scope, filters, deps);
  for await (const input of eachInput(scope, deps)) {
    if (!matchesInput(input, asked, scope.userId)) continue;
    const [annotation] = annotationsAmong(input, scope, asked);
    yield { input, ...(annotation ? { annotation } : {}) };
  }
}

/**
 * The annotations that meet every filter together with their inputs: by input, what it says itself
 * first, then oldest first.
 */
export async function* searchAnnotations(
  scope: Scope,
  filters: readonly InputFilter[],
  deps: Uses,
): AsyncGenerator<Required<Found>> {
  const asked = await withNamedConcepts(scope, filters, deps);
  for await (const input of eachInput(scope, deps))
    for (const annotation of annotationsAmong(input, scope, asked)) yield { input, annotation };
}

function annotationsAmong(
  input: Input,
  { userId }: Scope,
  filters: readonly InputFilter[],
): InputAnnotation[] {
  return annotationsOf(input, userId).filter((each) => matchesAnnotation(each, input, filters));
}
