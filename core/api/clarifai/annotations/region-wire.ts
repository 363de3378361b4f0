import * as z from 'zod';
import type { NewRegion } from '../../../dataset/input/new-input.ts';
import { hostedMask, hostedUrl } from '../../../dataset/record/hosted-address.ts';
import type { Region } from '../../../dataset/record/input.ts';
import type { Scope } from '../../../records/keys.ts';
import { idSchema } from '../../http/ids.ts';
import { conceptsSchema, someConceptsSchema } from '../inputs/concept-wire.ts';
import { boxToWire } from '../outputs/prediction-wire.ts';
import { conceptsToWire } from '../versions/version-wire.ts';
import type { Mask, Region as RegionMessage } from '../../wire/messages.ts';

const share = z.number().min(0).max(1).default(0);
const boxSchema = z
  .object({ top_row: share, left_col: share, bottom_row: share, right_col: share })
  .refine(
    (box) => box.top_row < box.bottom_row && box.left_col < box.right_col,
    'must have top_row < bottom_row and left_col < right_col',
  );
const pointSchema = z.object({ row: share, col: share });

/** Where a region is: a box, a polygon or a mask. Zero coordinates may be left out (proto3). */
export const regionInfoSchema = z.object({
  bounding_box: boxSchema.optional(),
  polygon: z.object({ points: z.array(pointSchema).min(3).max(10_000) }).optional(),
  mask: z.object({ image: z.object({ base64: z.string().optional() }) }).optional(),
});

export const regionSchema = z.object({
  id: idSchema.optional(),
  region_info: regionInfoSchema,
  data: z.object({ concepts: someConceptsSchema }),
});

/** A region of a patch: its id is enough to name it. */
export const regionPatchSchema = z.object({
  id: idSchema.optional(),
  region_info: regionInfoSchema.default({}),
  data: z.object({ concepts: conceptsSchema.default([]) }).default({ concepts: [] }),
});

export function regionFromWire({
  id,
  region_info: info,
  data,
}: z.infer<typeof regionPatchSchema>): NewRegion {
  const { bounding_box: box, polygon, mask } = info;
  return {
    ...(id === undefined ? {} : { id }),
    concepts: data.concepts,
    box: box ? [box.top_row, box.left_col, box.bottom_row, box.right_col] : null,
    polygon: polygon ? polygon.points.map(({ row, col }) => [row, col] as const) : null,
    maskBase64: mask?.image.base64 ?? null,
  };
}

/** Whose region it is, and where the caller reached the API. */
export interface RegionPlace {
  readonly scope: Scope;
  readonly inputId: string;
  readonly origin: string;
}

/** A mask is as large as an image: its address is answered. */
export function regionToWire(region: Region, place: RegionPlace): RegionMessage {
  const { id, box, polygon, mask, concepts } = region;
  return {
    ...(id === undefined ? {} : { id }),
    region_info: {
      ...(box ? { bounding_box: boxToWire(box) } : {}),
      ...(polygon ? { polygon: { points: polygon.map(([row, col]) => ({ row, col })) } } : {}),
      ...(mask === null ? {} : { mask: maskToWire(mask, place) }),
    },
    data: { concepts: conceptsToWire(concepts, place.scope.appId) },
  };
}

function maskToWire(mask: string, { scope, inputId, origin }: RegionPlace): Mask {
  const hosted = hostedMask(scope, { inputId, mask }, origin);
  return { image: { url: hostedUrl(hosted), hosted: { ...hosted, sizes: [...hosted.sizes] } } };
}
