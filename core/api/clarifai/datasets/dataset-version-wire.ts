import * as z from 'zod';
import type { JsonObject } from '../../../json.ts';
import type { DatasetVersion } from '../../../dataset/version/dataset-version.ts';
import type { ExportFormat } from '../../../dataset/export/export-archive.ts';
import { exportFormats } from '../../../dataset/export/export-archive.ts';
import { archiveUrl } from './serve-archives.ts';
import { exportStatus } from '../../../dataset/export/export-version.ts';
import type { FreezeFilter } from '../../../dataset/version/freeze-filter.ts';
import type { RowMeasures } from '../../../dataset/version/stored-counts.ts';
import { fail } from '../../../errors.ts';
import { objectKeys } from '../../../records/object-keys.ts';
import type { Scope } from '../../../records/keys.ts';
import type { RequestContext } from '../../http/request-context.ts';
import { parse } from '../../http/request-context.ts';
import { status } from '../../http/status.ts';
import { searchSchema } from '../search/search-wire.ts';
import type {
  DatasetVersion as DatasetVersionMessage,
  DatasetVersionExport,
  DatasetVersionExportInfo,
  DatasetVersionMetrics,
  Status,
} from '../../wire/messages.ts';

type Call = Pick<RequestContext, 'deps' | 'origin'>;

/** How long a link to an archive works, seconds. */
const linkSeconds = 3_600;

const filterConfig = z.object({
  annotation_filter: z
    .object({ id: z.string().optional(), search: searchSchema.optional() })
    .default({}),
  ignore_empty_inputs: z.boolean().default(false),
});

/**
 * `annotation_filter_config` of a request; undefined where there is none.
 * @throws DeeptuneError not-supported for a saved filter, bad-request-format for a condition that
 *   we do not know
 */
export function freezeFilterFromWire(request: JsonObject | undefined): FreezeFilter | undefined {
  if (request === undefined) return undefined;
  const { annotation_filter: filter, ignore_empty_inputs } = parse(filterConfig, request);
  if (filter.id && !filter.search) {
    throw fail(
      'notSupported',
      `Saved annotation filters ('${filter.id}') are not part of this release; send annotation_filter.search`,
    );
  }
  return { filters: filter.search ?? [], ignoresEmpty: ignore_empty_inputs, request };
}

/** Counts are strings: they are 64-bit integers in the proto. */
export function measuresToWire(measures: RowMeasures): DatasetVersionMetrics {
  return {
    inputs_count: String(measures.inputs),
    unlabeled_inputs_count: String(measures.unlabelledInputs),
    regions_count: String(measures.regions),
    bounding_boxes_count: String(measures.boxes),
    polygons_count: String(measures.polygons),
    masks_count: String(measures.masks),
    region_inputs_count: String(measures.inputsWithRegions),
    positive_input_tags_count: String(measures.inputConcepts),
    positive_region_tags_count: String(measures.regionConcepts),
  };
}

function metricsOf(version: DatasetVersion): DatasetVersionMetrics {
  if (version.measures) return measuresToWire(version.measures);
  const positives = version.concepts.reduce((sum, concept) => sum + concept.positives, 0);
  return {
    inputs_count: String(version.inputCount),
    unlabeled_inputs_count: String(version.unlabelledCount),
    positive_input_tags_count: String(positives),
  };
}

function statusOf({ state, failure }: DatasetVersion): Status {
  if (state === 'failed') return status(64020, failure?.message);
  if (state === undefined) return status(64015);
  return status(state === 'pending' ? 64005 : 64010);
}

/**
 * Our digest and per-concept counts stand in `metadata.deeptune`.
 * @param deletedCount how many of its inputs were deleted since, where it was counted
 */
export async function datasetVersionToWire(
  version: DatasetVersion,
  scope: Scope,
  call: Call,
  deletedCount?: number,
): Promise<DatasetVersionMessage> {
  const { digest, invalidCount, purgedCount, annotationFilterConfig: filter } = version;
  const concepts = version.concepts.map(({ id, name, positives }) => ({ id, name, positives }));
  return {
    id: version.id,
    dataset_id: version.datasetId,
    app_id: scope.appId,
    user_id: scope.userId,
    created_at: version.createdAt,
    modified_at: version.modifiedAt ?? version.createdAt,
    description: version.description,
    status: statusOf(version),
    visibility: { gettable: 'PRIVATE' },
    metrics: { '/': metricsOf(version) },
    ...(filter ? { annotation_filter_config: filter } : {}),
    ...(version.exports ? { export_info: await exportInfo(version, scope, call) } : {}),
    metadata: {
      ...version.metadata,
      deeptune: {
        digest,
        invalidCount,
        concepts,
        ...(deletedCount ? { deletedCount } : {}),
        ...(purgedCount === undefined ? {} : { purgedCount }),
      },
    },
  };
}

async function exportInfo(
  version: DatasetVersion,
  scope: Scope,
  call: Call,
): Promise<DatasetVersionExportInfo> {
  const info: Record<string, JsonObject> = {};
  for (const format of exportFormats)
    if (version.exports?.[format])
      info[format.toLowerCase()] = await exportToWire(version, format, scope, call);
  return info;
}

/** One archive, with its link where it is there. */
export async function exportToWire(
  version: DatasetVersion,
  format: ExportFormat,
  scope: Scope,
  { deps, origin }: Call,
): Promise<DatasetVersionExport> {
  const { size, reason, leftOut, ...state } = version.exports?.[format] ?? {
    status: exportStatus.pending,
  };
  const key = objectKeys.datasetExport(scope, version.datasetId, version.id, format);
  return {
    format,
    status: status(state.status, reason ?? leftOut),
    ...(state.status === exportStatus.done
      ? {
          url: archiveUrl(
            { scope, version, format, origin },
            await deps.objects.downloadUrl(key, linkSeconds),
          ),
          size: String(size),
        }
      : {}),
  };
}
