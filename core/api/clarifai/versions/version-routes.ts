import { fail } from '../../../errors.ts';
import type { Scope } from '../../../records/keys.ts';
import { objectKeys } from '../../../records/object-keys.ts';
import { readProgress } from '../../../job/steps/progress.ts';
import { startTraining } from '../../../job/request/start-training.ts';
import type { ModelVersion } from '../../../model/model-version.ts';
import { remainingOfVersion } from '../../../model/remaining.ts';
import { estimatedPhases, phasesOf } from '../../../model/training-phases.ts';
import { archiveKeyOf, assertLoadable, conceptsOfVersion } from '../../../model/model-version.ts';
import { creationOrder } from '../../../model/version-id.ts';
import { getModel, getVersion, listVersions, newestFirst } from '../../../model/version-store.ts';
import type { RequestContext } from '../../http/request-context.ts';
import { param, scopeOf } from '../../http/request-context.ts';
import { versionAnswer, versionRefOf } from '../models/model-call.ts';
import { idempotencyKeyOf } from '../../http/idempotency-key.ts';
import { matchesSearch } from '../../http/matching.ts';
import { paged, pagedQuery } from '../../http/paging.ts';
import {
  flag,
  orderParameters,
  paging,
  parameters,
  sorted,
  word,
  words,
  namesAny,
} from '../../http/query-values.ts';
import type { Answer, Route } from '../../http/route.ts';
import { status } from '../../http/status.ts';
import { modelToWire } from '../models/model-wire.ts';
import { trainingRequestFromWire, trainingBody } from '../training/training-request-wire.ts';
import { phasesToWire } from '../training/promise-wire.ts';
import type { EstimatedPhases } from '../../wire/messages.ts';
import { versionToWire } from './version-wire.ts';

async function train(call: RequestContext): Promise<Answer<'PostModelVersions'>> {
  const scope = await scopeOf(call);
  const idempotencyKey = idempotencyKeyOf(call);
  const order = trainingRequestFromWire(call, scope);
  const requestHash = call.deps.sha256(JSON.stringify([order.scope, order.modelId, call.body]));
  const version = await startTraining(
    { order, requestHash, ...(idempotencyKey ? { idempotencyKey } : {}) },
    call.deps,
  );
  const { value: model } = await getModel(call.deps.table, scope, order.modelId);
  return { model: modelToWire(model, scope, await versionAnswer(version, call)) };
}

async function get(call: RequestContext): Promise<Answer<'GetModelVersion'>> {
  const { value } = await getVersion(call.deps.table, await versionRefOf(call));
  return { model_version: await versionAnswer(value, call) };
}

async function list(call: RequestContext): Promise<Answer<'ListModelVersions'>> {
  const scope = await scopeOf(call);
  const modelId = param(call, 'model_id');
  await getModel(call.deps.table, scope, modelId);
  const page = await pageOfVersions(call, scope, modelId);
  return { model_versions: await Promise.all(page.map((version) => versionAnswer(version, call))) };
}

/**
 * In the order of their creation and without a condition they are read page by page; every other
 * order needs them all.
 */
async function pageOfVersions(
  call: RequestContext,
  scope: Scope,
  modelId: string,
): Promise<ModelVersion[]> {
  const isPlain = !namesAny(call, [...conditions, ...otherOrders]);
  const descending = !flag(call, 'sort_ascending');
  if (isPlain) return pagedQuery(call, { ...newestFirst(scope, modelId), descending });
  const versions = await listVersions(call.deps.table, scope, modelId);
  return paged(call, inOrder(call, versions.filter(versionTest(call))));
}

const conditions = ['concept_ids', 'trained_only', 'min_replicas', 'search'];
const otherOrders = ['sort_by_status_code', 'sort_by_num_inputs', 'sort_by_description'];

/** What the query asks of a version. deeptune has no replicas: whoever asks for some gets none. */
function versionTest(call: RequestContext): (version: ModelVersion) => boolean {
  const [conceptIds, trainedOnly] = [words(call, 'concept_ids'), flag(call, 'trained_only')];
  const hasReplicas = (word(call, 'min_replicas') ?? '0') === '0';
  const isFound = matchesSearch(word(call, 'search'));
  return (version) => {
    const present = conceptsOfVersion(version).map(({ id }) => id);
    const isTrained = !trainedOnly || version.status === 'trained';
    return (
      hasReplicas &&
      isTrained &&
      conceptIds.every((id) => present.includes(id)) &&
      isFound(textsOf(version))
    );
  };
}

/** What a version is searched by: its own words, and those of what it was trained with. */
function textsOf(version: ModelVersion): string[] {
  const { id, description, status: state } = version;
  const training = 'training' in version ? version.training : undefined;
  const trainedWith = training ? [training.templateId, training.datasetId] : [];
  return [id, description, state, ...trainedWith];
}

function inOrder(call: RequestContext, versions: readonly ModelVersion[]): ModelVersion[] {
  return sorted(call, versions, {
    created_at: creationOrder,
    status_code: (version) => versionToWire(version).status.code,
    num_inputs: (version) => ('training' in version && version.training.inputCount) || 0,
    description: (version) => version.description,
  });
}

/**
 * The curves, from the first step to the newest, and how long each phase took beside the estimate.
 */
async function progressOf(call: RequestContext): Promise<Answer<'ListTrainingProgress'>> {
  const { value } = await getVersion(call.deps.table, await versionRefOf(call));
  const progress = await readProgress(call.deps.objects, value.scope, value.id);
  const now = call.deps.now();
  const estimate = estimateToWire(value);
  const remaining = remainingOfVersion(value, progress, now);
  return {
    progress,
    phases: phasesOf(value, progress, now),
    ...(estimate ? { estimate } : {}),
    ...(remaining ? { remaining } : {}),
  };
}

/** What was forecast of it, each phase where the forecast tells them apart. */
function estimateToWire(version: ModelVersion): EstimatedPhases | undefined {
  const estimate = estimatedPhases(version);
  if (!estimate) return undefined;
  const { phases, range, ...seconds } = estimate;
  return {
    ...seconds,
    ...{ p10Seconds: range.p10, p90Seconds: range.p90 },
    ...(phases ? { phases: phasesToWire(phases) } : {}),
  };
}

/** How long a link to an artifact works, seconds: they are large. */
const artifactLinkSeconds = 24 * 3600;

/**
 * The model artifact as one archive: safetensors and configuration for `from_pretrained`, metrics,
 * model card.
 */
async function exportOf(call: RequestContext): Promise<Answer<'GetModelVersionExport'>> {
  const { value: version } = await getVersion(call.deps.table, await versionRefOf(call));
  assertLoadable(version);
  const key = archiveKeyOf(version);
  const head = await call.deps.objects.head(key);
  if (!head)
    return { export: { status: status(21502, 'The archive of this version is not there') } };
  const url = await call.deps.objects.downloadUrl(key, artifactLinkSeconds);
  return { export: { status: status(21500), url, size: String(head.size) } };
}

/** The model card that the trainer wrote. @throws DeeptuneError version-not-trained */
async function cardOf(call: RequestContext): Promise<Answer<'GetModelVersionCard'>> {
  const { value: version } = await getVersion(call.deps.table, await versionRefOf(call));
  assertLoadable(version);
  const key = `${objectKeys.exportPrefix(version.scope, version.id)}README.md`;
  const bytes = await call.deps.objects.get(key);
  if (!bytes)
    throw fail('doesNotExist', `Version '${version.id}' has no model card: its trainer wrote none`);
  return { card: { format: 'markdown', text: new TextDecoder().decode(bytes) } };
}

const listQuery = {
  ...paging,
  ...parameters('texts', 'concept_ids'),
  ...parameters('flag', 'trained_only'),
  ...parameters('text', 'min_replicas search'),
  ...orderParameters('created_at status_code num_inputs description'),
};

export const versionRoutes: readonly Route[] = [
  {
    operation: 'PostModelVersions',
    method: 'POST',
    path: '/models/:model_id/versions',
    under: 'app',
    body: trainingBody,
    isBilled: true,
    handle: train,
  },
  {
    operation: 'ListModelVersions',
    method: 'GET',
    path: '/models/:model_id/versions',
    under: 'app',
    query: listQuery,
    handle: list,
  },
  {
    operation: 'GetModelVersion',
    method: 'GET',
    path: '/models/:model_id/versions/:version_id',
    under: 'app',
    handle: get,
  },
  ...(['PUT', 'GET'] as const).map((method): Route => ({
    operation: method === 'PUT' ? 'PutModelVersionExports' : 'GetModelVersionExport',
    method,
    path: '/models/:model_id/versions/:version_id/exports',
    under: 'app',
    handle: exportOf,
  })),
  {
    operation: 'GetModelVersionCard',
    method: 'GET',
    path: '/models/:model_id/versions/:version_id/card',
    under: 'app',
    handle: cardOf,
  },
  {
    operation: 'ListTrainingProgress',
    method: 'GET',
    path: '/models/:model_id/versions/:version_id/progress',
    under: 'app',
    handle: progressOf,
  },
];
