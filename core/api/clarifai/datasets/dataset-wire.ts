import * as z from 'zod';
import type { JsonObject } from '../../../json.ts';
import type { Dataset } from '../../../dataset/version/dataset-version.ts';
import type { Scope } from '../../../records/keys.ts';
import { idSchema } from '../../http/ids.ts';
import { metadataSchema } from '../inputs/input-wire.ts';
import { actionSchema } from '../inputs/patch-wire.ts';
import type { Dataset as DatasetMessage } from '../../wire/messages.ts';

const datasetSchema = z.object({
  id: idSchema,
  description: z.string().default(''),
  notes: z.string().max(65_536).default(''),
  metadata: metadataSchema,
  default_annotation_filter: z.record(z.string(), z.json()).optional(),
});

/** `PostDatasets`. */
export const newDatasets = z.object({ datasets: z.array(datasetSchema).min(1).max(128) });

/** `PatchDatasets`. */
export const datasetPatches = z.object({
  datasets: z.array(datasetSchema).min(1).max(128),
  action: actionSchema,
});

export function datasetFromWire(
  { default_annotation_filter: filter, ...wire }: z.infer<typeof datasetSchema>,
  at: string,
): Dataset {
  return {
    ...wire,
    metadata: wire.metadata as JsonObject,
    ...(filter ? { defaultAnnotationFilter: filter as JsonObject } : {}),
    createdAt: at,
    modifiedAt: at,
  };
}

export function datasetToWire(dataset: Dataset, scope: Scope): DatasetMessage {
  const { notes = '', metadata = {}, defaultAnnotationFilter: filter } = dataset;
  return {
    id: dataset.id,
    app_id: scope.appId,
    user_id: scope.userId,
    created_at: dataset.createdAt,
    modified_at: dataset.modifiedAt,
    description: dataset.description,
    notes,
    metadata,
    ...(filter ? { default_annotation_filter: filter } : {}),
    visibility: { gettable: 'PRIVATE' },
  };
}
