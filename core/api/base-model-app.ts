import { isPackaged } from '../catalog/base-models.ts';
import { modelTypes, templatesOf } from '../catalog/catalog.ts';
import type { JsonObject } from '../catalog/model-type.ts';
import { modelDoesNotExist } from '../version/version-store.ts';
import type { Call } from './call.ts';
import { appNamed, userNamed } from './call.ts';
import type { FoundModel } from './model-filter.ts';
import { status } from './status.ts';

/**
 * Clarifai's clients look for public models in the app `main` of the user `clarifai`. Here those are the base models that templates start from:
 * to be listed and looked at by everybody, to be fine-tuned by naming a template, and no more.
 */
const scope = { userId: 'clarifai', appId: 'main' };

/** Whether a request is about the base models. A user who is called so has an app of his own there. */
export function isOfBaseModels(call: Call): boolean {
  const isTheirs = userNamed(call) === scope.userId && appNamed(call) === scope.appId;
  return isTheirs && call.identity.userId !== scope.userId;
}

/** Every base model, in the order of the model types and of their templates. */
export function baseModels(): FoundModel[] {
  const found = new Map<string, FoundModel>();
  for (const type of modelTypes)
    for (const { baseModel } of templatesOf(type))
      if (!found.has(baseModel.hubId))
        found.set(baseModel.hubId, asModel(baseModel.hubId, type.id));
  return [...found.values()];
}

/** @throws DeeptuneError model-does-not-exist */
export function findBaseModel(id: string): FoundModel {
  const found = baseModels().find(({ model }) => model.id === id);
  if (!found) throw modelDoesNotExist();
  return found;
}

function asModel(hubId: string, modelTypeId: string): FoundModel {
  const users = modelTypes.flatMap((type) =>
    templatesOf(type)
      .filter((template) => template.baseModel.hubId === hubId && !template.internalOnly)
      .map(({ id }) => `${id} (${type.id})`),
  );
  const model = {
    id: hubId.replace('/', '--'),
    name: hubId,
    modelTypeId,
    description: `Base model ${isPackaged(hubId) ? 'from a Python package' : 'on the Hugging Face hub'}. Templates that start from it: ${users.join(', ') || 'none that is offered'}.`,
    notes: '',
    metadata: {},
    concepts: [],
    profile: { visibility: { gettable: 'PUBLIC' } },
    createdAt: '',
    modifiedAt: '',
    latestVersionId: 'base',
  };
  return { model, scope };
}

/** Without dates: when it was made is for the hub to say. */
export function baseModelToWire({ model }: FoundModel): JsonObject {
  return {
    id: model.id,
    name: model.name,
    user_id: scope.userId,
    app_id: scope.appId,
    model_type_id: model.modelTypeId,
    description: model.description,
    ...model.profile,
    model_version: { id: model.latestVersionId, status: status(21100) },
  };
}
