import { objectKeys } from '../../../records/object-keys.ts';
import type { Scope } from '../../../records/keys.ts';
import { queuePosition } from '../../../job/queue/queue.ts';
import { readProgress } from '../../../job/steps/progress.ts';
import type { ModelVersion } from '../../../model/model-version.ts';
import { findAnswering } from '../../../model/answering-version.ts';
import { isSettled } from '../../../model/model-version.ts';
import type { Model } from '../../../model/model.ts';
import { remainingOfVersion } from '../../../model/remaining.ts';
import type { VersionRef } from '../../../model/version-store.ts';
import { getModel, getVersion } from '../../../model/version-store.ts';
import type { RequestContext } from '../../http/request-context.ts';
import { param, scopeOf } from '../../http/request-context.ts';
import { word } from '../../http/query-values.ts';
import { modelToWire } from './model-wire.ts';
import { hasProgress, versionToWire } from '../versions/version-wire.ts';
import type {
  Model as ModelMessage,
  ModelVersion as ModelVersionMessage,
} from '../../wire/messages.ts';

/**
 * The model that a request names, and its version: the one of the path or of `version_id`, else the
 * newest.
 * @throws DeeptuneError model-does-not-exist
 */
export async function modelOf(
  call: RequestContext,
): Promise<{ scope: Scope; model: Model; version: ModelVersion }> {
  const scope = await scopeOf(call);
  const { value: model } = await getModel(call.deps.table, scope, param(call, 'model_id'));
  const versionId = call.params['version_id'] ?? word(call, 'version_id') ?? model.latestVersionId;
  const ref = { scope, modelId: model.id, versionId };
  return { scope, model, version: (await getVersion(call.deps.table, ref)).value };
}

/** The version that a path names. */
export async function versionRefOf(call: RequestContext): Promise<VersionRef> {
  const versionId = param(call, 'version_id') || param(call, 'model_version_id');
  return { scope: await scopeOf(call), modelId: param(call, 'model_id'), versionId };
}

/** How long a link to a training log works, seconds. */
const logLinkSeconds = 3600;

/**
 * A version with what changes while it trains: its newest progress or its place in the queue, and a
 * link to its log that needs no key.
 */
export async function versionAnswer(
  version: ModelVersion,
  call: RequestContext,
): Promise<ModelVersionMessage> {
  const { objects } = call.deps;
  const logKey = objectKeys.trainingLog(version.scope, version.id);
  const points = hasProgress(version) ? await readProgress(objects, version.scope, version.id) : [];
  const [progress, remaining] = [
    points.at(-1),
    remainingOfVersion(version, points, call.deps.now()),
  ];
  const position =
    version.status === 'queued'
      ? await queuePosition(call.deps.table, version.scope.userId, version.id)
      : undefined;
  const hasLog = version.status !== 'untrained' && (await objects.head(logKey)) !== undefined;
  const trainLog = hasLog ? await objects.downloadUrl(logKey, logLinkSeconds) : undefined;
  return versionToWire(version, {
    ...(progress ? { progress } : {}),
    ...(remaining ? { remaining } : {}),
    ...(trainLog ? { trainLog } : {}),
    ...(position === undefined ? {} : { queuePosition: position }),
  });
}

/**
 * The version that stands for its model. Where it has ended and does not answer, an earlier one
 * may: a model whose last training failed, or was held back, has not failed.
 */
export async function newestVersionAnswer(
  { model, version }: { readonly model: Model; readonly version: ModelVersion },
  call: RequestContext,
): Promise<ModelVersionMessage> {
  const answer = await versionAnswer(version, call);
  if (!isSettled(version)) return answer;
  const answering = await findAnswering(call.deps.table, version.scope, model);
  if (!answering || answering.id === version.id) return answer;
  const note = `this is the newest version; version '${answering.id}' is ${answering.status} and answers predictions`;
  const details = [answer.status.details, note].filter(Boolean).join('; ');
  return { ...answer, status: { ...answer.status, details } };
}

/** A model with its newest version. */
export async function modelAnswer(
  model: Model,
  scope: Scope,
  call: RequestContext,
): Promise<ModelMessage> {
  const ref = { scope, modelId: model.id, versionId: model.latestVersionId };
  const { value: version } = await getVersion(call.deps.table, ref);
  return modelToWire(model, scope, await newestVersionAnswer({ model, version }, call));
}
