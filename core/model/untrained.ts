import type { Scope } from '../records/keys.ts';
import type { UntrainedVersion } from './model-version.ts';
import type { Model } from './model.ts';
import { versionIdAt } from './version-id.ts';

/** Every model has a version from the start, as Clarifai's has, and a new one whenever its `output_info` changes: untrained. */
export function untrainedVersion(
  model: Pick<Model, 'id' | 'modelTypeId' | 'concepts' | 'output'>,
  scope: Scope,
  deps: { now(): string; newId(): string },
): UntrainedVersion {
  const at = deps.now();
  return {
    id: versionIdAt(at, deps.newId()),
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
