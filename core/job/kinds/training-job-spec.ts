import { recipeHyperparameters } from '../../catalog/hyperparameters/custom-config.ts';
import type { JsonObject } from '../../json.ts';
import { objectKeys } from '../../records/object-keys.ts';
import type { Channel, TrainingJobSpec } from '../../ports/jobs.ts';
import { findModelType, findTemplate } from '../../catalog/catalog.ts';
import type { ModelVersion } from '../../model/model-version.ts';
import { stagedBaseModelId, startsFromOf } from '../request/base-model.ts';
import type { Settings } from '../../ports/host.ts';
import { instanceTypeOf } from '../request/instance.ts';
import { attemptSpec, objectsChannel } from './attempt-spec.ts';

type Requested = Extract<ModelVersion, { training: unknown }>;

/**
 * SageMaker's limit on one hyperparameter value. All of them travel in `job.json` whole: those of
 * the job are for its page in the console.
 */
const maxShownValue = 2500;

/** What we ask for of an attempt of a training. */
export function trainingJobSpec(
  version: Requested,
  attempt: number,
  settings: Settings,
): TrainingJobSpec {
  const { scope, id, reservation } = version;
  const { maxRuntimeSeconds } = reservation;
  const { purchase } = version.training;
  const instanceType = instanceTypeOf(version.training, settings);
  return {
    ...attemptSpec({ id, instanceType, maxRuntimeSeconds, purchase }, attempt, settings),
    hyperparameters: shownHyperparameters(version),
    channels: channelsOf(version, settings),
    checkpointPrefix: objectKeys.checkpointPrefix(scope, id),
    outputPrefix: objectKeys.outputPrefix(scope, id),
    tags: { app: 'deeptune', version: id, tenant: scope.userId, attempt: String(attempt) },
  };
}

function shownHyperparameters(version: Requested): Record<string, string> {
  const shown = Object.entries(hyperparametersOf(version)).map(([name, value]) => [
    name,
    cut(JSON.stringify(value)),
  ]);
  return Object.fromEntries(shown) as Record<string, string>;
}

/** Hyperparameters under the names that the recipe reads. */
export function hyperparametersOf({ modelTypeId, training }: Requested): JsonObject {
  const template = findTemplate(findModelType(modelTypeId), training.templateId);
  return recipeHyperparameters(template, training.hyperparameters);
}

/** A long value ends with how long it is: it must not read as if it were whole. */
function cut(text: string): string {
  if (text.length <= maxShownValue) return text;
  const rest = `… (cut: ${text.length} characters, whole in job.json)`;
  return text.slice(0, maxShownValue - rest.length) + rest;
}

function channelsOf(version: Requested, settings: Settings): Channel[] {
  const { scope, id, training } = version;
  const { parent } = training;
  const template = findTemplate(findModelType(version.modelTypeId), training.templateId);
  const channels: Channel[] = [{ name: 'train', prefix: objectKeys.trainPrefix(scope, id) }];
  if (findModelType(version.modelTypeId).inputField === 'image') {
    const manifestKey = objectKeys.objectsManifest(scope, id);
    channels.push(objectsChannel(scope, manifestKey, training.objectsInputMode));
  }
  if (parent) channels.push({ name: 'model', prefix: objectKeys.parentPrefix(scope, id) });
  if (training.dial)
    channels.push({ name: 'candidate', prefix: objectKeys.candidatePrefix(scope, id) });
  const baseModelId = stagedBaseModelId({
    template,
    startsFrom: startsFromOf(version, settings),
    parent,
  });
  if (baseModelId)
    channels.push({ name: 'base-model', prefix: objectKeys.baseModelPrefix(baseModelId) });
  return channels;
}
