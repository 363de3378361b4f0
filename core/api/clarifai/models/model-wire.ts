import type { Scope } from '../../../records/keys.ts';
import type { Model } from '../../../model/model.ts';
import type { Model as ModelMessage, ModelVersion } from '../../wire/messages.ts';

/**
 * A model as Clarifai's `Model`, with one of its versions. `output_info` stands on both, as older
 * clients expect.
 */
export function modelToWire(model: Model, scope: Scope, modelVersion: ModelVersion): ModelMessage {
  return {
    id: model.id,
    name: model.name,
    app_id: scope.appId,
    user_id: scope.userId,
    model_type_id: model.modelTypeId,
    description: model.description,
    notes: model.notes,
    metadata: model.metadata,
    created_at: model.createdAt,
    modified_at: model.modifiedAt,
    visibility: { gettable: 'PRIVATE' },
    ...model.profile,
    output_info: modelVersion.output_info ?? {},
    model_version: modelVersion,
  };
}
