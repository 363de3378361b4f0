import * as z from 'zod';
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
