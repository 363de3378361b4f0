import type { Client } from '../../client/client.ts';
import type { Json } from '../../core/json.ts';
import type { BaseModel, ModelType, ModelTypeField } from '../../core/api/wire/messages.ts';
import { notFoundFailure } from '../frame/failure.ts';
import { commandLine } from '../frame/output/words.ts';

/** A preset of a model type, and whether a training can start from it. */
export interface TemplateFacts {
  readonly id: string;
  readonly typeId: string;
  readonly description: string;
  /** Undefined: it starts from random weights. */
  readonly baseModel: BaseModel | undefined;
  readonly isRecommended: boolean;
  /** What it may run on, the default first, with the price of an hour. */
  readonly runsOn: string;
  readonly fields: readonly TemplateField[];
}

/** A setting of a training. */
export interface TemplateField {
  readonly name: string;
  readonly defaultValue: Json;
  /** `1 to 200`, `a or b`, or empty: any. */
  readonly allowed: string;
  readonly description: string;
  /** True: an expert's, kept out of the list. */
  readonly isInternal: boolean;
}

/** What can be trained is the same in every app, and may be asked before there is one. */
export const anyApp = { app_id: 'any' } as const;

/** What a training of a type may run on, and what an hour costs: `local.cpu ($4.00 an hour)`. */
export function instanceWords({ model_type_fields: fields }: ModelType): string {
  const field = fields.find(({ placeholder }) => placeholder === 'instance_type');
  return (field?.model_type_enum_options ?? [])
    .map(({ id, description }) => (description ? `${id} (${description})` : id))
    .join(', ');
}

/** The templates of every type that can be trained. @throws ApiError */
export async function listTemplates(client: Client): Promise<TemplateFacts[]> {
  const asked = { ...anyApp, per_page: 1000 };
  const { model_types: types } = await client.call('ListModelTypes', asked);
  const { base_models: models } = await client.call('ListBaseModels', anyApp);
  return types.filter(({ trainable }) => trainable).flatMap((type) => templatesOf(type, models));
}

/** The template by its id. @throws CommandFailure (3) that names those of a similar name */
export function templateNamed(
  templates: readonly TemplateFacts[],
  id: string,
): readonly TemplateFacts[] {
  const found = templates.filter((template) => template.id === id);
  if (found.length > 0) return found;
  const like = templates
    .map((template) => template.id)
    .filter((name) => name.toLowerCase().includes(id.toLowerCase()) && id.length > 2);
  const near = like.length > 0 ? `; similar: ${[...new Set(like)].slice(0, 5).join(', ')}` : '';
  throw notFoundFailure(
    `There is no template or model type '${id}'${near}`,
    commandLine('templates'),
  );
}

/** The command that stages a base model. */
export function stageCommandOf({ stageCommand }: BaseModel): string {
  return stageCommand.replace('npm run stage-model --', 'deeptune stage-model');
}

function templatesOf(type: ModelType, models: readonly BaseModel[]): TemplateFacts[] {
  const field = type.model_type_fields.find(({ placeholder }) => placeholder === 'template');
  return (field?.model_type_enum_options ?? []).flatMap((option) => {
    if (option.internal_only === true) return [];
    return {
      id: option.id,
      typeId: type.id,
      description: option.description ?? '',
      baseModel: models.find(
        ({ id, templates }) =>
          templates.includes(option.id) && option.description?.includes(`Base model: ${id}.`),
      ),
      isRecommended: option.recommended === true,
      runsOn: instanceWords(type),
      fields: (option.model_type_fields ?? []).map(fieldOf),
    };
  });
}

function fieldOf(field: ModelTypeField): TemplateField {
  return {
    name: field.placeholder,
    defaultValue: field.default_value ?? null,
    allowed: allowedOf(field),
    description: field.description,
    isInternal: field.internal_only === true,
  };
}

function allowedOf({ model_type_range_info: range, ...field }: ModelTypeField): string {
  const options = field.model_type_enum_options;
  if (options?.length) return options.map(({ id }) => id).join(', ');
  if (!range) return '';
  // proto3 leaves a zero out.
  const step = range.step && range.step !== 1 ? ` in steps of ${range.step}` : '';
  return `${range.min ?? 0} to ${range.max ?? 0}${step}`;
}
