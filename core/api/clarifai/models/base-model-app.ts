import { modelTypes, templatesOf } from '../../../catalog/catalog.ts';
import { modelDoesNotExist } from '../../../model/version-store.ts';
import { isPackaged } from '../../../catalog/base-models/starting-weights.ts';
import type { RequestContext } from '../../http/request-context.ts';
import { appNamed, userNamed } from '../../http/request-context.ts';
import type { FoundModel } from './model-filter.ts';
import { status } from '../../http/status.ts';
import type { Model } from '../../wire/messages.ts';

/**
 * Clarifai's clients look for public models in the app `main` of the user `clarifai`. Here those
 * are the base models that templates start from: to be listed and looked at by everybody, to be
 * fine-tuned by naming a template, and no more.
 */
const scope = { userId: 'clarifai', appId: 'main' };

/**
 * Whether a request is about the base models. A user who is called so has an app of his own there.
 */
export function isOfBaseModels(call: RequestContext): boolean {
  const isTheirs = userNamed(call) === scope.userId && appNamed(call) === scope.appId;
  return isTheirs && call.identity.userId !== scope.userId;
}

/** Every base model, in the order of the model types and of their templates. */
export function baseModels(): FoundModel[] {
  const found = new Map<string, FoundModel>();
  for (const type of modelTypes)
    for (const { baseModel } of templatesOf(type))
      if (baseModel.id && !found.has(baseModel.id))
        found.set(baseModel.id, asModel(baseModel.id, type.id));
  return [...found.values()];
}

/** @throws DeeptuneError model-does-not-exist */
export function findBaseModel(id: string): FoundModel {
  const found = baseModels().find(({ model }) => model.id === id);
  if (!found) throw modelDoesNotExist();
  return found;
}

function asModel(baseModelId: string, modelTypeId: string): FoundModel {
  const users = modelTypes.flatMap((type) =>
    templatesOf(type)
      .filter((template) => template.baseModel.id === baseModelId && !template.internalOnly)
      .map(({ id }) => `${id} (${type.id})`),
  );
  const model = {
    id: baseModelId.replace('/', '--'),
    name: baseModelId,
    modelTypeId,
    description: `${placeOf(baseModelId)} Templates that start from it: ${users.join(', ') || 'none that is offered'}.`,
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

function placeOf(baseModelId: string): string {
  return isPackaged(baseModelId)
    ? 'Base model from a package registry.'
    : 'Base model on the Hugging Face hub.';
}

/** Without dates: when it was made is for the hub to say. */
export function baseModelToWire({ model }: FoundModel): Model {
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
