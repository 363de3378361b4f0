import * as z from 'zod';
import type { JsonObject } from '../../../json.ts';
import type { DataCondition } from '../../../dataset/record/input-filter.ts';
import { conceptConditionSchema } from '../inputs/concept-wire.ts';
import { notAskedFor, notSupported } from '../../http/not-supported.ts';
import { areaFromWire, geoFilterSchema } from './geo-filter.ts';

/*
 * The schemas of a search are strict: a condition that we do not know, left out, would let too much
 * through.
 */

/** An empty object: that the thing is there is all that is asked. */
export const given = z.strictObject({}).optional();

export const structSchema = z.record(z.string(), z.json()).optional();

const noContent =
  'Inputs cannot be found by their content or address in this release; keep what you look for as metadata, and filter by that';
const noVideo = 'Video is not part of this release: there are no frames, tracks and time segments';

/** An image or text: that it is one is all that can be asked. */
export const givenImage = z
  .strictObject({ url: notSupported(noContent), base64: notSupported(noContent) })
  .optional();
export const givenText = z
  .strictObject({ url: notSupported(noContent), raw: notSupported(noContent) })
  .optional();

/** What a search asks of the `data` of an input and of an annotation alike. */
export const dataConditionFields = {
  concepts: z.array(conceptConditionSchema).max(100).optional(),
  metadata: structSchema,
  geo: geoFilterSchema.optional(),
  frames: notAskedFor(noVideo),
  time_segments: notAskedFor(noVideo),
  tracks: notAskedFor(noVideo),
  embeddings: notAskedFor(noContent),
  clusters: notAskedFor('There are no clusters in this release; filter by concept or metadata'),
};

type Data = Pick<z.infer<z.ZodObject<typeof dataConditionFields>>, 'concepts' | 'metadata' | 'geo'>;

export function dataFromWire({ concepts = [], metadata, geo }: Data): DataCondition {
  return {
    concepts: concepts.map(({ id, name, value }) =>
      id === undefined ? { ids: [], name: name ?? '', value } : { ids: [id], value },
    ),
    metadata: metadata as JsonObject | undefined,
    area: geo && areaFromWire(geo),
  };
}
