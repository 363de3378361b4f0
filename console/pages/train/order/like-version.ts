import type { ModelTypeField, ModelVersion } from '../../../../core/api/wire/messages.ts';
import { nameOf, textOfValue } from './fields.ts';
import { asItIs } from './order.ts';
import type { TrainingChoices } from './order.ts';

/**
 * The choices that an earlier training was started with: what differs from the template's defaults
 * is kept as a setting.
 * @param fields of the version's template, and of every training
 */
export function choicesLike(
  modelId: string,
  version: ModelVersion,
  fields: readonly ModelTypeField[],
): TrainingChoices {
  const { params = {}, dataset, resume_from_model: parent } = version.train_info ?? {};
  const parentId = parent?.model_version?.id;
  return {
    isNew: false,
    modelId,
    typeId: '',
    datasetId: dataset?.id ?? '',
    datasetVersionId: dataset?.version?.id ?? asItIs,
    conceptIds: undefined,
    from: parentId ? { modelId: parent?.id || modelId, versionId: parentId } : undefined,
    templateId: textOfValue(params['template']),
    settings: Object.fromEntries(
      fields
        .map((field) => [field, textOfValue(params[nameOf(field)])] as const)
        .filter(
          ([field, text]) =>
            params[nameOf(field)] !== undefined && text !== textOfValue(field.default_value),
        )
        .map(([field, text]) => [nameOf(field), text]),
    ),
  };
}
