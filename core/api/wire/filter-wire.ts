import * as z from 'zod';
import type { JsonObject } from '../../catalog/model-type.ts';
import type { InputFilter } from '../../dataset/input-query.ts';
import { inputStatusSchema, annotationStatusSchema } from '../status-names.ts';
import { conceptSchema } from './concept-wire.ts';
import { metadataSchema } from './input-wire.ts';

const concepts = z.array(conceptSchema).max(100).default([]);
const strings = z.array(z.string()).default([]);

/** Strict: a condition that we do not know, left out, would let too much through. */
const input = z.strictObject({
  id: z.string().optional(),
  dataset_ids: strings,
  status: z.strictObject({ code: inputStatusSchema }).optional(),
  data: z
    .strictObject({ concepts, metadata: metadataSchema })
    .default({ concepts: [], metadata: {} }),
});
const annotation = z.strictObject({
  status: z.strictObject({ code: annotationStatusSchema }).optional(),
  input_level: z.boolean().optional(),
  annotation_info: metadataSchema,
  data: z.strictObject({ concepts }).default({ concepts: [] }),
});

const filterSchema = z
  .strictObject({
    negate: z.boolean().default(false),
    input: input.optional(),
    annotation: annotation.optional(),
  })
  .transform(({ negate, ...filter }): InputFilter => ({
    negate,
    ...(filter.input ? { input: inputPart(filter.input) } : {}),
    ...(filter.annotation ? { annotation: annotationPart(filter.annotation) } : {}),
  }));

function inputPart({ id, dataset_ids, status, data }: z.infer<typeof input>) {
  return {
    ids: id ? [id] : [],
    datasetIds: dataset_ids,
    ...(status ? { status: status.code } : {}),
    concepts: data.concepts,
    metadata: data.metadata as JsonObject,
  };
}

function annotationPart(part: z.infer<typeof annotation>) {
  return {
    concepts: part.data.concepts,
    ...(part.status ? { status: part.status.code } : {}),
    ...(part.input_level === undefined ? {} : { isInputLevel: part.input_level }),
    info: part.annotation_info as JsonObject,
  };
}

/** `Search`, as far as it filters. Similarity (`ranks`) and saved searches are not part of this release and are refused. */
export const searchSchema = z
  .object({
    query: z
      .strictObject({
        filters: z.array(filterSchema).max(50).default([]),
        language: z.string().optional(),
      })
      .default({ filters: [] }),
  })
  .transform(({ query }) => query.filters);
