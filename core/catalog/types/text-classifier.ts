import * as base from '../base-models/base-models.ts';
import { earlyStoppingPatience } from '../hyperparameters/best-epoch-fields.ts';
import { ours, range } from '../hyperparameters/fields.ts';
import * as huggingFace from '../hyperparameters/hugging-face-fields.ts';
import * as image from '../hyperparameters/image-fields.ts';
import { maxConcepts, minValue, selectConcepts } from '../hyperparameters/inference-fields.ts';
import type { PretrainedModel } from '../base-models/base-models.ts';
import type { ModelType, Template } from '../model-type.ts';
import { miniLmClassifier } from './packaged-templates.ts';

const { epochsPath } = huggingFace;
const problem = { problem_type: 'multi_label_classification' };

const loraOf = (baseModel: PretrainedModel, dtype: string): huggingFace.Lora => ({
  modelName: baseModel.id,
  dtype,
  task: 'SEQ_CLS',
  problem,
});

const gptNeo125m: Template = {
  id: 'HF_GPTNeo_125m_lora',
  description: 'GPT-Neo 125M with LoRA adapters: small and quick.',
  baseModel: base.gptNeo125m,
  epochsPath,
  hyperparameters: huggingFace.publishedLora(loraOf(base.gptNeo125m, 'torch.float32')),
};

const gptNeo2p7b: Template = {
  id: 'HF_GPTNeo_2p7b_lora',
  description: 'GPT-Neo 2.7B with LoRA adapters.',
  baseModel: base.gptNeo2p7b,
  epochsPath,
  hyperparameters: huggingFace.lora(loraOf(base.gptNeo2p7b, 'torch.float32')),
};

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
  description: 'Any sequence classifier of the Hugging Face hub, with settings of your own.',
  baseModel: base.bertBase,
  epochsPath,
  hyperparameters: [
    huggingFace.modelConfig(
      {
        ...problem,
        pretrained_model_name_or_path: 'bert-base-cased',
        torch_dtype: 'torch.float32',
      },
      'SEQ_CLS',
    ),
    huggingFace.tokenizerConfig(),
    huggingFace.advancedTrainer,
  ],
};

const small = 'chosen for a few hundred short texts on a CPU';

const deeptuneSmall: Template = {
  id: 'Deeptune_Bert_Small',
  description:
    "deeptune's own, not Clarifai's: a small BERT for few or short texts, quick on a CPU.",
  baseModel: base.bertSmall,
  epochsPath: 'num_epochs',
  hyperparameters: [
    ours(image.numEpochs(10), small),
    ours(earlyStoppingPatience(5), 'half of the epochs: measured on docstrings, it cost nothing'),
    ours(image.batchSize(16, 256), small),
    ours(image.perItemRate(3e-5), 'AdamW at 4.8e-4 for a batch of 16'),
    ours(image.weightDecay(0.01), "AdamW's usual value"),
    ours(range('max_length', 128, [8, 256, 1], 'Tokens of a text that are read.'), small),
    ours(image.mutuallyExclusive(true), 'most small datasets have one concept per text'),
    image.fixedSeed,
  ],
};

export const textClassifier: ModelType = {
  id: 'text-classifier',
  title: 'Text Classifier',
  description: 'Classifies texts into concepts.',
  inputField: 'text',
  inputFields: ['text'],
  outputFields: ['concepts'],
  evaluationType: 'Classification',
  hasConcepts: true,
  learnsFrom: 'concepts',
  recipe: 'text_classifier',
  inferenceParams: [maxConcepts, minValue, selectConcepts],
  templates: [
    gptNeo125m,
    gptNeo2p7b,
    fourBit('HF_Llama_2_13b_chat_GPTQ_lora', 'Llama 2 13B Chat', base.llama2Chat13b),
    fourBit('HF_Llama_2_7b_chat_GPTQ_lora', 'Llama 2 7B Chat', base.llama2Chat7b),
    fourBit('HF_Mistral_7b_instruct_GPTQ_lora', 'Mistral 7B Instruct', base.mistralInstruct7b),
    advancedConfig,
    miniLmClassifier,
    deeptuneSmall,
  ],
};
