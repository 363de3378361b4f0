import * as z from 'zod';
import type { Area } from '../../../dataset/record/area.ts';
import { radiansOfLimit } from '../../../dataset/record/area.ts';
import { geoPointSchema } from '../inputs/input-wire.ts';

type LimitType = keyof typeof radiansOfLimit;
const limitTypes = Object.keys(radiansOfLimit) as LimitType[];

/** `Geo` of a search: a point with a limit, or a box of two opposite corners. */
export const geoFilterSchema = z
  .strictObject({
    geo_point: geoPointSchema.optional(),
    geo_limit: z
      .strictObject({ type: z.enum(limitTypes), value: z.number().min(0).default(0) })
      .optional(),
    geo_box: z.array(z.strictObject({ geo_point: geoPointSchema })).optional(),
  })
  .refine(
    ({ geo_point, geo_limit, geo_box = [] }) =>
      geo_box.length === 0 ? geo_point && geo_limit : geo_box.length === 2 && !geo_point,
    'needs a geo_point with a geo_limit, or a geo_box of two opposite corners',
  );

/** What an area is, of a search that the schema has passed. */
export function areaFromWire({
  geo_point: centre,
  geo_limit: limit,
  geo_box: [one, other] = [],
}: z.infer<typeof geoFilterSchema>): Area | undefined {
  if (one && other) return { kind: 'box', corners: [one.geo_point, other.geo_point] };
  if (!centre || !limit) return undefined;
  return { kind: 'circle', centre, radians: limit.value * radiansOfLimit[limit.type] };
}
