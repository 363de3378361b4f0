import { isTrainable } from '../../../catalog/catalog.ts';
import { formatDollars } from '../../../money.ts';
import {
  datasetId,
  datasetVersionId,
  instanceType,
  invalidDataTolerance,
} from '../../../catalog/hyperparameters/hyperparameters.ts';
import type {
  EvaluationType,
  Hyperparameter,
  ModelType,
  Template,
} from '../../../catalog/model-type.ts';
import type {
  ModelType as ModelTypeMessage,
  ModelTypeEnumOption,
  ModelTypeField,
} from '../../wire/messages.ts';

/**
 * A model type as `ListModelTypes` shows it. Clients ask for more than the interface file does:
 * every path has a dot, every placeholder is filled, every template has a field, `internal_only` is
 * there only where it is true, and of the `output_info` fields the last one is the one that the SDK
 * offers, so that they stand last, in the catalog's order.
 */
export function modelTypeToWire(modelType: ModelType, host: HostFacts): ModelTypeMessage {
  return {
    id: modelType.id,
    title: modelType.title,
    description: modelType.description,
    input_fields: modelType.inputFields,
    output_fields: modelType.outputFields,
    trainable: isTrainable(modelType),
    creatable: true,
    evaluation_type: evaluationTypeToWire(modelType.evaluationType),
    model_type_fields: fieldsOf(modelType, host),
  };
}

/** What the host that answers says of every type. */
export interface HostFacts {
  /** What a training may name as `instance_type`, the default first. */
  readonly instanceTypes: readonly string[];
  /** What an hour on one of them is charged, micro-dollars; absent: it is not said. */
  microsPerHourOf?(instanceType: string): number;
  /** What a person should know of a template here; undefined: nothing. */
  noteOf(modelType: ModelType, template: Template): string | undefined;
}

/**
 * By name, but for the newest one: clients that are older than it take its number and refuse its
 * name.
 */
function evaluationTypeToWire(type: EvaluationType): ModelTypeMessage['evaluation_type'] {
  return type === 'Generation' ? 6 : type;
}

function fieldsOf(modelType: ModelType, host: HostFacts): ModelTypeField[] {
  const train = [datasetId, datasetVersionId, ...trainFields(modelType)];
  return [
    ...(modelType.templates.length > 0 ? [templateField(modelType, host)] : []),
    ...train.map((field) => fieldToWire('train_info.params', field)),
    ...(modelType.templates.length > 0 ? [instanceTypeField(host), resumeField] : []),
    ...(modelType.hasConcepts ? [conceptsField] : []),
    ...modelType.inferenceParams.map((field) => fieldToWire('output_info.params', field)),
  ];
}

function trainFields(modelType: ModelType): readonly Hyperparameter[] {
  if (modelType.templates.length === 0) return modelType.trainParams ?? [];
  return [invalidDataTolerance];
}

/** As a choice, so that a client offers what is allowed here, with its price. */
function instanceTypeField({ instanceTypes, microsPerHourOf }: HostFacts): ModelTypeField {
  const defaultValue = instanceTypes[0] ?? '';
  return {
    ...fieldToWire('train_info.params', { ...instanceType, type: 'ENUM', defaultValue }),
    model_type_enum_options: instanceTypes.map((id) => ({
      id,
      ...(microsPerHourOf ? { description: `${formatDollars(microsPerHourOf(id))} an hour` } : {}),
    })),
  };
}

function templateField(modelType: ModelType, host: HostFacts): ModelTypeField {
  return {
    path: 'train_info.params.template',
    field_type: 'RECURSIVE_ENUM',
    description: 'Preset of the base model, the recipe and the hyperparameters.',
    placeholder: 'template',
    required: true,
    model_type_enum_options: modelType.templates.map((template) =>
      templateToWire(template, host.noteOf(modelType, template)),
    ),
  };
}

function templateToWire(template: Template, note: string | undefined): ModelTypeEnumOption {
  return {
    id: template.id,
    description: describe(template, note),
    model_type_fields: template.hyperparameters.map((field) =>
      fieldToWire('train_info.params', field),
    ),
    ...(template.internalOnly === true ? { internal_only: true } : {}),
    ...(template.recommended === true ? { recommended: true } : {}),
  };
}

function describe(
  { description, baseModel, optimizer }: Template,
  note: string | undefined,
): string {
  const start = baseModel.id
    ? `Base model: ${baseModel.id}.`
    : 'Starts from nothing: random weights, no base model.';
  const parts = [description, start, baseModel.substitution];
  const meant = optimizer && `Its rates are for ${optimizerNames[optimizer]}, which trains it.`;
  const end = note === undefined ? undefined : `${note}.`;
  return [...parts, meant, end].filter((part) => part !== undefined).join(' ');
}

const optimizerNames = { sgd: 'SGD with momentum', lamb: 'LAMB' } as const;

const resumeField: ModelTypeField = {
  path: 'train_info.resume_from_model',
  field_type: 'CHECKPOINT_MODEL',
  description: 'Incremental training: a trained version of a model of the same type to start from.',
  placeholder: 'resume_from_model',
};

const conceptsField: ModelTypeField = {
  path: 'output_info.data.concepts',
  field_type: 'ARRAY_OF_CONCEPTS',
  description: 'Concepts that the model learns to predict.',
  placeholder: 'concepts',
  required: true,
};

function fieldToWire(parent: string, field: Hyperparameter): ModelTypeField {
  return {
    path: `${parent}.${field.name}`,
    field_type: field.type,
    default_value: field.defaultValue,
    description: field.description,
    placeholder: field.name,
    ...(field.internalOnly === true ? { internal_only: true } : {}),
    ...(field.type === 'RANGE' && field.range !== undefined ? rangeInfo(field.range) : {}),
    ...(field.options !== undefined ? enumOptions(field.options) : {}),
  };
}

function rangeInfo(
  range: NonNullable<Hyperparameter['range']>,
): Pick<ModelTypeField, 'model_type_range_info'> {
  return { model_type_range_info: { ...range } };
}

function enumOptions(options: readonly string[]): Pick<ModelTypeField, 'model_type_enum_options'> {
  return { model_type_enum_options: options.map((id) => ({ id })) };
}
