import { findTemplate, templatesOf } from '../../catalog/catalog.ts';
import { startingWeightsOf } from '../../catalog/base-models/starting-weights.ts';
import type { StartingWeights } from '../../catalog/base-models/starting-weights.ts';
import type { ModelType, Template } from '../../catalog/model-type.ts';
import { fail } from '../../errors.ts';
import type { JsonObject } from '../../json.ts';
import type { Model } from '../../model/model.ts';
import type { ModelVersion } from '../../model/model-version.ts';
import { answeringOf } from '../../model/answering-version.ts';
import { isLoadable } from '../../model/model-version.ts';
import { getModel, getVersion } from '../../model/version-store.ts';
import type { Dependencies } from '../../ports/host.ts';
import { startsFromOf } from './base-model.ts';
import type { TrainingRequest } from './training-request.ts';

/** A child goes on with what its parent's line began with. */
export function startOf(
  {
    template,
    hyperparameters,
  }: { readonly template: Template; readonly hyperparameters: JsonObject },
  parent: ModelVersion | undefined,
  settings: Dependencies['settings'],
): StartingWeights {
  return parent && 'training' in parent
    ? startsFromOf(parent, settings)
    : startingWeightsOf(template, hyperparameters, settings);
}

/** A child that names no template takes its parent's. */
export function chooseTemplate(
  modelType: ModelType,
  params: JsonObject,
  parent: ModelVersion | undefined,
): Template {
  const isInherited =
    params['template'] === undefined && parent !== undefined && 'training' in parent;
  return findTemplate(
    modelType,
    isInherited ? parent.training.templateId : templateIdOf(modelType, params),
  );
}

/** @throws DeeptuneError model-does-not-exist, model-type-mismatch, version-not-trained */
export async function findParent(
  resumeFrom: NonNullable<TrainingRequest['resumeFrom']>,
  model: Pick<Model, 'modelTypeId'>,
  deps: Pick<Dependencies, 'table'>,
): Promise<ModelVersion> {
  const parentModel = (await getModel(deps.table, resumeFrom.scope, resumeFrom.modelId)).value;
  const { scope, versionId } = resumeFrom;
  const answering =
    versionId === undefined
      ? await answeringOf({ scope, model: parentModel }, deps.table)
      : undefined;
  const named = versionId ?? parentModel.latestVersionId;
  const ref = { ...resumeFrom, versionId: named };
  const parent = answering ?? (await getVersion(deps.table, ref)).value;
  if (parentModel.modelTypeId !== model.modelTypeId) {
    throw fail(
      'modelTypeMismatch',
      `Cannot resume a ${model.modelTypeId} from '${ref.modelId}', which is a ${parentModel.modelTypeId}; resume_from_model must name a version of the same model type`,
    );
  }
  if (!isLoadable(parent)) {
    throw fail(
      'versionNotTrained',
      `Model not yet trained: version '${parent.id}' is ${parent.status}; resume_from_model must name a trained version`,
    );
  }
  return parent;
}

/** The template that a request names, else the recommended one of its model type. */
function templateIdOf(modelType: ModelType, params: JsonObject): string {
  const asked = params['template'];
  if (asked !== undefined) return typeof asked === 'string' ? asked : JSON.stringify(asked);
  const templates = templatesOf(modelType);
  return (templates.find((template) => template.recommended) ?? templates[0])?.id ?? '';
}
