import type { JsonObject } from '../../catalog/model-type.ts';
import { keys, objectKeys } from '../../ports/keys.ts';
import { toData } from '../../ports/records.ts';
import { readProgress } from '../../training/progress.ts';
import { startTraining } from '../../training/start-training.ts';
import { stopTraining } from '../../training/stop-training.ts';
import type { ModelVersion } from '../../version/model-version.ts';
import { archiveKeyOf, assertLoadable, isOpen } from '../../version/model-version.ts';
import type { VersionRef } from '../../version/version-store.ts';
import { getModel, getVersion, listVersions } from '../../version/version-store.ts';
import { fail } from '../../errors.ts';
import type { Call } from '../call.ts';
import { paged, param, scopeOf } from '../call.ts';
import type { Route } from '../route.ts';
import { status } from '../status.ts';
import { modelToWire } from '../wire/model-wire.ts';
import { orderFromWire } from '../wire/order-wire.ts';
import { hasProgress, versionToWire } from '../wire/version-wire.ts';

/** How long a link to a training log works, seconds. */
const logLinkSeconds = 3600;

async function refOf(call: Call): Promise<VersionRef> {
  return {
    scope: await scopeOf(call),
    modelId: param(call, 'model_id'),
    versionId: param(call, 'version_id'),
  };
}

async function train(call: Call): Promise<JsonObject> {
  const scope = await scopeOf(call);
  const idempotencyKey = call.header('idempotency-key');
  if (idempotencyKey !== undefined && !/^[\w.:-]{1,128}$/.test(idempotencyKey)) {
    throw fail(
      'invalidRequest',
      `Idempotency-Key '${idempotencyKey.slice(0, 200)}' must be 1 to 128 letters, digits, "_", ".", ":" or "-"`,
    );
  }
  const order = orderFromWire(call, scope);
  const requestHash = call.deps.sha256(JSON.stringify([order.scope, order.modelId, call.body]));
  const version = await startTraining(
    { order, requestHash, ...(idempotencyKey ? { idempotencyKey } : {}) },
    call.deps,
  );
  const { value: model } = await getModel(call.deps.table, scope, order.modelId);
  return { model: modelToWire(model, scope, await wireOf(version, call)) };
}

async function get(call: Call): Promise<JsonObject> {
  const { value } = await getVersion(call.deps.table, await refOf(call));
  return { model_version: await wireOf(value, call) };
}

async function list(call: Call): Promise<JsonObject> {
  const scope = await scopeOf(call);
  await getModel(call.deps.table, scope, param(call, 'model_id'));
  const versions = await listVersions(call.deps.table, scope, param(call, 'model_id'));
  return {
    model_versions: await Promise.all(
      paged(call, versions).map((version) => wireOf(version, call)),
    ),
  };
}

/** A version that is open is stopped and stays, with its newest checkpoint; one that is settled or untrained is deleted. */
async function remove(call: Call): Promise<JsonObject> {
  const ref = await refOf(call);
  const { value } = await getVersion(call.deps.table, ref);
  if (isOpen(value)) {
    await stopTraining(ref, call.deps);
    return {};
  }
  const { value: model, rev } = await getModel(call.deps.table, ref.scope, ref.modelId);
  const others = (await listVersions(call.deps.table, ref.scope, ref.modelId)).filter(
    (version) => version.id !== ref.versionId,
  );
  const [latest] = others;
  if (!latest)
    throw fail(
      'modelInvalidRequest',
      `Version '${ref.versionId}' is the only one of its model; delete the model`,
    );
  await call.deps.predictor.release(ref.versionId);
  await call.deps.table.write([
    { delete: keys.version(ref.scope, ref.modelId, ref.versionId) },
    {
      put: {
        ...keys.model(ref.scope, ref.modelId),
        data: toData({ ...model, latestVersionId: latest.id }),
      },
      if: { rev },
    },
  ]);
  return {};
}

async function wireOf(version: ModelVersion, call: Call): Promise<JsonObject> {
  const { objects } = call.deps;
  const logKey = objectKeys.trainingLog(version.scope, version.id);
  const progress = hasProgress(version)
    ? (await readProgress(objects, version.scope, version.id)).at(-1)
    : undefined;
  const hasLog = version.status !== 'untrained' && (await objects.head(logKey)) !== undefined;
  const trainLog = hasLog ? await objects.downloadUrl(logKey, logLinkSeconds) : undefined;
  return versionToWire(version, {
    ...(progress ? { progress } : {}),
    ...(trainLog ? { trainLog } : {}),
  });
}

/** The loss curve, from the first step to the newest. */
async function progressOf(call: Call): Promise<JsonObject> {
  const { value } = await getVersion(call.deps.table, await refOf(call));
  return { progress: (await readProgress(call.deps.objects, value.scope, value.id)).map(toData) };
}

/** Lines of the training job, oldest first. */
async function logEntries(call: Call): Promise<JsonObject> {
  const { value } = await getVersion(call.deps.table, await refOf(call));
  const bytes = await call.deps.objects.get(objectKeys.trainingLog(value.scope, value.id));
  const lines = bytes
    ? new TextDecoder()
        .decode(bytes)
        .split('\n')
        .filter((line) => line !== '')
    : [];
  return {
    log_entries: paged(call, lines).map((message) => ({
      message,
      log_type: param(call, 'log_type'),
    })),
  };
}

/** How long a link to an artifact works, seconds: they are large. */
const artifactLinkSeconds = 24 * 3600;

/** The model artifact as one archive: safetensors and configuration for `from_pretrained`, metrics, model card. */
async function exportOf(call: Call): Promise<JsonObject> {
  const { value: version } = await getVersion(call.deps.table, await refOf(call));
  assertLoadable(version);
  const key = archiveKeyOf(version);
  const head = await call.deps.objects.head(key);
  if (!head)
    return { export: { status: status(21502, 'The archive of this version is not there') } };
  const url = await call.deps.objects.downloadUrl(key, artifactLinkSeconds);
  return { export: { status: status(21500), url, size: String(head.size) } };
}

export const versionRoutes: readonly Route[] = [
  {
    operation: 'PostModelVersions',
    method: 'POST',
    path: '/models/:model_id/versions',
    under: 'app',
    handle: train,
  },
  {
    operation: 'ListModelVersions',
    method: 'GET',
    path: '/models/:model_id/versions',
    under: 'app',
    handle: list,
  },
  {
    operation: 'GetModelVersion',
    method: 'GET',
    path: '/models/:model_id/versions/:version_id',
    under: 'app',
    handle: get,
  },
  {
    operation: 'DeleteModelVersion',
    method: 'DELETE',
    path: '/models/:model_id/versions/:version_id',
    under: 'app',
    handle: remove,
  },
  ...(['PUT', 'GET'] as const).map((method): Route => ({
    operation: method === 'PUT' ? 'PutModelVersionExports' : 'GetModelVersionExport',
    method,
    path: '/models/:model_id/versions/:version_id/exports',
    under: 'app',
    handle: exportOf,
  })),
  {
    operation: 'ListTrainingProgress',
    method: 'GET',
    path: '/models/:model_id/versions/:version_id/progress',
    under: 'app',
    handle: progressOf,
  },
  {
    operation: 'ListLogEntries',
    method: 'GET',
    path: '/models/:model_id/versions/:version_id/:log_type{[a-z.]+}/logs',
    under: 'app',
    handle: logEntries,
  },
];
