import { baseModelIdOf } from '../hyperparameters/hugging-face-config.ts';
import type { Template } from '../model-type.ts';
import type { JsonObject } from '../../json.ts';

/** What a line of model versions began with; incremental training takes it over from its parent. */
export type StartingWeights =
  | {
      /** Pretrained weights, or where `isUntrained` their architecture with random ones. */
      readonly baseModelId: string;
      readonly isUntrained?: true;
    }
  | {
      /** A small architecture with random weights. */
      readonly architecture: string;
      /** The base model that the template names and that this architecture stands in for. */
      readonly standsInFor?: string;
    };

/** The setting that lets small architectures stand in for base models. */
export const standInsSetting = 'DEEPTUNE_STAND_INS';

/**
 * What a training without a parent starts from.
 * @param hyperparameters resolved ones: defaults filled in
 */
export function startingWeightsOf(
  template: Template,
  hyperparameters: JsonObject,
  { usesStandIns }: { readonly usesStandIns: boolean },
): StartingWeights {
  const baseModelId = baseModelIdOf(template, hyperparameters);
  const architecture = template.baseModel.small;
  if (baseModelId === undefined) return { architecture };
  if (usesStandIns && !isPackaged(baseModelId)) return { architecture, standsInFor: baseModelId };
  return refusesWeights(hyperparameters) ? { baseModelId, isUntrained: true } : { baseModelId };
}

/** `pretrained_weights` "None", and `load_from` "" of the detectors, ask for random weights. */
function refusesWeights(hyperparameters: JsonObject): boolean {
  return hyperparameters['pretrained_weights'] === 'None' || hyperparameters['load_from'] === '';
}

/** Names of base models that lie in packages begin so. */
export const packagedPrefix = 'packaged/';

/**
 * True for a base model that comes in a package: every machine can have it, so that nothing ever
 * stands in for it.
 */
export function isPackaged(baseModelId: string): boolean {
  return baseModelId.startsWith(packagedPrefix);
}

/**
 * `baseModel` of the container's `job.json`: `config:<architecture>`, `packaged:<name>` or
 * `hub:<id>`.
 */
export function trainerBaseModel(weights: StartingWeights): string {
  if ('architecture' in weights) return `config:${weights.architecture}`;
  const { baseModelId } = weights;
  return isPackaged(baseModelId)
    ? `packaged:${baseModelId.slice(packagedPrefix.length)}`
    : `hub:${baseModelId}`;
}

/**
 * True where a small architecture was trained in place of the base model that the template names.
 */
export function isStandIn(weights: StartingWeights): boolean {
  return 'architecture' in weights && weights.standsInFor !== undefined;
}

/** One sentence for a person. */
export function describeStartingWeights(weights: StartingWeights): string {
  if ('baseModelId' in weights) {
    const { baseModelId, isUntrained } = weights;
    return isUntrained
      ? `Starts from nothing: random weights in the architecture of ${baseModelId}.`
      : `Starts from the pretrained weights of ${baseModelId}.`;
  }
  const { architecture, standsInFor } = weights;
  if (standsInFor === undefined) return `Starts from nothing: random weights of ${architecture}.`;
  return `STAND-IN: starts from nothing, random weights of ${architecture} in place of ${standsInFor} (${standInsSetting}=1).`;
}
