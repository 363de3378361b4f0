import * as z from 'zod';
import type { JsonObject } from '../../../json.ts';
import type { ConceptRef } from '../../../model/model-version.ts';
import { conceptIdSchema, conceptNameSchema, hasId, nameNeedsId } from '../../http/ids.ts';

/**
 * A concept to train on or to select. Whatever value comes with it is an artefact of the client's
 * JSON writer (contract, section 0).
 */
export const conceptRefSchema = z
  .object({
    id: z.union([conceptIdSchema, z.literal('')]).optional(),
    name: z.union([conceptNameSchema, z.literal('')]).optional(),
  })
  .refine((concept) => concept.id || concept.name, 'needs an id or a name')
  .refine(hasId, nameNeedsId)
  .transform((concept): ConceptRef => ({
    id: concept.id || concept.name || '',
    name: concept.name || concept.id || '',
  }));

const struct = z.record(z.string(), z.json());

/** `OutputConfig` as published; fields that were removed from it are dropped. */
export const outputConfigSchema = z.object({
  concepts_mutually_exclusive: z.boolean().optional(),
  existing_model_id: z.string().optional(),
  language: z.string().optional(),
  hyper_parameters: z.string().optional(),
  max_concepts: z.number().int().min(0).max(200).optional(),
  min_value: z.number().min(0).max(1).optional(),
  select_concepts: z.array(conceptRefSchema).max(1000).optional(),
  training_timeout: z.number().int().min(0).optional(),
  sample_ms: z.number().int().min(0).optional(),
  hyper_params: struct.optional(),
  embed_model_version_id: z.string().optional(),
  fail_on_missing_positive_examples: z.boolean().optional(),
  model_metadata: struct.optional(),
});

export const outputInfoSchema = z.object({
  data: z.object({ concepts: z.array(conceptRefSchema).max(1000).optional() }).optional(),
  output_config: outputConfigSchema.optional(),
  params: struct.optional(),
});

const levels = { UNKNOWN_VISIBILITY: 0, PRIVATE: 10, ORG: 30, PUBLIC: 50 } as const;
const level = z
  .union([z.enum(Object.keys(levels) as (keyof typeof levels)[]), z.literal([0, 10, 30, 50])])
  .transform((given) =>
    typeof given === 'string'
      ? given
      : (Object.keys(levels) as (keyof typeof levels)[]).find((name) => levels[name] === given),
  );
/** Enums arrive by name or number; they are kept by name. */
export const visibilitySchema = z.object({ gettable: level.default('PRIVATE') });

const tags = z.array(z.string().max(256)).max(100);
/** What describes a model for people. */
const profile = {
  visibility: visibilitySchema,
  toolkits: tags,
  use_cases: tags,
  languages: tags,
  task: z.string().max(256),
  image: z.object({ url: z.string('must be given; image.base64 is not kept').min(1).max(2048) }),
  presets: struct,
  default_eval_info: z.object({ params: struct.default({}) }),
};
export const profileNames = Object.keys(profile);

/** The fields of a model that a caller may set; all may be left out. */
export const modelFieldsSchema = z.object({
  name: z.string().max(256).optional(),
  description: z.string().max(65_536).optional(),
  notes: z.string().max(65_536).optional(),
  metadata: struct.optional(),
  ...z.object(profile).partial().shape,
  output_info: outputInfoSchema.optional(),
});

/** What a request says of a model, without what it leaves out; `output_info` in its three parts. */
export function modelFieldsOf(wire: z.infer<typeof modelFieldsSchema>): JsonObject {
  const { output_info: info, ...fields } = wire;
  return defined({
    ...fields,
    concepts: info?.data?.concepts,
    output_config: info?.output_config && defined(info.output_config),
    output_params: info?.params,
  });
}

/** Without the fields that are undefined: a record holds JSON. */
export function defined(value: Readonly<Record<string, unknown>>): JsonObject {
  return Object.fromEntries(
    Object.entries(value).filter(([, each]) => each !== undefined),
  ) as JsonObject;
}
