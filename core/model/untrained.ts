import type { Scope } from '../records/keys.ts';
import type { UntrainedVersion } from './model-version.ts';
import type { Model } from './model.ts';
import type { VersionPlace } from './version-id.ts';
import { nextVersion } from './version-id.ts';

/** An untrained version with its place among those of its model. */
export type NewUntrainedVersion = UntrainedVersion & VersionPlace;

/**
 * Every model has a version from the start, as Clarifai's has, and a new one whenever its
 * `output_info` changes: untrained.
 */
export function untrainedVersion(
  model: Pick<Model, 'id' | 'modelTypeId' | 'concepts' | 'output' | 'lastSequence'>,
  scope: Scope,
  deps: { now(): string; newId(): string },
): NewUntrainedVersion {
  const at = deps.now();
  return {
    ...nextVersion(model, deps.newId()),
    modelId: model.id,
    modelTypeId: model.modelTypeId,
    scope,
    description: '',
    createdAt: at,
    modifiedAt: at,
    inferenceParams: model.output?.params ?? {},
    ...(model.output ? { outputConfig: model.output.config } : {}),
    status: 'untrained',
    concepts: model.concepts,
  };
}
