import { z } from 'zod';
import { findModelType } from '../../catalog/catalog.ts';
import type { JsonObject } from '../../catalog/model-type.ts';
import { fail } from '../../errors.ts';
import { keys } from '../../ports/keys.ts';
import type { Scope } from '../../ports/keys.ts';
import { readAll } from '../../ports/records.ts';
import { createModel } from '../../version/create-model.ts';
import type { Model } from '../../version/model.ts';
import { isOpen } from '../../version/model-version.ts';
import { getModel, getVersion, listVersions } from '../../version/version-store.ts';
import type { Call } from '../call.ts';
import { namesApp, paged, param, parse, scopeOf, userOf } from '../call.ts';
import { idSchema } from '../ids.ts';
import { modelOf } from '../model-call.ts';
import type { Route } from '../route.ts';
import { conceptSchema } from '../wire/input-wire.ts';
import { modelToWire } from '../wire/model-wire.ts';
import { conceptsOf, versionToWire } from '../wire/version-wire.ts';

const outputInfo = z
  .object({ data: z.object({ concepts: z.array(conceptSchema).default([]) }).optional() })
  .optional();
const newModel = z.object({
  id: idSchema,
  name: z.string().optional(),
  model_type_id: z.string().optional(),
  description: z.string().default(''),
  notes: z.string().max(65_536).default(''),
  metadata: z.record(z.string(), z.json()).default({}),
  output_info: outputInfo,
});
/** Two forms are in use: the list, and the older single `model`. */
const newModels = z.object({
  models: z.array(newModel).length(1).optional(),
  model: newModel.optional(),
});

async function postModels(call: Call): Promise<JsonObject> {
  const scope = await scopeOf(call);
  const body = parse(newModels, call.body);
  const asked = body.models?.[0] ?? body.model;
  if (!asked)
    throw fail(
      'badRequest',
      `Field 'models': expected one model, received ${JSON.stringify(call.body['models']) ?? 'none'}`,
    );
  // Clarifai's default where none is named.
  const modelType = findModelType(asked.model_type_id ?? 'embedding-classifier');
  const { description, notes, metadata } = asked;
  const concepts = (asked.output_info?.data?.concepts ?? []).map(({ id, name }) => ({ id, name }));
  const { model, version } = await createModel(
    scope,
    {
      id: asked.id,
      name: asked.name ?? asked.id,
      modelTypeId: modelType.id,
      description,
      notes,
      metadata: metadata as JsonObject,
      concepts,
    },
    call.deps,
  );
  return { model: modelToWire(model, scope, versionToWire(version)) };
}

async function getOne(call: Call): Promise<JsonObject> {
  const { scope, model, version } = await modelOf(call);
  return { model: modelToWire(model, scope, versionToWire(version)) };
}

/** The app's models; below a user without an app, those of every app that the key opens. Newest change first. */
async function list(call: Call): Promise<JsonObject> {
  const found: { model: Model; scope: Scope }[] = [];
  for (const scope of await scopesOf(call)) {
    const models = await readAll<Model>(call.deps.table, keys.modelsOf(scope));
    found.push(...models.map((model) => ({ model, scope })));
  }
  const wanted = call.query['model_type_id']?.[0];
  const chosen = found
    .filter(({ model }) => !wanted || model.modelTypeId === wanted)
    .sort((a, b) => b.model.modifiedAt.localeCompare(a.model.modifiedAt));
  const models = paged(call, chosen).map(async ({ model, scope }) => {
    const ref = { scope, modelId: model.id, versionId: model.latestVersionId };
    return modelToWire(model, scope, versionToWire((await getVersion(call.deps.table, ref)).value));
  });
  return { models: await Promise.all(models) };
}

async function scopesOf(call: Call): Promise<Scope[]> {
  if (namesApp(call)) return [await scopeOf(call)];
  const userId = userOf(call);
  const apps = await readAll<{ id: string }>(call.deps.table, keys.appsOf(userId));
  return apps.map(({ id }) => ({ userId, appId: id }));
}

/** A model goes with its versions, unless one is still training: stop it first. Usage records and dataset versions stay. */
async function remove(call: Call): Promise<JsonObject> {
  const scope = await scopeOf(call);
  const modelId = param(call, 'model_id');
  await getModel(call.deps.table, scope, modelId);
  const versions = await listVersions(call.deps.table, scope, modelId);
  const open = versions.find(isOpen);
  if (open)
    throw fail(
      'modelInvalidRequest',
      `Version '${open.id}' is ${open.status}; stop it first (DELETE …/versions/${open.id})`,
    );
  for (const version of versions) {
    await call.deps.predictor.release(version.id);
    await call.deps.table.write([{ delete: keys.version(scope, modelId, version.id) }]);
  }
  await call.deps.table.write([{ delete: keys.model(scope, modelId) }]);
  return {};
}

async function outputInfoOf(call: Call): Promise<JsonObject> {
  const { scope, model, version } = await modelOf(call);
  const wire = versionToWire(version);
  const concepts = conceptsOf(version);
  return {
    model: modelToWire(model, scope, {
      ...wire,
      output_info: { ...(wire['output_info'] as JsonObject), data: { concepts } },
    }),
  };
}

export const modelRoutes: readonly Route[] = [
  { operation: 'PostModels', method: 'POST', path: '/models', under: 'app', handle: postModels },
  { operation: 'ListModels', method: 'GET', path: '/models', under: 'both', handle: list },
  { operation: 'GetModel', method: 'GET', path: '/models/:model_id', under: 'app', handle: getOne },
  {
    operation: 'DeleteModel',
    method: 'DELETE',
    path: '/models/:model_id',
    under: 'app',
    handle: remove,
  },
  {
    operation: 'GetModelOutputInfo',
    method: 'GET',
    path: '/models/:model_id/output_info',
    under: 'app',
    handle: outputInfoOf,
  },
  {
    operation: 'GetModelOutputInfo',
    method: 'GET',
    path: '/models/:model_id/versions/:version_id/output_info',
    under: 'app',
    handle: outputInfoOf,
  },
];
