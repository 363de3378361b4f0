import { fail } from '../errors.ts';
import { withPatience } from './hyperparameters/best-epoch-fields.ts';
import type { ModelType, Template } from './model-type.ts';
import { didYouMean } from './nearest.ts';
import { clusterer, embeddingClassifier } from './types/template-less.ts';
import { textClassifier } from './types/text-classifier.ts';
import { textToText } from './types/text-to-text.ts';
import { visualAnomalyHeatmap } from './types/visual-anomaly-heatmap.ts';
import { visualClassifier } from './types/visual-classifier.ts';
import { visualDetector } from './types/visual-detector.ts';
import { visualEmbedder } from './types/visual-embedder.ts';
import { visualSegmenter } from './types/visual-segmenter.ts';

/** Every published model type, in the order in which clients have seen them. */
export const modelTypes: readonly ModelType[] = [
  visualClassifier,
  visualDetector,
  visualSegmenter,
  visualAnomalyHeatmap,
  visualEmbedder,
  clusterer,
  textClassifier,
  embeddingClassifier,
  textToText,
].map(withPatience);

/** Whether this release can train the type. */
export function isTrainable(modelType: ModelType): boolean {
  return modelType.recipe !== undefined;
}

/** What a type can be trained with: its templates, or the one of its own. */
export function templatesOf({ templates, ownTemplate }: ModelType): readonly Template[] {
  return ownTemplate ? [...templates, ownTemplate] : templates;
}

/** Ids of all templates' base models, each once, in alphabetical order. */
export function baseModelIds(): readonly string[] {
  const ids = modelTypes.flatMap(templatesOf).flatMap(({ baseModel }) => baseModel.id ?? []);
  return [...new Set(ids)].sort();
}

/** Raises `model-invalid-argument` for an unknown id. */
export function findModelType(id: string): ModelType {
  const found = modelTypes.find((modelType) => modelType.id === id);
  if (found !== undefined) return found;
  const ids = modelTypes.map((modelType) => modelType.id);
  throw fail(
    'modelInvalidArgument',
    `There is no model type ${shown(id)}.${didYouMean(id, ids)} Known: ${ids.join(', ')}`,
  );
}

/** Looks a template up by its id or an earlier name of it. Raises `template-unknown`. */
export function findTemplate(modelType: ModelType, id: string): Template {
  const found = templatesOf(modelType).find((template) => isNamed(template, id));
  if (found !== undefined) return found;
  throw fail('templateUnknown', unknownTemplate(modelType, id));
}

function isNamed(template: Template, id: string): boolean {
  return template.id === id || (template.aliases ?? []).includes(id);
}

function unknownTemplate(modelType: ModelType, id: string): string {
  if (modelType.templates.length === 0) {
    return `${modelType.id} has no templates, but ${shown(id)} was asked for`;
  }
  const choices = modelType.templates.filter((t) => t.internalOnly !== true).map((t) => t.id);
  const what = id === '' ? 'No template was given' : `There is no template ${shown(id)}`;
  return `${what} for ${modelType.id}.${didYouMean(id, choices)} Choose one of: ${choices.join(', ')}`;
}

/** What was received, cut where it is too long to read. */
function shown(value: string): string {
  return JSON.stringify(value.length > 80 ? `${value.slice(0, 80)}…` : value);
}
