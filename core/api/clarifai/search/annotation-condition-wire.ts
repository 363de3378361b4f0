import * as z from 'zod';
import type { JsonObject } from '../../../json.ts';
import type { AnnotationCondition } from '../../../dataset/record/input-filter.ts';
import { annotationStatusSchema } from '../../http/status-names.ts';
import { notAskedFor } from '../../http/not-supported.ts';
import { dataConditionFields, dataFromWire, given, structSchema } from './data-condition-wire.ts';

const id = z.string().optional();

const noShape = 'Regions are boxes, polygons and masks in this release';
const region = z.strictObject({
  track_id: notAskedFor('Video is not part of this release: there are no tracks'),
  region_info: z
    .strictObject({
      bounding_box: given,
      polygon: given,
      mask: given,
      point: notAskedFor(noShape),
      span: notAskedFor(noShape),
    })
    .refine(
      (info) => Object.keys(info).length > 0,
      'needs an empty bounding_box, polygon or mask: the shape that is asked for',
    ),
});

const worker = z.strictObject({
  user: z.strictObject({ id }).optional(),
  model: z.strictObject({ model_version: z.strictObject({ id }) }).optional(),
  workflow: z.strictObject({ version: z.strictObject({ id }) }).optional(),
});

/** `Annotation` as a search asks for it. */
export const annotationConditionSchema = z.strictObject({
  id,
  input_id: id,
  task_id: id,
  user_id: id,
  model_version_id: id,
  worker: worker.optional(),
  status: z.strictObject({ code: annotationStatusSchema }).optional(),
  /** Met by all: whoever labels here is the app's owner. */
  trusted: z.boolean().optional(),
  input_level: z.boolean().optional(),
  annotation_info: structSchema,
  data: z.strictObject({ ...dataConditionFields, regions: z.array(region).optional() }).optional(),
});

type Asked = z.infer<typeof annotationConditionSchema>;

export function annotationConditionFromWire(asked: Asked): AnnotationCondition {
  return {
    id: asked.id || undefined,
    inputId: asked.input_id || undefined,
    taskId: asked.task_id || undefined,
    userIds: [asked.user_id ?? '', asked.worker?.user?.id ?? ''].filter(Boolean),
    isByMachine: asksForMachine(asked) ? true : undefined,
    status: asked.status?.code,
    isInputLevel: asked.input_level ? true : undefined,
    info: asked.annotation_info as JsonObject | undefined,
    isOfWhole: asked.data && Object.values(asked.data).every(isEmpty) ? true : undefined,
    shapes: shapesOf(asked.data?.regions ?? []),
    ...dataFromWire(asked.data ?? {}),
  };
}

function asksForMachine({ model_version_id: versionId, worker: by }: Asked): boolean {
  return Boolean(versionId || by?.model?.model_version.id || by?.workflow?.version.id);
}

/** `data: {}` asks for annotations of whole inputs. */
function isEmpty(value: unknown): boolean {
  return typeof value !== 'object' || value === null || Object.keys(value).length === 0;
}

function shapesOf(regions: readonly z.infer<typeof region>[]): AnnotationCondition['shapes'] {
  const names = { bounding_box: 'box', polygon: 'polygon', mask: 'mask' } as const;
  return regions.flatMap(({ region_info: info }) =>
    (Object.keys(info) as (keyof typeof names)[]).map((name) => names[name]),
  );
}
