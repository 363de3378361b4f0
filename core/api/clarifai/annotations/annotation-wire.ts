import * as z from 'zod';
import type { JsonObject } from '../../../json.ts';
import type { NewAnnotation } from '../../../dataset/annotation/annotate.ts';
import type { AnnotationPatch } from '../../../dataset/annotation/change-annotations.ts';
import type { InputAnnotation } from '../../../dataset/record/labels.ts';
import { annotationSuccess } from '../../../dataset/record/labels.ts';
import type { Scope } from '../../../records/keys.ts';
import { idSchema } from '../../http/ids.ts';
import { status } from '../../http/status.ts';
import { annotationStatusSchema } from '../../http/status-names.ts';
import { conceptsSchema } from '../inputs/concept-wire.ts';
import { metadataSchema } from '../inputs/input-wire.ts';
import { actionSchema, labelPatchSchema } from '../inputs/patch-wire.ts';
import { regionFromWire, regionSchema, regionToWire } from './region-wire.ts';
import { conceptsToWire } from '../versions/version-wire.ts';
import type { Annotation } from '../../wire/messages.ts';

const statusSchema = z.object({ code: annotationStatusSchema }).optional();
const optionalId = z.union([idSchema, z.literal('')]).optional();

const newAnnotation = z
  .object({
    id: optionalId,
    input_id: idSchema,
    input_level: z.boolean().default(false),
    status: statusSchema,
    annotation_info: metadataSchema,
    task_id: z.string().max(128).optional(),
    data: z.object({
      concepts: conceptsSchema.default([]),
      regions: z.array(regionSchema).max(1000).default([]),
    }),
  })
  .transform(({ id, ...annotation }): NewAnnotation => ({
    ...(id ? { id } : {}),
    inputId: annotation.input_id,
    isInputLevel: annotation.input_level,
    concepts: annotation.data.concepts,
    regions: annotation.data.regions.map(regionFromWire),
    status: annotation.status?.code ?? annotationSuccess,
    info: annotation.annotation_info as JsonObject,
    ...(annotation.task_id ? { taskId: annotation.task_id } : {}),
  }));

/** `PostAnnotations`. */
export const newAnnotations = z.object({ annotations: z.array(newAnnotation).min(1).max(128) });

const annotationPatch = z
  .object({
    id: idSchema,
    input_id: idSchema,
    status: statusSchema,
    annotation_info: metadataSchema,
    data: labelPatchSchema,
  })
  .transform(({ id, input_id, status: to, annotation_info, data }): AnnotationPatch => ({
    annotationId: id,
    inputId: input_id,
    concepts: data.concepts,
    regions: data.regions.map(regionFromWire),
    ...(to ? { status: to.code } : {}),
    info: annotation_info as JsonObject,
  }));

/** `PatchAnnotations`. */
export const annotationPatches = z.object({
  annotations: z.array(annotationPatch).min(1).max(128),
  action: actionSchema,
  delete_if_empty_data: z.boolean().default(false),
});

/**
 * Whoever labels here is the app's owner: every annotation is trusted.
 * @param origin where the caller reached the API: what the addresses in it begin with
 */
export function annotationToWire(
  annotation: InputAnnotation,
  scope: Scope,
  origin: string,
): Annotation {
  const place = { scope, inputId: annotation.inputId, origin };
  return {
    id: annotation.id,
    input_id: annotation.inputId,
    input_level: annotation.isInputLevel,
    data: {
      concepts: conceptsToWire(annotation.concepts, scope.appId),
      regions: annotation.regions.map((region) => regionToWire(region, place)),
    },
    annotation_info: annotation.info,
    ...(annotation.taskId ? { task_id: annotation.taskId } : {}),
    status: status(annotation.status),
    user_id: annotation.userId,
    worker: { user: { id: annotation.userId } },
    trusted: true,
    created_at: annotation.createdAt,
    modified_at: annotation.modifiedAt,
  };
}
