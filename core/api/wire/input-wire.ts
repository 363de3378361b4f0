import { z } from 'zod';
import type { JsonObject } from '../../catalog/model-type.ts';
import type { NewInput, NewRegion } from '../../dataset/add-inputs.ts';
import type { Input, Region } from '../../dataset/input.ts';
import type { Scope } from '../../ports/keys.ts';
import { conceptIdSchema, idSchema } from '../ids.ts';
import { status } from '../status.ts';
import { boxToWire } from './prediction-wire.ts';
import { conceptsToWire } from './version-wire.ts';

/** An absent value means 1: the concept is there (contract, section 0). */
export const conceptSchema = z
  .object({
    id: conceptIdSchema.optional(),
    name: conceptIdSchema.optional(),
    value: z.number().min(0).max(1).default(1),
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

const imageSchema = z.object({ base64: z.string().optional(), url: z.string().optional() });
const textSchema = z.object({ raw: z.string().optional(), url: z.string().optional() });

const share = z.number().min(0).max(1).default(0);
const boxSchema = z
  .object({ top_row: share, left_col: share, bottom_row: share, right_col: share })
  .refine(
    (box) => box.top_row < box.bottom_row && box.left_col < box.right_col,
    'must have top_row < bottom_row and left_col < right_col',
  );
const pointSchema = z.object({ row: share, col: share });

/** Where a region is: a box, a polygon or a mask. Zero coordinates may be left out (proto3). */
const regionSchema = z.object({
  region_info: z.object({
    bounding_box: boxSchema.optional(),
    polygon: z.object({ points: z.array(pointSchema).min(3).max(10_000) }).optional(),
    mask: z.object({ image: imageSchema }).optional(),
  }),
  data: z.object({ concepts: z.array(conceptSchema).min(1).max(1000) }),
});

function regionFromWire({ region_info: info, data }: z.infer<typeof regionSchema>): NewRegion {
  const { bounding_box: box, polygon, mask } = info;
  return {
    concepts: data.concepts,
    box: box ? [box.top_row, box.left_col, box.bottom_row, box.right_col] : null,
    polygon: polygon ? polygon.points.map(({ row, col }) => [row, col] as const) : null,
    maskBase64: mask?.image.base64 ?? null,
  };
}

/** `Input.data` of a request: an image or a text. */
export const dataSchema = z.object({
  image: imageSchema.optional(),
  text: textSchema.optional(),
  concepts: z.array(conceptSchema).max(1000).default([]),
  regions: z.array(regionSchema).max(1000).default([]),
  metadata: z.record(z.string(), z.json()).default({}),
});

export const newInputSchema = z
  .object({
    id: idSchema.optional(),
    data: dataSchema.default({ concepts: [], regions: [], metadata: {} }),
    dataset_ids: z.array(idSchema).max(100).default([]),
  })
  .transform(({ id, data, dataset_ids }): NewInput => ({
    ...(id === undefined ? {} : { id }),
    content: contentOf(data),
    concepts: data.concepts,
    regions: data.regions.map(regionFromWire),
    metadata: data.metadata as JsonObject,
    datasetIds: dataset_ids,
  }));

/** What an input brings, as the use case wants it. */
export function contentOf(data: {
  image?: z.infer<typeof imageSchema> | undefined;
  text?: z.infer<typeof textSchema> | undefined;
}): NewInput['content'] {
  if (data.image?.base64 !== undefined) return { kind: 'image', base64: data.image.base64 };
  if (data.text?.raw !== undefined) return { kind: 'text', text: data.text.raw };
  const url = data.image?.url ?? data.text?.url;
  return url === undefined ? { kind: 'nothing' } : { kind: 'url', url };
}

export function inputToWire(input: Input, scope: Scope): JsonObject {
  const { data } = input;
  return {
    id: input.id,
    created_at: input.createdAt,
    modified_at: input.modifiedAt,
    data: {
      ...contentToWire(data),
      concepts: conceptsToWire(input.concepts, scope.appId),
      ...(input.regions
        ? {
            regions: input.regions.map((region) => ({
              ...regionInfoToWire(region),
              data: { concepts: conceptsToWire(region.concepts, scope.appId) },
            })),
          }
        : {}),
      metadata: input.metadata,
    },
    dataset_ids: [...input.datasetIds],
    status: data.kind === 'invalid' ? status(data.statusCode, data.reason) : status(30000),
  };
}

function contentToWire(data: Input['data']): JsonObject {
  if (data.kind === 'text') return { text: { raw: data.text } };
  return data.kind === 'image' ? { image: { image_info: { format: data.format } } } : {};
}

/** Masks are not sent back: they are as large as images. */
function regionInfoToWire({ box, polygon }: Region): JsonObject {
  return {
    region_info: {
      ...(box ? { bounding_box: boxToWire(box) } : {}),
      ...(polygon ? { polygon: { points: polygon.map(([row, col]) => ({ row, col })) } } : {}),
    },
  };
}
