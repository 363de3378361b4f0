import { z } from 'zod';
import type { JsonObject } from '../../catalog/model-type.ts';
import type { Dataset, DatasetVersion } from '../../dataset/dataset-version.ts';
import { freezeDataset, storeManifest } from '../../dataset/freeze.ts';
import { listInputs } from '../../dataset/add-inputs.ts';
import { fail } from '../../errors.ts';
import { keys } from '../../ports/keys.ts';
import type { Scope } from '../../ports/keys.ts';
import { createRecord, readAll, readRecord, toData } from '../../ports/records.ts';
import type { Call } from '../call.ts';
import { paged, param, parse, scopeOf } from '../call.ts';
import { idSchema } from '../ids.ts';
import type { Route } from '../route.ts';
import { datasetToWire, datasetVersionToWire } from '../wire/dataset-wire.ts';
import { inputToWire } from '../wire/input-wire.ts';

const newDatasets = z.object({
  datasets: z
    .array(z.object({ id: idSchema, description: z.string().default('') }))
    .min(1)
    .max(128),
});
const newVersions = z.object({
  dataset_versions: z
    .array(z.object({ id: idSchema.optional(), description: z.string().default('') }))
    .min(1)
    .max(10),
});

async function postDatasets(call: Call): Promise<JsonObject> {
  const scope = await scopeOf(call);
  const at = call.deps.now();
  const datasets = parse(newDatasets, call.body).datasets.map((d): Dataset => ({
    ...d,
    createdAt: at,
    modifiedAt: at,
  }));
  for (const dataset of datasets) {
    await createRecord(
      call.deps.table,
      { ...keys.dataset(scope, dataset.id), data: toData(dataset) },
      `Dataset '${dataset.id}'`,
    );
  }
  return { datasets: datasets.map((dataset) => datasetToWire(dataset, scope)) };
}

async function listDatasets(call: Call): Promise<JsonObject> {
  const scope = await scopeOf(call);
  const all = await readAll<Dataset>(call.deps.table, keys.datasetsOf(scope));
  return { datasets: paged(call, all).map((dataset) => datasetToWire(dataset, scope)) };
}

async function findDataset(call: Call, scope: Scope): Promise<Dataset> {
  const id = param(call, 'dataset_id');
  const stored = await readRecord<Dataset>(call.deps.table, keys.dataset(scope, id));
  if (!stored) throw fail('doesNotExist', `Dataset '${id}' does not exist`);
  return stored.value;
}

async function getDataset(call: Call): Promise<JsonObject> {
  const scope = await scopeOf(call);
  return { dataset: datasetToWire(await findDataset(call, scope), scope) };
}

/** The inputs stay: they belong to the app. So do dataset versions: models were trained on them. */
async function deleteDatasets(call: Call): Promise<JsonObject> {
  const scope = await scopeOf(call);
  const { dataset_ids } = parse(
    z.object({ dataset_ids: z.array(z.string()).default([]) }),
    call.body,
  );
  for (const id of dataset_ids) await call.deps.table.write([{ delete: keys.dataset(scope, id) }]);
  return {};
}

async function listDatasetInputs(call: Call): Promise<JsonObject> {
  const scope = await scopeOf(call);
  const { id } = await findDataset(call, scope);
  const members = (await listInputs(scope, call.deps)).filter((input) =>
    input.datasetIds.includes(id),
  );
  return {
    dataset_inputs: paged(call, members).map((input) => ({
      created_at: input.createdAt,
      input: inputToWire(input, scope),
    })),
  };
}

async function postVersions(call: Call): Promise<JsonObject> {
  const scope = await scopeOf(call);
  const dataset = await findDataset(call, scope);
  const versions: DatasetVersion[] = [];
  for (const asked of parse(newVersions, call.body).dataset_versions) {
    const versionId = asked.id ?? call.deps.newId();
    const key = keys.datasetVersion(scope, dataset.id, versionId);
    const frozen = await freezeDataset(
      scope,
      { datasetId: dataset.id, versionId, description: asked.description },
      call.deps,
    );
    if (await call.deps.table.get(key))
      throw fail(
        'alreadyExists',
        `Dataset version '${versionId}' already exists; choose another id`,
      );
    await storeManifest(scope, frozen, call.deps);
    await createRecord(
      call.deps.table,
      { ...key, data: toData(frozen.version) },
      `Dataset version '${versionId}'`,
    );
    versions.push(frozen.version);
  }
  return { dataset_versions: versions.map((version) => datasetVersionToWire(version, scope)) };
}

async function listVersions(call: Call): Promise<JsonObject> {
  const scope = await scopeOf(call);
  const { id } = await findDataset(call, scope);
  const all = await readAll<DatasetVersion>(call.deps.table, keys.datasetVersionsOf(scope, id));
  const newestFirst = all.sort((a, b) => b.createdAt.localeCompare(a.createdAt));
  return {
    dataset_versions: paged(call, newestFirst).map((version) =>
      datasetVersionToWire(version, scope),
    ),
  };
}

async function getVersion(call: Call): Promise<JsonObject> {
  const scope = await scopeOf(call);
  const key = keys.datasetVersion(
    scope,
    param(call, 'dataset_id'),
    param(call, 'dataset_version_id'),
  );
  const stored = await readRecord<DatasetVersion>(call.deps.table, key);
  if (!stored)
    throw fail(
      'doesNotExist',
      `Dataset version '${param(call, 'dataset_version_id')}' does not exist`,
    );
  return { dataset_version: datasetVersionToWire(stored.value, scope) };
}

export const datasetRoutes: readonly Route[] = [
  {
    operation: 'PostDatasets',
    method: 'POST',
    path: '/datasets',
    under: 'app',
    handle: postDatasets,
  },
  {
    operation: 'ListDatasets',
    method: 'GET',
    path: '/datasets',
    under: 'app',
    handle: listDatasets,
  },
  {
    operation: 'DeleteDatasets',
    method: 'DELETE',
    path: '/datasets',
    under: 'app',
    handle: deleteDatasets,
  },
  {
    operation: 'GetDataset',
    method: 'GET',
    path: '/datasets/:dataset_id',
    under: 'app',
    handle: getDataset,
  },
  {
    operation: 'ListDatasetInputs',
    method: 'GET',
    path: '/datasets/:dataset_id/inputs',
    under: 'app',
    handle: listDatasetInputs,
  },
  {
    operation: 'PostDatasetVersions',
    method: 'POST',
    path: '/datasets/:dataset_id/versions',
    under: 'app',
    handle: postVersions,
  },
  {
    operation: 'ListDatasetVersions',
    method: 'GET',
    path: '/datasets/:dataset_id/versions',
    under: 'app',
    handle: listVersions,
  },
  {
    operation: 'GetDatasetVersion',
    method: 'GET',
    path: '/datasets/:dataset_id/versions/:dataset_version_id',
    under: 'app',
    handle: getVersion,
  },
];
