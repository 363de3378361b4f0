import * as z from 'zod';
import type { JsonObject } from '../../../json.ts';
import { fail } from '../../../errors.ts';
import { keys } from '../../../records/keys.ts';
import type { Scope } from '../../../records/keys.ts';
import { readAll, toData, withRetry } from '../../../records/records.ts';
import { deleteModel } from '../../../deletion/delete-model.ts';
import { conceptsOfVersion } from '../../../model/model-version.ts';
import type { Model } from '../../../model/model.ts';
import type { PatchAction } from '../../../model/patch.ts';
import { patchActions, patchFields } from '../../../model/patch.ts';
import { untrainedVersion } from '../../../model/untrained.ts';
import { withLatestVersion } from '../../../model/version-id.ts';
import { getModel, getVersion, versionWrite } from '../../../model/version-store.ts';
import type { RequestContext } from '../../http/request-context.ts';
import { param, parse, scopeOf } from '../../http/request-context.ts';
import { modelAnswer } from './model-call.ts';
import type { Answer, Route } from '../../http/route.ts';
import { fieldsOfModel, withFields } from './model-fields.ts';
import { modelFieldsOf, modelFieldsSchema } from './model-request.ts';

const patchedModel = z.object({ id: z.string().min(1), ...modelFieldsSchema.shape });
const patches = z.object({
  models: z.array(patchedModel).min(1).max(128),
  action: z.enum(patchActions),
});

async function patch(call: RequestContext): Promise<Answer<'PatchModels'>> {
  const scope = await scopeOf(call);
  const { models, action } = parse(patches, call.body);
  // All are there before the first is changed.
  for (const { id } of models) await getModel(call.deps.table, scope, id);
  const changed: Model[] = [];
  for (const { id, ...wire } of models) {
    const change = { id, fields: modelFieldsOf(wire), action };
    changed.push(await withRetry(() => patchOne(scope, change, call)));
  }
  return { models: await Promise.all(changed.map((model) => modelAnswer(model, scope, call))) };
}

const outputFields = ['concepts', 'output_config', 'output_params'];

/**
 * What a model predicts belongs to its versions: a patch of `output_info` makes a new one,
 * untrained.
 */
async function patchOne(
  scope: Scope,
  change: { id: string; fields: JsonObject; action: PatchAction },
  call: RequestContext,
): Promise<Model> {
  const { table, now } = call.deps;
  const { value: before, rev } = await getModel(table, scope, change.id);
  const isNewVersion = outputFields.some((name) => name in change.fields);
  const base = isNewVersion ? await withNewestConcepts(before, scope, call) : before;
  const fields = patchFields(fieldsOfModel(base), change.fields, change.action);
  const after = { ...withFields(before, fields), modifiedAt: now() };
  const version = isNewVersion ? untrainedVersion(after, scope, call.deps) : undefined;
  const model = version ? withLatestVersion(after, version) : after;
  const put = { ...keys.model(scope, model.id), data: toData(model) };
  await table.write([{ put, if: { rev } }, ...(version ? [versionWrite(version)] : [])]);
  return model;
}

/**
 * Concepts are merged with those that the newest version knows: a training may have named its own,
 * or taken all of its dataset's.
 */
async function withNewestConcepts(
  model: Model,
  scope: Scope,
  call: RequestContext,
): Promise<Model> {
  const ref = { scope, modelId: model.id, versionId: model.latestVersionId };
  const { value: newest } = await getVersion(call.deps.table, ref);
  return { ...model, concepts: conceptsOfVersion(newest) };
}

async function remove(call: RequestContext): Promise<Answer<'DeleteModel'>> {
  await deleteModel(await scopeOf(call), param(call, 'model_id'), call.deps);
  return {};
}

const deletion = z.object({
  ids: z.array(z.string()).max(128).default([]),
  delete_all: z.boolean().default(false),
});

/** All of them or none: an unknown one stops the request before the first is deleted. */
async function removeSeveral(call: RequestContext): Promise<Answer<'DeleteModels'>> {
  const scope = await scopeOf(call);
  const { ids, delete_all: isAll } = parse(deletion, call.body);
  if (isAll === ids.length > 0)
    throw fail('invalidRequest', "Give either 'ids' or 'delete_all': true");
  const all = isAll ? await readAll<Model>(call.deps.table, keys.modelsOf(scope)) : [];
  const chosen = new Set(isAll ? all.map((model) => model.id) : ids);
  if (!isAll) for (const id of chosen) await getModel(call.deps.table, scope, id);
  for (const id of chosen) await deleteModel(scope, id, call.deps);
  return {};
}

export const modelChangeRoutes: readonly Route[] = [
  {
    operation: 'PatchModels',
    method: 'PATCH',
    path: '/models',
    under: 'app',
    body: patches,
    handle: patch,
  },
  {
    operation: 'DeleteModels',
    method: 'DELETE',
    path: '/models',
    under: 'app',
    body: deletion,
    handle: removeSeveral,
  },
  {
    operation: 'DeleteModel',
    method: 'DELETE',
    path: '/models/:model_id',
    under: 'app',
    handle: remove,
  },
];
