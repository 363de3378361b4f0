import * as base from '../base-models/base-models.ts';
import { earlyStoppingPatience } from '../hyperparameters/best-epoch-fields.ts';
import { ours, range } from '../hyperparameters/fields.ts';
import * as image from '../hyperparameters/image-fields.ts';
import * as huggingFace from '../hyperparameters/hugging-face-fields.ts';
import type { PretrainedModel } from '../base-models/base-models.ts';
import type { ModelType, Template } from '../model-type.ts';

const { epochsPath } = huggingFace;

const loraOf = (baseModel: PretrainedModel, dtype: string): huggingFace.Lora => ({
  modelName: baseModel.id,
  dtype,
  task: 'CAUSAL_LM',
});

const plain = (id: string, name: string, baseModel: PretrainedModel, dtype: string): Template => ({
  id,
  description: `${name} with LoRA adapters.`,
  baseModel,
  epochsPath,
  hyperparameters: huggingFace.lora(loraOf(baseModel, dtype)),
});

const fourBit = (id: string, name: string, baseModel: PretrainedModel): Template => ({
  id,
  description: `${name} in 4 bits with LoRA adapters.`,
  baseModel: base.instead4Bit(baseModel),
  epochsPath,
  hyperparameters: huggingFace.lora4Bit(loraOf(baseModel, 'torch.float16')),
});

const advancedConfig: Template = {
  id: 'HuggingFace_AdvancedConfig',
  aliases: ['HuggingFace'],
  description: 'Any causal language model of the Hugging Face hub, with settings of your own.',
  baseModel: base.opt125m,
  epochsPath,
  hyperparameters: [
    huggingFace.modelConfig(
      {
        pretrained_model_name_or_path: 'facebook/opt-125m',
        torch_dtype: 'torch.float32',
      },
      'CAUSAL_LM',
    ),
    huggingFace.tokenizerConfig({ model_max_length: 512 }),
    huggingFace.advancedTrainer,
  ],
};

const small = 'chosen for a few thousand short pairs on a CPU';

const deeptuneSmall: Template = {
  id: 'Deeptune_Gpt_Small',
  description:
    "deeptune's own, not Clarifai's: a small causal language model for short pairs, quick on a CPU.",
  baseModel: base.gptSmall,
  epochsPath: 'num_epochs',
  hyperparameters: [
    ours(image.numEpochs(5), small),
    ours(
      earlyStoppingPatience(5),
      'measured on pairs in 15 epochs; of use where there are more than the default',
    ),
    ours(image.batchSize(16, 256), small),
    ours(image.perItemRate(1.25e-4), 'AdamW at 2e-3 for a batch of 16'),
    ours(image.weightDecay(0.01), "AdamW's usual value"),
    ours(range('max_new_tokens', 24, [1, 256, 1], 'Tokens of a completion, at most.'), small),
    image.fixedSeed,
  ],
};

export const textToText: ModelType = {
  id: 'text-to-text',
  title: 'Text Generator',
  description: 'Writes a text that answers a text.',
  inputField: 'text',
  inputFields: ['text'],
  outputFields: ['text'],
  evaluationType: 'Generation',
  hasConcepts: false,
  recipe: 'text_to_text',
  inferenceParams: [],
  templates: [
    plain('HF_GPTNeo_125m_lora', 'GPT-Neo 125M', base.gptNeo125m, 'torch.float32'),
    plain('HF_GPTNeo_2p7b_lora', 'GPT-Neo 2.7B', base.gptNeo2p7b, 'torch.float32'),
    fourBit('HF_Llama_2_13b_chat_GPTQ_lora', 'Llama 2 13B Chat', base.llama2Chat13b),
    fourBit('HF_Llama_2_7b_chat_GPTQ_lora', 'Llama 2 7B Chat', base.llama2Chat7b),
    {
      ...fourBit('HF_Llama_3_1_8b_instruct_GPTQ_lora', 'Llama 3.1 8B', base.llama31Instruct8b),
      recommended: true,
    },
    fourBit('HF_Mistral_7b_instruct_GPTQ_lora', 'Mistral 7B Instruct', base.mistralInstruct7b),
    plain('HF_Mistral_7b_lora', 'Mistral 7B', base.mistral7b, 'torch.float16'),
    advancedConfig,
    deeptuneSmall,
  ],
};
