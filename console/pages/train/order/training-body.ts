import type { Concept, ModelTypeField } from '../../../../core/api/wire/messages.ts';
import type { Json } from '../../../../core/json.ts';
import type { Requests } from '../../../../core/api/wire/requests.ts';
import { nameOf, valueOfText } from './fields.ts';
import { namedVersion } from './order.ts';
import type { TrainingChoices } from './order.ts';

export type TrainingBody = NonNullable<Requests['PostModelVersions']['model_versions']>[number];

/** What the choices mean, with what the page proposes where nothing was chosen. */
export interface Resolved {
  readonly choices: TrainingChoices;
  /** Of a child without a template of its own: undefined. */
  readonly templateId: string | undefined;
  readonly fields: readonly ModelTypeField[];
  /** Those that the dataset version has. */
  readonly concepts: readonly Pick<Concept, 'id' | 'name'>[];
}

/** One training as `PostModelVersions` and the estimates take it. */
export function trainingBody({ choices, templateId, fields, concepts }: Resolved): TrainingBody {
  const { datasetId, conceptIds, from, settings } = choices;
  const datasetVersionId = namedVersion(choices);
  const set = fields
    .filter((field) => settings[nameOf(field)] !== undefined)
    .map((field) => [nameOf(field), valueOfText(field, settings[nameOf(field)]!)] as const);
  const params: Record<string, Json> = {
    ...(templateId === undefined ? {} : { template: templateId }),
    ...Object.fromEntries(set),
    ...(datasetId === '' ? {} : { dataset_id: datasetId }),
    ...(datasetVersionId === '' ? {} : { dataset_version_id: datasetVersionId }),
  };
  const chosen = conceptIds && concepts.filter(({ id }) => conceptIds.includes(id));
  return {
    train_info: {
      params,
      ...(from
        ? { resume_from_model: { id: from.modelId, model_version: { id: from.versionId } } }
        : {}),
    },
    ...(chosen
      ? { output_info: { data: { concepts: chosen.map(({ id, name }) => ({ id, name })) } } }
      : {}),
  };
}
