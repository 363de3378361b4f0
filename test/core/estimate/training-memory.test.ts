import { findModelType, findTemplate, modelTypes } from '../../../core/catalog/catalog.ts';
import { resolveHyperparameters } from '../../../core/catalog/hyperparameters.ts';
import type { JsonObject } from '../../../core/catalog/model-type.ts';
import { shapes } from '../../../core/estimate/gpu-shapes.ts';
import {
  a10gBytes,
  fitsA10g,
  mib,
  predictMemory,
  totalBytes,
} from '../../../core/estimate/memory.ts';
import type { Workload } from '../../../core/estimate/memory.ts';
import { assertFits, workloadOf } from '../../../core/estimate/training-memory.ts';

const templates = modelTypes.flatMap((each) => each.templates);
const nothing: Workload = {
  ...{ trained: 0, frozen: 0, trainedBytes: 4, frozenBytes: 4, batch: 1, tokens: 0 },
  ...{ hidden: 0, layers: 0, logits: 0, recomputes: false },
};

function question(modelTypeId: string, templateId: string, params: JsonObject, longestText = 0) {
  const modelType = findModelType(modelTypeId);
  const template = findTemplate(modelType, templateId);
  const { hyperparameters } = resolveHyperparameters(modelType, template, params);
  return { modelTypeId, template, hyperparameters, longestText };
}

const fullTraining = (hubId: string, trainer: JsonObject = {}, dtype = 'torch.float32') => ({
  model_config: { pretrained_model_name_or_path: hubId, torch_dtype: dtype },
  trainer_config: { num_train_epochs: 1, ...trainer },
});

test.each<[string, Partial<Workload>, number]>([
  ['trained in float32 under autocast', { trained: 1e9 }, 18e9],
  ['trained in bf16', { trained: 1e9, trainedBytes: 2 }, 8e9],
  ['frozen in bf16 with adapters', { trained: 1e7, frozen: 1e9, frozenBytes: 2 }, 2.18e9],
  ['frozen in 4 bits', { frozen: 1e9, frozenBytes: 0.6 }, 0.6e9],
  ['activations', { batch: 4, tokens: 1000, hidden: 1000, layers: 10 }, 1.36e9],
  ['and logits', { batch: 4, tokens: 1000, hidden: 1000, layers: 10, logits: 5e4 }, 2.56e9],
  ['recomputed', { batch: 4, tokens: 1000, hidden: 1000, layers: 10, recomputes: true }, 0.216e9],
])('memory: %s', (_, work, bytes) => {
  expect(totalBytes(predictMemory({ ...nothing, ...work }))).toBeCloseTo(bytes, 0);
});

test('an A10G is filled to 92 %', () => {
  const full = Math.floor((0.92 * a10gBytes) / 18);

  expect(fitsA10g({ ...nothing, trained: full })).toBe(true);
  expect(fitsA10g({ ...nothing, trained: full + 1 })).toBe(false);
});

test('every base model has a shape, and every shape a template', () => {
  const ids = new Set(templates.flatMap((each) => each.baseModel.id ?? []));

  expect(new Set(Object.keys(shapes))).toEqual(ids);
});

test.each(
  modelTypes.flatMap(({ id, templates: own }) => own.map((each) => [id, each.id] as const)),
)('the defaults of %s %s fit, with texts of 4,000 characters', (modelTypeId, templateId) => {
  expect(() => assertFits(question(modelTypeId, templateId, {}, 4_000))).not.toThrow();
});

const mistral = 'mistralai/Mistral-7B-v0.1';
const llama8b = 'HF_Llama_3_1_8b_instruct_GPTQ_lora';

test.each<[string, string, JsonObject, number, RegExp]>([
  [
    '7 billion weights in full, in whatever batches',
    'HuggingFace_AdvancedConfig',
    fullTraining(mistral),
    0,
    /with mistralai\/Mistral-7B-v0\.1 needs about 124,3\d\d MiB \(weights 41,4\d\d, gradients 27,6\d\d, optimizer 55,2\d\d, activations 0\), but 21,186 of the A10G's 23,028 MiB are usable\. What would fit: a smaller base model$/,
  ],
  [
    '2.7 billion in full',
    'HuggingFace_AdvancedConfig',
    fullTraining('EleutherAI/gpt-neo-2.7B'),
    0,
    /What would fit: model_config\.torch_dtype "torch\.bfloat16"$/,
  ],
  [
    'a rank that makes the adapters as large as the model',
    llama8b,
    {
      peft_config: {
        r: 512,
        target_modules: ['q_proj', 'v_proj', 'o_proj', 'gate_proj', 'up_proj', 'down_proj'],
      },
    },
    0,
    /What would fit: peft_config\.r 256$/,
  ],
  [
    'long texts in large batches',
    llama8b,
    {
      tokenizer_config: { model_max_length: 4096 },
      trainer_config: { per_device_train_batch_size: 16, auto_find_batch_size: false },
    },
    40_000,
    /What would fit: trainer_config\.auto_find_batch_size true, or trainer_config\.per_device_train_batch_size 4, or tokenizer_config\.model_max_length 1024$/,
  ],
])('refused: %s', (_, templateId, params, longestText, message) => {
  const refuse = () => assertFits(question('text-to-text', templateId, params, longestText));

  expect(refuse).toThrow(expect.objectContaining({ code: 'training-does-not-fit' }));
  expect(refuse).toThrow(message);
});

test('the same batch of short texts is not refused, since only long ones fill the memory', () => {
  const params = {
    tokenizer_config: { model_max_length: 4096 },
    trainer_config: { per_device_train_batch_size: 16, auto_find_batch_size: false },
  };

  expect(() => assertFits(question('text-to-text', llama8b, params, 2_000))).not.toThrow();
});

test('a base model that nobody here knows is left to the trainer', () => {
  const freely = question('text-to-text', 'HuggingFace_AdvancedConfig', fullTraining('me/mine'));

  expect(workloadOf(freely)).toBeUndefined();
  expect(() => assertFits(freely)).not.toThrow();
});

test('a MiB has 2 ** 20 bytes', () => expect(a10gBytes / mib).toBe(23_028));
