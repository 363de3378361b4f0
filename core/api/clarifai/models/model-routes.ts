import * as z from 'zod';
import { findModelType } from '../../../catalog/catalog.ts';
import { fail } from '../../../errors.ts';
import { createModel } from '../../../model/create-model.ts';
import { baseModelToWire, findBaseModel, isOfBaseModels } from './base-model-app.ts';
import type { RequestContext } from '../../http/request-context.ts';
import { param, parse, scopeOf } from '../../http/request-context.ts';
import { idSchema } from '../../http/ids.ts';
import { modelOf, newestVersionAnswer, versionAnswer } from './model-call.ts';
import { word } from '../../http/query-values.ts';
import type { Answer, Route } from '../../http/route.ts';
import { withFields } from './model-fields.ts';
import { modelFieldsOf, modelFieldsSchema } from './model-request.ts';
import { modelTrainInfo } from '../training/training-request-wire.ts';
import { modelToWire } from './model-wire.ts';
import { versionToWire, withConcepts } from '../versions/version-wire.ts';

/** Ids that would hide behind a path of the same name. */
const reserved = ['types', 'searches', 'ids'];
const newModel = z.object({
  id: idSchema.refine((id) => !reserved.includes(id), `must not be one of ${reserved.join(', ')}`),
  model_type_id: z.string().optional(),
  train_info: modelTrainInfo.optional(),
  ...modelFieldsSchema.shape,
});
/** Two forms are in use: the list, and the older single `model`. */
const newModels = z.object({
  models: z.array(newModel).length(1).optional(),
  model: newModel.optional(),
});

async function post(call: RequestContext): Promise<Answer<'PostModels'>> {
  const scope = await scopeOf(call);
  const body = parse(newModels, call.body);
  const asked = body.models?.[0] ?? body.model;
  if (!asked)
    throw fail(
      'badRequest',
      `Field 'models': expected one model, received ${JSON.stringify(call.body['models']) ?? 'none'}`,
    );
  // Clarifai's default where none is named.
  const modelType = findModelType(asked.model_type_id || 'embedding-classifier');
  const { id, train_info: trainInfo } = asked;
  const named = { id, modelTypeId: modelType.id, ...(trainInfo ? { trainInfo } : {}) };
  const { model, version } = await createModel(
    scope,
    withFields(named, modelFieldsOf(asked)),
    call.deps,
  );
  return { model: modelToWire(model, scope, versionToWire(version)) };
}

async function get(call: RequestContext): Promise<Answer<'GetModel'>> {
  if (isOfBaseModels(call))
    return { model: baseModelToWire(findBaseModel(param(call, 'model_id'))) };
  const { scope, model, version } = await modelOf(call);
  const isNewest = version.id === model.latestVersionId && word(call, 'version_id') === undefined;
  const answer = isNewest
    ? newestVersionAnswer({ model, version }, call)
    : versionAnswer(version, call);
  return { model: modelToWire(model, scope, await answer) };
}

async function outputInfo(call: RequestContext): Promise<Answer<'GetModelOutputInfo'>> {
  const { scope, model, version } = await modelOf(call);
  return { model: modelToWire(model, scope, withConcepts(versionToWire(version), version)) };
}

const versionQuery = { version_id: 'text' } as const;
const outputInfoPaths = ['/models/:model_id', '/models/:model_id/versions/:version_id'];

export const modelRoutes: readonly Route[] = [
  {
    operation: 'PostModels',
    method: 'POST',
    path: '/models',
    under: 'app',
    body: newModels,
    handle: post,
  },
  {
    operation: 'GetModel',
    method: 'GET',
    path: '/models/:model_id',
    under: 'app',
    query: versionQuery,
    handle: get,
  },
  ...outputInfoPaths.map((path): Route => ({
    operation: 'GetModelOutputInfo',
    method: 'GET',
    path: `${path}/output_info`,
    under: 'app',
    query: versionQuery,
    handle: outputInfo,
  })),
];
