import * as z from 'zod';
import type { JsonObject } from '../../../json.ts';
import type { Dataset, DatasetVersion } from '../../../dataset/version/dataset-version.ts';
import {
  changeDatasetVersion,
  getDatasetVersion,
} from '../../../dataset/version/dataset-version-store.ts';
import { countDeleted } from '../../../dataset/version/deleted-rows.ts';
import { createDatasetVersion } from '../../../dataset/version/create-dataset-version.ts';
import {
  datasetVersionsInUse,
  deleteDatasetVersion,
  useKey,
} from '../../../deletion/dataset-version-use.ts';
import { fail } from '../../../errors.ts';
import { keys } from '../../../records/keys.ts';
import type { Scope } from '../../../records/keys.ts';
import { readAll } from '../../../records/records.ts';
import { newestFirst } from '../../../records/sequence.ts';
import type { RequestContext } from '../../http/request-context.ts';
import { parse } from '../../http/request-context.ts';
import { datasetOf, datasetVersionOf } from './dataset-call.ts';
import { idSchema } from '../../http/ids.ts';
import { paged } from '../../http/paging.ts';
import { paging } from '../../http/query-values.ts';
import type { Answer, Route } from '../../http/route.ts';
import { datasetVersionToWire, freezeFilterFromWire } from './dataset-version-wire.ts';
import { metadataSchema } from '../inputs/input-wire.ts';
import { overwriteOnly, patchText } from '../inputs/patch-wire.ts';

const newVersion = z.object({
  id: z.union([idSchema, z.literal('')]).optional(),
  description: z.string().default(''),
  metadata: metadataSchema,
  annotation_filter_config: z.record(z.string(), z.json()).optional(),
  model_predict_config: z.unknown().optional(),
});
const newVersions = z.object({ dataset_versions: z.array(newVersion).min(1).max(10) });

async function post(call: RequestContext): Promise<Answer<'PostDatasetVersions'>> {
  const { scope, dataset } = await datasetOf(call);
  const versions: DatasetVersion[] = [];
  for (const asked of parse(newVersions, call.body).dataset_versions)
    versions.push(await freeze(call, scope, dataset, asked));
  return { dataset_versions: await toWire(versions, scope, call) };
}

async function freeze(
  call: RequestContext,
  scope: Scope,
  dataset: Dataset,
  asked: z.infer<typeof newVersion>,
): Promise<DatasetVersion> {
  if (asked.model_predict_config !== undefined)
    throw fail('notSupported', 'model_predict_config is not part of this release');
  const id = asked.id || call.deps.newId();
  const own = asked.annotation_filter_config as JsonObject | undefined;
  const standard = dataset.defaultAnnotationFilter;
  const filter = freezeFilterFromWire(own ?? (standard && { annotation_filter: standard }));
  const { description } = asked;
  const metadata = asked.metadata as JsonObject;
  const request = { datasetId: dataset.id, versionId: id, description, metadata };
  return createDatasetVersion(scope, { ...request, ...(filter ? { filter } : {}) }, call.deps);
}

async function list(call: RequestContext): Promise<Answer<'ListDatasetVersions'>> {
  const { scope, dataset } = await datasetOf(call);
  const all = await readAll<DatasetVersion>(
    call.deps.table,
    keys.datasetVersionsOf(scope, dataset.id),
  );
  return { dataset_versions: await toWire(paged(call, all.sort(newestFirst)), scope, call) };
}

/**
 * A version stays to be seen after its dataset was deleted, where a model version was trained on
 * it: its dataset is not asked for.
 */
async function get(call: RequestContext): Promise<Answer<'GetDatasetVersion'>> {
  const { scope, version } = await datasetVersionOf(call);
  const deleted = await countDeleted(scope, version, call.deps);
  return { dataset_version: await datasetVersionToWire(version, scope, call, deleted) };
}

const patches = z.object({
  dataset_versions: z
    .array(z.object({ id: idSchema, description: z.string().optional(), metadata: metadataSchema }))
    .min(1)
    .max(10),
  action: overwriteOnly,
});

async function patch(call: RequestContext): Promise<Answer<'PatchDatasetVersions'>> {
  const { scope, dataset } = await datasetOf(call);
  const asked = parse(patches, call.body).dataset_versions;
  for (const { id } of asked) await getDatasetVersion(scope, dataset.id, id, call.deps);
  const changed: DatasetVersion[] = [];
  for (const { id, description, metadata } of asked) {
    const isNamed = Object.keys(metadata).length > 0;
    const change = (version: DatasetVersion): DatasetVersion => ({
      ...version,
      description: patchText(version.description, description, 'overwrite'),
      ...(isNamed ? { metadata: metadata as JsonObject } : {}),
      modifiedAt: call.deps.now(),
    });
    changed.push(
      await changeDatasetVersion(scope, { id, datasetId: dataset.id }, change, call.deps),
    );
  }
  return { dataset_versions: await toWire(changed, scope, call) };
}

const deletion = z.object({
  dataset_version_ids: z.array(z.string()).max(128).default([]),
});

/**
 * What a model version was trained on stays: it must be possible to look it up, and to train on
 * from there.
 */
async function remove(call: RequestContext): Promise<Answer<'DeleteDatasetVersions'>> {
  const { scope, dataset } = await datasetOf(call);
  const ids = parse(deletion, call.body).dataset_version_ids;
  const used = await datasetVersionsInUse(scope, call.deps);
  for (const id of ids) {
    await getDatasetVersion(scope, dataset.id, id, call.deps);
    const user = used.get(useKey(dataset.id, id));
    if (user !== undefined)
      throw fail(
        'datasetVersionInUse',
        `Model version '${user}' was trained on dataset version '${id}'; delete that first`,
      );
  }
  for (const id of ids) await deleteDatasetVersion(scope, dataset.id, id, call.deps);
  return {};
}

function toWire(versions: readonly DatasetVersion[], scope: Scope, call: RequestContext) {
  return Promise.all(versions.map((version) => datasetVersionToWire(version, scope, call)));
}

const all = { path: '/datasets/:dataset_id/versions', under: 'app' } as const;

export const datasetVersionRoutes: readonly Route[] = [
  { operation: 'PostDatasetVersions', method: 'POST', ...all, body: newVersions, handle: post },
  { operation: 'ListDatasetVersions', method: 'GET', ...all, query: paging, handle: list },
  { operation: 'PatchDatasetVersions', method: 'PATCH', ...all, body: patches, handle: patch },
  { operation: 'DeleteDatasetVersions', method: 'DELETE', ...all, body: deletion, handle: remove },
  {
    operation: 'GetDatasetVersion',
    method: 'GET',
    path: '/datasets/:dataset_id/versions/:dataset_version_id',
    under: 'app',
    handle: get,
  },
];
