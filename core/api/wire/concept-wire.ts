import * as z from 'zod';
import { conceptIdSchema } from '../ids.ts';

/** Clarifai's oldest client documents `true` and `false`. */
const presence = z.union([z.boolean().transform(Number), z.number().min(0).max(1)]);

/** An absent value means 1: the concept is there (contract, section 0). */
export const conceptSchema = z
  .object({
    id: conceptIdSchema.optional(),
    name: conceptIdSchema.optional(),
    value: presence.default(1),
  })
  .refine(
    (concept) => concept.id !== undefined || concept.name !== undefined,
    'needs an id or a name',
  )
  .transform((concept) => ({
    id: concept.id ?? concept.name ?? '',
    name: concept.name ?? concept.id ?? '',
    value: concept.value,
  }));
