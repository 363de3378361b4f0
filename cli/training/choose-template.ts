import type { Client } from '../../client/client.ts';
import type { Answers, ModelTypeField } from '../../core/api/wire/messages.ts';
import { usageFailure } from '../frame/failure.ts';
import { commandLine } from '../frame/output/words.ts';

/**
 * Per model type: the template that starts from a packaged pretrained model, which a CPU can
 * fine-tune, then the small one that starts from nothing. docs/benchmarks.md has the figures.
 */
const preferred: Readonly<
  Record<string, readonly [pretrained: string | undefined, small: string]>
> = {
  'visual-classifier': ['Deeptune_EfficientNet_Lite0', 'Deeptune_ResNet_Small'],
  'visual-detector': [undefined, 'Deeptune_Detr_Small'],
  'visual-segmenter': [undefined, 'Deeptune_SegFormer_Small'],
  'visual-anomaly-heatmap': ['Deeptune_EfficientNet_PatchCore', 'Deeptune_PatchCore_Small'],
  'visual-embedder': ['Deeptune_EfficientNet_Embedder', 'Deeptune_Embedder_Small'],
  'text-classifier': ['Deeptune_MiniLM', 'Deeptune_Bert_Small'],
  'text-to-text': [undefined, 'Deeptune_Gpt_Small'],
};

/** A template, and why it is this one. */
export interface TemplateChoice {
  readonly templateId: string;
  readonly why: string;
  /** What would be better, and the command for it. */
  readonly better?: { readonly words: string; readonly command: string };
}

/** The template of a type that needs nothing staged. @throws CommandFailure (2) for no such type */
export function smallTemplateOf(modelTypeId: string): string {
  const [, small] = preferred[modelTypeId] ?? [];
  if (small !== undefined) return small;
  throw usageFailure(
    `Type is '${modelTypeId}' but must be one of ${typesWithTemplates.join(', ')}, or --template is needed`,
    'deeptune types',
  );
}

type BaseModel = Answers['ListBaseModels']['base_models'][number];

/** Model types that can be trained, the common ones first. */
export const typesWithTemplates: readonly string[] = Object.keys(preferred);

/**
 * Chooses a template: the pretrained one where its base model is staged, else the small one.
 * @param given by the person: it is only looked up
 * @throws CommandFailure (2) where the type has no such template
 */
export async function chooseTemplate(
  client: Client,
  modelTypeId: string,
  given: string | undefined,
): Promise<TemplateChoice> {
  if (given !== undefined) return givenTemplate(client, modelTypeId, given);
  const [pretrained, small] = preferred[modelTypeId] ?? [];
  if (small === undefined)
    throw usageFailure(
      `Templates of ${modelTypeId} are to be chosen: --template <id>`,
      commandLine('templates', modelTypeId),
    );
  const { base_models: baseModels } = await client.call('ListBaseModels', {});
  const base = baseModels.find(({ templates }) => templates.includes(pretrained ?? ''));
  if (pretrained !== undefined && base?.isStaged)
    return { templateId: pretrained, why: `starts from the pretrained ${base.id}` };
  const why = 'a small network that starts from nothing';
  if (pretrained !== undefined && base)
    return {
      templateId: small,
      why: `${why}, since no pretrained model is staged`,
      better: betterBy(base, `${pretrained} starts from the pretrained ${base.id}`),
    };
  return { templateId: small, why, ...stagedOf(modelTypeId, baseModels) };
}

/** Of types without a packaged base model: the staged ones of its templates are named. */
function stagedOf(modelTypeId: string, baseModels: readonly BaseModel[]) {
  const staged = baseModels.filter(({ isStaged }) => isStaged).map(({ id }) => id);
  const words =
    staged.length > 0
      ? `templates that start from a pretrained model may do better (staged: ${staged.join(', ')})`
      : 'templates that start from a pretrained model do better, once it is staged';
  return { better: { words, command: commandLine('templates', modelTypeId) } };
}

function betterBy({ stageCommand }: BaseModel, words: string) {
  return {
    words: `${words} and usually does much better with few examples`,
    command: stageCommand.replace('npm run stage-model --', 'deeptune stage-model'),
  };
}

async function givenTemplate(
  client: Client,
  modelTypeId: string,
  given: string,
): Promise<TemplateChoice> {
  const at = { model_type_id: modelTypeId };
  const { model_type: type } = await client.call('GetModelType', at);
  const field = (type.model_type_fields ?? []).find(isOfTemplate);
  const ids = (field?.model_type_enum_options ?? []).map(({ id }) => id ?? '');
  if (ids.includes(given)) return { templateId: given, why: 'as you said' };
  throw usageFailure(
    `${modelTypeId} has no template '${given}'; it has: ${ids.join(', ')}`,
    commandLine('templates', modelTypeId),
  );
}

const isOfTemplate = ({ path }: Partial<ModelTypeField>) => path === 'train_info.params.template';
