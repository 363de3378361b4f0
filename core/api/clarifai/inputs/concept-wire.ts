import * as z from 'zod';
import { contradiction } from '../../../dataset/record/contradiction.ts';
import { conceptIdSchema, conceptNameSchema, hasId, nameNeedsId } from '../../http/ids.ts';

/** Clarifai's oldest client documents `true` and `false`. */
const presence = z.union([z.boolean().transform(Number), z.number().min(0).max(1)]);

/**
 * A concept as a search asks for it. An absent value means 1: the concept is there (contract,
 * section 0).
 */
export const conceptConditionSchema = z
  .object({
    id: conceptIdSchema.optional(),
    name: conceptNameSchema.optional(),
    value: presence.default(1),
  })
  .refine(
    (concept) => concept.id !== undefined || concept.name !== undefined,
    'needs an id or a name',
  );

/** A concept as a label: where it says only one of them, id and name are the same. */
export const conceptSchema = conceptConditionSchema
  .refine(hasId, nameNeedsId)
  .transform(({ id, name, value }) => ({
    id: id ?? name ?? '',
    name: name ?? id ?? '',
    value,
  }));

/** The concepts of one input, annotation or region, each once. */
export const conceptsSchema = distinctConcepts(0);

/** The same where one is needed. */
export const someConceptsSchema = distinctConcepts(1);

function distinctConcepts(least: number) {
  return z
    .array(conceptSchema)
    .min(least)
    .max(1000)
    .superRefine((concepts, { addIssue }) => {
      const found = contradiction(concepts);
      if (found !== undefined) addIssue(`must not contradict themselves: they ${found}`);
    })
    .transform(distinct);
}

/** One of each id; the one that says a name, where one does. */
function distinct<Concept extends { id: string; name: string }>(
  concepts: readonly Concept[],
): Concept[] {
  const found = new Map<string, Concept>();
  for (const concept of concepts)
    if (!found.has(concept.id) || concept.name !== concept.id) found.set(concept.id, concept);
  return [...found.values()];
}
