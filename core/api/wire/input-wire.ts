import { z } from 'zod';
import type { JsonObject } from '../../catalog/model-type.ts';
import type { NewInput } from '../../dataset/add-inputs.ts';
import type { Input } from '../../dataset/input.ts';
import type { Scope } from '../../ports/keys.ts';
import { conceptIdSchema, idSchema } from '../ids.ts';
import { status } from '../status.ts';
import { conceptToWire } from './version-wire.ts';

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

/** `Input.data` of a request: an image or a text. */
export const dataSchema = z.object({
  image: imageSchema.optional(),
  text: textSchema.optional(),
  concepts: z.array(conceptSchema).max(1000).default([]),
  metadata: z.record(z.string(), z.json()).default({}),
});

export const newInputSchema = z
  .object({
    id: idSchema.optional(),
    data: dataSchema.default({ concepts: [], metadata: {} }),
    dataset_ids: z.array(idSchema).max(100).default([]),
  })
  .transform(({ id, data, dataset_ids }): NewInput => ({
    ...(id === undefined ? {} : { id }),
    content: contentOf(data),
    concepts: data.concepts,
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
  const content =
    data.kind === 'text'
      ? { text: { raw: data.text } }
      : data.kind === 'image'
        ? { image: { image_info: { format: data.format } } }
        : {};
  return {
    id: input.id,
    created_at: input.createdAt,
    modified_at: input.modifiedAt,
    data: {
      ...content,
      concepts: input.concepts.map((c) => conceptToWire({ ...c, appId: scope.appId })),
      metadata: input.metadata,
    },
    dataset_ids: [...input.datasetIds],
    status: data.kind === 'invalid' ? status(data.statusCode, data.reason) : status(30000),
  };
}
