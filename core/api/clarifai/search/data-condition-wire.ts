import * as z from 'zod';
import type { JsonObject } from '../../../json.ts';
import type { DataCondition } from '../../../dataset/record/input-filter.ts';
import { conceptConditionSchema } from '../inputs/concept-wire.ts';
import { areaFromWire, geoFilterSchema } from './geo-filter.ts';

/*
 * The schemas of a search are strict: a condition that we do not know, left out, would let too much
 * through.
 */

/** An empty object: that the thing is there is all that is asked. */
export const given = z.strictObject({}).optional();

export const structSchema = z.record(z.string(), z.json()).optional();

/** What a search asks of the `data` of an input and of an annotation alike. */
export const dataConditionFields = {
  concepts: z.array(conceptConditionSchema).max(100).optional(),
  metadata: structSchema,
  geo: geoFilterSchema.optional(),
};

type Data = z.infer<z.ZodObject<typeof dataConditionFields>>;

export function dataFromWire({ concepts = [], metadata, geo }: Data): DataCondition {
  return {
    concepts: concepts.map(({ id, name, value }) =>
      id === undefined ? { ids: [], name: name ?? '', value } : { ids: [id], value },
    ),
    metadata: metadata as JsonObject | undefined,
    area: geo && areaFromWire(geo),
  };
}
