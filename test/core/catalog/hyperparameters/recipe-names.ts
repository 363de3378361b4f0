import { modelTypes, templatesOf } from '../../../../core/catalog/catalog.ts';
import {
  customConfigSettings,
  recipeHyperparameters,
} from '../../../../core/catalog/hyperparameters/custom-config.ts';
import { isObject } from '../../../../core/catalog/hyperparameters/hyperparameter-value.ts';
import type { Hyperparameter, Template } from '../../../../core/catalog/model-type.ts';
import type { Json, JsonObject } from '../../../../core/json.ts';

/**
 * Prints, for the trainer's own tests, what the catalog sends to the recipes: of each template its
 * base model, its defaults as they reach the recipe, and of each hyperparameter the names under
 * which it does. A name inside of a JSON-typed one stands behind a dot.
 */
const trainable = modelTypes.filter((modelType) => modelType.recipe !== undefined);
const rows = trainable.flatMap((modelType) =>
  templatesOf(modelType).map((template) => ({
    modelType: modelType.id,
    recipe: modelType.recipe,
    template: template.id,
    baseModel: template.baseModel,
    defaults: recipeHyperparameters(template, defaultsOf(template.hyperparameters)),
    hyperparameters: template.hyperparameters.flatMap((field) => namesOf(template, field)),
  })),
);
process.stdout.write(JSON.stringify(rows));

function defaultsOf(fields: readonly Hyperparameter[]): JsonObject {
  return Object.fromEntries(fields.map((field) => [field.name, field.defaultValue]));
}

/** Every name that one hyperparameter can give the recipe, with what the catalog says of it. */
function namesOf(template: Template, field: Hyperparameter) {
  const fields = field.settings ?? [];
  const idle = fields.filter(({ hasNoEffect }) => hasNoEffect).map(({ name }) => name);
  const { id, description, baseModel } = template;
  const alone = { id, description, baseModel, hyperparameters: [field] };
  const reached = recipeHyperparameters(alone, { [field.name]: fullestValue(field) });
  return dotted(reached).map((name) => ({
    name,
    description: field.description,
    hasNoEffect: field.hasNoEffect === true || idle.includes(name.split('.')[1] ?? ''),
  }));
}

/** A value with every setting that the hyperparameter may have. */
function fullestValue(field: Hyperparameter): Json {
  if (field.type === 'PYTHON_CODE') return JSON.stringify(defaultsOf(customConfigSettings));
  return field.settings === undefined ? field.defaultValue : defaultsOf(field.settings);
}

function dotted(values: JsonObject): string[] {
  return Object.entries(values).flatMap(([name, value]) =>
    isObject(value) && Object.keys(value).length > 0
      ? Object.keys(value).map((inner) => `${name}.${inner}`)
      : [name],
  );
}
