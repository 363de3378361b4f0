import { recipeHyperparameters } from '../catalog/custom-config.ts';
import { objectKeys, trainingJobName } from '../ports/keys.ts';
import type { Channel, TrainingJobSpec } from '../ports/training-jobs.ts';
import { findModelType, findTemplate } from '../catalog/catalog.ts';
import type { ModelVersion } from '../version/model-version.ts';
import { stagedBaseModelId, startsFromOf } from './base-model.ts';
import type { Settings } from './dependencies.ts';

type Requested = Extract<ModelVersion, { training: unknown }>;

/** Room for the dataset, the base model and a few checkpoints. */
const volumeSizeGiB = 100;

/** SageMaker's limit on one hyperparameter value; longer ones travel in `job.json`. */
const longestValue = 2500;

/**
 * What we ask for: the first attempts on spot where the account allows it, the last ones on demand. Both run under the reservation's time, so
 * neither can cost more than was agreed.
 */
export function trainingJobSpec(
  version: Requested,
  attempt: number,
  settings: Settings,
): TrainingJobSpec {
  const { scope, id, reservation } = version;
  const isSpot = settings.useSpot && attempt <= 2;
  return {
    trainingJobName: trainingJobName(id, attempt, settings.namePrefix),
    instanceType: settings.instanceType,
    instanceCount: 1,
    volumeSizeGiB,
    maxRuntimeSeconds: reservation.maxRuntimeSeconds,
    isSpot,
    ...(isSpot ? { maxWaitSeconds: 2 * reservation.maxRuntimeSeconds } : {}),
    hyperparameters: encodeHyperparameters(version),
    channels: channelsOf(version, settings),
    checkpointPrefix: objectKeys.checkpointPrefix(scope, id),
    outputPrefix: objectKeys.outputPrefix(scope, id),
    tags: { app: 'deeptune', version: id, tenant: scope.userId, attempt: String(attempt) },
  };
}

function encodeHyperparameters(version: Requested): Record<string, string> {
  const template = findTemplate(findModelType(version.modelTypeId), version.training.templateId);
  const encoded = Object.entries(
    recipeHyperparameters(template, version.training.hyperparameters),
  ).map(([name, value]) => [name, JSON.stringify(value)] as const);
  return Object.fromEntries(encoded.filter(([, text]) => text.length <= longestValue));
}

function channelsOf(version: Requested, settings: Settings): Channel[] {
  const { scope, id, training } = version;
  const { parent } = training;
  const template = findTemplate(findModelType(version.modelTypeId), training.templateId);
  const channels: Channel[] = [{ name: 'train', prefix: objectKeys.trainPrefix(scope, id) }];
  if (findModelType(version.modelTypeId).inputField === 'image') {
    channels.push({
      name: 'objects',
      prefix: objectKeys.inputsPrefix(scope),
      manifestKey: objectKeys.objectsManifest(scope, id),
    });
  }
  if (parent) channels.push({ name: 'model', prefix: objectKeys.parentPrefix(scope, id) });
  const baseModelId = stagedBaseModelId({
    template,
    startsFrom: startsFromOf(version, settings),
    parent,
  });
  if (baseModelId)
    channels.push({ name: 'base-model', prefix: objectKeys.baseModelPrefix(baseModelId) });
  return channels;
}
