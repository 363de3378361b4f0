import * as z from 'zod';
import type { ExportFormat } from '../../../dataset/export/export-archive.ts';
import { exportFormats } from '../../../dataset/export/export-archive.ts';
import { exportDatasetVersion, exportStatus } from '../../../dataset/export/export-version.ts';
import { eachManifestRow } from '../../../dataset/version/manifest.ts';
import type { MeasuredGroup } from '../../../dataset/version/row-measures.ts';
import {
  addMeasures,
  groupRows,
  groupTypes,
  noMeasures,
} from '../../../dataset/version/row-measures.ts';
import type { RequestContext } from '../../http/request-context.ts';
import { parse } from '../../http/request-context.ts';
import { datasetVersionOf } from './dataset-call.ts';
import { paged } from '../../http/paging.ts';
import { paging, parameters, words } from '../../http/query-values.ts';
import type { Answer, Route } from '../../http/route.ts';
import { status } from '../../http/status.ts';
import { exportToWire, measuresToWire } from './dataset-version-wire.ts';

/** Clarifai's numbers of the groups. */
const typeNumbers: Readonly<Record<string, string>> = {
  2: 'INPUT_TYPE',
  10: 'CONCEPT_ID',
  11: 'CONCEPTS_COUNT',
  20: 'BOUNDING_BOXES_COUNT',
  21: 'POLYGONS_COUNT',
  23: 'MASKS_COUNT',
};

async function metrics(call: RequestContext): Promise<Answer<'ListDatasetVersionMetricsGroups'>> {
  const { scope, version } = await datasetVersionOf(call);
  const paths = words(call, 'parent_paths');
  const types = words(call, 'types').map((type) =>
    parse(z.enum(groupTypes), typeNumbers[type] ?? type),
  );
  const values = words(call, 'values');
  const isWanted = ({ type, value }: Group) =>
    (paths.length === 0 || paths.includes('/')) &&
    (types.length === 0 || (type !== ofAll && types.includes(type))) &&
    // A value of JSON: a text may come with its quotes or without.
    (values.length === 0 ||
      values.some((each) => each === String(value) || each === JSON.stringify(value)));
  const rows = eachManifestRow(scope, version, call.deps);
  const groups = withTotal(await groupRows(rows)).filter(isWanted);
  return {
    dataset_version_metrics_groups: paged(call, groups).map(({ type, value, measures }) => ({
      parent_path: '/',
      type,
      value,
      metrics: measuresToWire(measures),
    })),
  };
}

const ofAll = 'DATASET_VERSION_METRICS_GROUP_TYPE_NOT_SET';
type Group = Omit<MeasuredGroup, 'type'> & { readonly type: MeasuredGroup['type'] | typeof ofAll };

/** All rows together first, also of an empty version: the makers' SDK waits for a group. */
function withTotal(groups: readonly MeasuredGroup[]): Group[] {
  const byInput = groups.filter(({ type }) => type === 'INPUT_TYPE');
  const measures = byInput.reduce((sum, each) => addMeasures(sum, each.measures), noMeasures);
  return [{ type: ofAll, value: 'total', measures }, ...groups];
}

const formatNumbers: Readonly<Record<number, string>> = {
  1: 'CLARIFAI_DATA_PROTOBUF',
  2: 'COCO',
  3: 'CLARIFAI_DATA_JSON',
};
const exportsAsked = z.object({
  exports: z
    .array(
      z.object({
        format: z.preprocess(
          (format) => formatNumbers[format as number] ?? format,
          z.enum(exportFormats),
        ),
      }),
    )
    .min(1)
    .max(exportFormats.length),
});

/**
 * The archives are made before the answer is given; of those that were made now the answer is the
 * receipt of an asynchronous call, which is what clients expect: they ask for the dataset version
 * then, or put the same again until it is no longer pending. Those that were there are answered
 * with their link.
 */
async function putExports(call: RequestContext): Promise<Answer<'PutDatasetVersionExports'>> {
  const { scope, version } = await datasetVersionOf(call);
  const formats = [...new Set(parse(exportsAsked, call.body).exports.map(({ format }) => format))];
  const asked = { formats, origin: call.origin };
  const made = await exportDatasetVersion(scope, version, asked, call.deps);
  const receipt = (format: ExportFormat) => ({ format, status: status(exportStatus.pending) });
  return {
    exports: await Promise.all(
      formats.map((format) =>
        made.has(format) ? receipt(format) : exportToWire(version, format, scope, call),
      ),
    ),
  };
}

const version = '/datasets/:dataset_id/versions/:dataset_version_id';

export const datasetVersionReportRoutes: readonly Route[] = [
  {
    operation: 'ListDatasetVersionMetricsGroups',
    method: 'GET',
    path: `${version}/metrics`,
    under: 'app',
    query: { ...paging, ...parameters('texts', 'parent_paths types values') },
    handle: metrics,
  },
  {
    operation: 'PutDatasetVersionExports',
    method: 'PUT',
    path: `${version}/exports`,
    under: 'app',
    body: exportsAsked,
    handle: putExports,
  },
];
