import { findModelType } from '../../../catalog/catalog.ts';
import { resolveInferenceParams } from '../../../catalog/hyperparameters/hyperparameters.ts';
import type { Json, JsonObject } from '../../../json.ts';
import type { ConceptRef } from '../../../model/model-version.ts';
import type { NewModel } from '../../../model/create-model.ts';
import type { Model } from '../../../model/model.ts';
import { profileNames } from './model-request.ts';

/**
 * What can be set and patched of a model, in the wire's words; the parts of `output_info` stand
 * side by side.
 */
export function fieldsOfModel(model: Model): JsonObject {
  return {
    name: model.name,
    description: model.description,
    notes: model.notes,
    metadata: model.metadata,
    ...model.profile,
    concepts: model.concepts.map(({ id, name }) => ({ id, name })),
    output_config: model.output?.config ?? {},
    output_params: model.output?.params ?? {},
  };
}

/**
 * The model with these fields: the reverse of `fieldsOfModel`. An absent name is the id.
 * @throws DeeptuneError where an inference setting is not one of the model type's
 */
export function withFields<T extends Pick<Model, 'id' | 'modelTypeId'>>(
  model: T,
  fields: JsonObject,
): T & NewModel {
  const text = (name: string) => (fields[name] ?? '') as string;
  const object = (name: string) => (fields[name] ?? {}) as JsonObject;
  const output = { config: object('output_config'), params: object('output_params') };
  // Looked at here, so that a setting that does not exist is refused when it is set, not when a
  // training needs it.
  resolveInferenceParams(findModelType(model.modelTypeId), output.params);
  return {
    ...model,
    name: text('name') || model.id,
    description: text('description'),
    notes: text('notes'),
    metadata: object('metadata'),
    concepts: (fields['concepts'] ?? []) as unknown as readonly ConceptRef[],
    output,
    profile: Object.fromEntries(
      Object.entries(fields).filter(
        ([name, value]) => profileNames.includes(name) && !isEmpty(value),
      ),
    ),
  };
}

/** An image whose address was removed is no image. */
function isEmpty(value: Json): boolean {
  return JSON.stringify(value) === '{}';
}
