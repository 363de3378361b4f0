import { fail } from '../../errors.ts';
import { keys } from '../../records/keys.ts';
import type { Scope } from '../../records/keys.ts';
import { readAll, toData, withRetry } from '../../records/records.ts';
import type { Dependencies } from '../../ports/host.ts';
import { findConcept, listConcepts } from './concept.ts';
import type { Concept, ConceptValue } from '../record/input.ts';
import type { InputCondition, InputFilter } from '../record/input-filter.ts';
import { canonicalName } from '../record/normalise-name.ts';

export { nameProblem, normaliseName } from '../record/normalise-name.ts';

/** The name that a concept has now, by its id. */
export type ConceptNames = ReadonlyMap<string, string>;

/** Whatever carries labels: an input, an annotation. */
export interface Labelled {
  readonly concepts: readonly ConceptValue[];
  readonly regions?: readonly { readonly concepts: readonly ConceptValue[] }[];
}

/**
 * Gives a concept another name. Inputs keep the one that they were labelled with and are not
 * rewritten: that this concept was ever renamed is kept beside it, in the same write, and looked up
 * when labels are shown.
 * @param name absent: it keeps its own
 * @throws DeeptuneError does-not-exist
 */
export function renameConcept(
  scope: Scope,
  { id, name }: { readonly id: string; readonly name?: string | undefined },
  { table }: Pick<Dependencies, 'table'>,
): Promise<Concept> {
  return withRetry(async () => {
    const stored = await findConcept(scope, id, { table });
    if (!stored) throw fail('doesNotExist', `Concept '${id}' does not exist`);
    if (name === undefined || name === stored.value.name) return stored.value;
    const concept = { ...stored.value, name };
    const key = keys.concept(scope, concept.id);
    await table.write([
      { put: { ...key, data: toData(concept) }, if: { rev: stored.rev } },
      { put: { ...keys.renamedConcept(scope, concept.id), data: { id: concept.id, name } } },
    ]);
    return concept;
  });
}

/**
 * The names of the concepts that were ever renamed: what labels are shown with. They are few or
 * none, and one read.
 */
export async function namesOfRenamed(
  scope: Scope,
  { table }: Pick<Dependencies, 'table'>,
): Promise<ConceptNames> {
  const renamed = await readAll<Concept>(table, keys.renamedConceptsOf(scope));
  return new Map(renamed.map(({ id, name }) => [id, name]));
}

/** The same labels with these names; a concept that is not among them keeps its own. */
export function withNames<T extends Labelled>(labels: T, names: ConceptNames): T {
  if (names.size === 0) return labels;
  const named = (concepts: readonly ConceptValue[]) =>
    concepts.map((concept) => ({ ...concept, name: names.get(concept.id) ?? concept.name }));
  const regions = labels.regions?.map((each) => ({ ...each, concepts: named(each.concepts) }));
  return { ...labels, concepts: named(labels.concepts), ...(regions ? { regions } : {}) };
}

/**
 * Filters whose concepts were asked for by name, with the ids of those that have the name now.
 * Reads the concepts where one was.
 */
export async function withNamedConcepts(
  scope: Scope,
  filters: readonly InputFilter[],
  deps: Pick<Dependencies, 'table'>,
): Promise<readonly InputFilter[]> {
  const asked = filters.flatMap(({ input, annotation }) => [
    ...(input?.concepts ?? []),
    ...(annotation?.concepts ?? []),
  ]);
  if (asked.every(({ name }) => name === undefined)) return filters;
  const concepts = await listConcepts(scope, deps);
  const idsNamed = (name: string) =>
    concepts
      .filter((concept) => canonicalName(concept.name) === canonicalName(name))
      .map(({ id }) => canonicalName(id));
  const found = <T extends Pick<InputCondition, 'concepts'>>(part: T): T => ({
    ...part,
    concepts: part.concepts?.map((each) =>
      each.name === undefined ? each : { ...each, ids: idsNamed(each.name) },
    ),
  });
  return filters.map(({ input, annotation, ...filter }) => ({
    ...filter,
    ...(input ? { input: found(input) } : {}),
    ...(annotation ? { annotation: found(annotation) } : {}),
  }));
}
