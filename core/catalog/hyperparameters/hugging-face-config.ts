import { fail } from '../../errors.ts';
import { isObject } from './hyperparameter-value.ts';
import type { Template } from '../model-type.ts';
import type { Json, JsonObject } from '../../json.ts';

/** The recipe looks at the first one first. */
const nameKeys = ['pretrained_model_name', 'pretrained_model_name_or_path'];
/** `owner/name` or `name`; nothing that could be a path or a URL. */
const hubId = /^(?!.*\.\.)[A-Za-z0-9][\w.-]{0,95}(\/[A-Za-z0-9][\w.-]{0,95})?$/;
const chosenFreely = 'HuggingFace_AdvancedConfig';

/**
 * The base model that a training starts from: the template's, or the one chosen in an
 * AdvancedConfig; undefined: random weights.
 */
export function baseModelIdOf(template: Template, values: JsonObject): string | undefined {
  const known = nameIn(defaultConfig(template));
  const chosen = nameIn(values['model_config'], known);
  return chosen === undefined || chosen === known ? template.baseModel.id : chosen;
}

/**
 * A template's base model is fixed, AdvancedConfig's must be a hub id. Raises
 * `hyperparameter-invalid`.
 */
export function assertModelName(template: Template, values: JsonObject): void {
  const known = nameIn(defaultConfig(template));
  const chosen = nameIn(values['model_config'], known);
  if (chosen === known) return;
  if (template.id !== chosenFreely) {
    throw fail(
      'hyperparameterInvalid',
      `${template.id} starts from ${known}, not from ${JSON.stringify(chosen)}; another base model is chosen with ${chosenFreely}`,
    );
  }
  if (chosen === undefined || !hubId.test(chosen)) {
    throw fail(
      'hyperparameterInvalid',
      `model_config.${nameKeys[1]} must be a Hugging Face hub id such as ${known}, but ${JSON.stringify(chosen)} was given`,
    );
  }
}

function defaultConfig(template: Template): Json | undefined {
  return template.hyperparameters.find((field) => field.name === 'model_config')?.defaultValue;
}

/**
 * A name may come under either of two published keys: the one that differs from the template's is
 * the wish.
 */
function nameIn(config: Json | undefined, known?: string): string | undefined {
  if (!isObject(config)) return undefined;
  const given = nameKeys.filter((key) => Object.hasOwn(config, key)).map((key) => config[key]);
  return (given.find((name) => name !== known) as string | undefined) ?? known;
}
