import { bestEpochSettings } from './best-epoch-fields.ts';
import { boolean, choice, json, number, ours, text, unbounded, withoutEffect } from './fields.ts';
import type { Hyperparameter } from '../model-type.ts';
import type { JsonObject } from '../../json.ts';

/**
 * The JSON-typed hyperparameters that the Hugging Face templates share, with the settings that the
 * recipes know. Others are refused, so that a typing slip costs a second and not a training;
 * `trust_remote_code` is none of them.
 */

type Task = 'SEQ_CLS' | 'CAUSAL_LM';

const modelSettings = (task: Task): Hyperparameter[] => [
  text('pretrained_model_name', '', ''),
  text('pretrained_model_name_or_path', '', ''),
  choice('torch_dtype', ['torch.float32', 'torch.bfloat16', 'torch.float16'], ''),
  ...(task === 'SEQ_CLS' ? [problemType] : []),
];

const problemType = choice(
  'problem_type',
  ['multi_label_classification', 'single_label_classification'],
  '',
);

export const modelConfig = (value: JsonObject, task: Task): Hyperparameter =>
  json('model_config', value, descriptions[task], modelSettings(task));

const descriptions = {
  SEQ_CLS: 'Base model, its number type and the problem type.',
  CAUSAL_LM: 'Base model and its number type.',
} as const;

const onlyChoice = 'there is no other choice';

const peftSettings = (task: Task): Hyperparameter[] => [
  number('r', 16, [1, 512, 1], ''),
  number('lora_alpha', 16, [1, 4096, 1], ''),
  number('lora_dropout', 0.1, [0, 1], ''),
  choice('bias', ['none', 'all', 'lora_only'], ''),
  { name: 'target_modules', type: 'ARRAY_OF_STRINGS', defaultValue: [], description: '' },
  boolean('use_rslora', false, ''),
  withoutEffect(choice('peft_type', ['LORA'], ''), onlyChoice),
  withoutEffect(choice('task_type', [task], ''), onlyChoice),
  withoutEffect(boolean('inference_mode', false, ''), 'adapters are always trained'),
];

export const peftConfig = (task: Task): Hyperparameter =>
  json(
    'peft_config',
    {
      r: 16,
      peft_type: 'LORA',
      task_type: task,
      lora_dropout: 0.1,
      inference_mode: false,
      lora_alpha: 16,
    },
    'LoRA adapters: rank, scale, dropout.',
    peftSettings(task),
  );

export const quantizationConfig = json(
  'quantization_config',
  { bits: 4, use_exllama: false },
  'Bits of the frozen weights. Weights are quantized when they are loaded; GPTQ is not used.',
  [
    number('bits', 4, [4, 8, 4], ''),
    withoutEffect(boolean('use_exllama', false, ''), 'GPTQ is not used'),
  ],
);

export const tokenizerConfig = (value: JsonObject = {}): Hyperparameter =>
  json('tokenizer_config', value, 'Tokenizer settings such as model_max_length.', [
    number('model_max_length', 512, [4, 32_768, 1], ''),
  ]);

const trainerSettings = [
  number('num_train_epochs', 1, [1, 600, 1], ''),
  number('per_device_train_batch_size', 8, [1, 1024, 1], ''),
  boolean('auto_find_batch_size', true, ''),
  number('learning_rate', 5e-5, [0, unbounded], ''),
  number('weight_decay', 0, [0, 1], ''),
  number('warmup_steps', 0, [0, unbounded, 1], ''),
  choice('lr_scheduler_type', ['linear', 'cosine', 'constant'], ''),
  number('max_grad_norm', 1, [0, unbounded], ''),
  boolean('fp16', false, ''),
  boolean('bf16', false, ''),
  ...bestEpochSettings,
  withoutEffect(text('output_dir', '', ''), 'the container decides where files go'),
];

export const trainerConfig = (value: JsonObject): Hyperparameter =>
  json(
    'trainer_config',
    value,
    'Trainer settings such as num_train_epochs, learning_rate.',
    trainerSettings,
  );

export const advancedTrainer = trainerConfig({
  num_train_epochs: 1,
  auto_find_batch_size: true,
  output_dir: 'checkpoint',
});

const trainer125m = trainerConfig({ auto_find_batch_size: true, num_train_epochs: 1 });
const trainer4Bit = trainerConfig({
  auto_find_batch_size: true,
  fp16: true,
  learning_rate: 0.0002,
  num_train_epochs: 1,
});

/** `problem` is absent for text generation. */
export interface Lora {
  readonly modelName: string;
  readonly dtype: string;
  readonly task: Task;
  readonly problem?: JsonObject;
}

const loraModel = ({ modelName, dtype, task, problem }: Lora): Hyperparameter =>
  modelConfig({ pretrained_model_name: modelName, torch_dtype: dtype, ...problem }, task);

/** The one LoRA template whose values are all published: HF_GPTNeo_125m_lora. */
export const publishedLora = (lora: Lora): readonly Hyperparameter[] => [
  loraModel(lora),
  peftConfig(lora.task),
  tokenizerConfig(),
  trainer125m,
];

const likeGptNeo = 'as in HF_GPTNeo_125m_lora';

export const lora = (values: Lora): readonly Hyperparameter[] =>
  publishedLora(values).map((field) => ours(field, likeGptNeo));

/** The GPTQ templates: as `lora`, quantized. */
export const lora4Bit = (values: Lora): readonly Hyperparameter[] => [
  ours(loraModel(values), likeGptNeo),
  ours(quantizationConfig, 'the published example'),
  ours(peftConfig(values.task), likeGptNeo),
  ours(tokenizerConfig(), likeGptNeo),
  ours(trainer4Bit, 'the published example'),
];

export const epochsPath = 'trainer_config.num_train_epochs';
