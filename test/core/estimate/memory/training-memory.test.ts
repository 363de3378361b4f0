import { findModelType, findTemplate, modelTypes } from '../../../../core/catalog/catalog.ts';
import { resolveHyperparameters } from '../../../../core/catalog/hyperparameters/hyperparameters.ts';
import type { JsonObject } from '../../../../core/json.ts';
import { shapes } from '../../../../core/estimate/priors/gpu-shapes.ts';
import { findInstanceType } from '../../../../core/catalog/instance-types.ts';
import type { InstanceType } from '../../../../core/catalog/instance-types.ts';
import { fitsGpu, predictMemory, totalBytes } from '../../../../core/estimate/memory/gpu-memory.ts';
import type { Workload } from '../../../../core/estimate/memory/gpu-memory.ts';
import { assertFits, workloadOf } from '../../../../core/estimate/memory/training-memory.ts';

const templates = modelTypes.flatMap((each) => each.templates);
const nothing: Workload = {
  ...{ trained: 0, frozen: 0, trainedBytes: 4, frozenBytes: 4, batch: 1, tokens: 0 },
  ...{ hidden: 0, layers: 0, logits: 0, recomputes: false },
};

const xlarge = findInstanceType('ml.g5.xlarge') as InstanceType;
const instance = (name: string) => ({
  capacity: findInstanceType(name) as InstanceType,
  allowed: [name],
});

/** On an ml.g5.2xlarge, whose memory no host needs more of than a GPU can hold. */
function question(modelTypeId: string, templateId: string, params: JsonObject, maxTextLength = 0) {
  const modelType = findModelType(modelTypeId);
  const template = findTemplate(modelType, templateId);
  const { hyperparameters } = resolveHyperparameters(modelType, template, params);
  return {
    modelTypeId,
    template,
    hyperparameters,
    maxTextLength,
    ...instance('ml.g5.2xlarge'),
  };
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
  const full = Math.floor((0.92 * 23_028 * 2 ** 20) / 18);

  expect(fitsGpu({ ...nothing, trained: full }, xlarge)).toBe(true);
  expect(fitsGpu({ ...nothing, trained: full + 1 }, xlarge)).toBe(false);
});

test('every base model has a shape, and every shape a template', () => {
  const ids = new Set(templates.flatMap((each) => each.baseModel.id ?? []));

  expect(new Set(Object.keys(shapes))).toEqual(ids);
});

const everything = modelTypes.flatMap(({ id, templates: own }) =>
  own.map((each) => [id, each.id] as const),
);
/** Their merged weights, 24 GiB, are more than an A10G has. */
const large = everything.filter(([, id]) => id.includes('_13b_'));
/**
 * 12 to 15 GiB of weights: more than the 16 GiB host of an ml.g5.xlarge can load beside everything
 * else.
 */
const medium = everything.filter(([, id]) => /_(7|8)b_/.test(id));

test.each(everything)(
  'the defaults of %s %s fit where the documents say, with texts of 4,000 characters',
  (modelTypeId, templateId) => {
    const asked = question(modelTypeId, templateId, {}, 4_000);
    const isLarge = large.some(([, id]) => id === templateId);
    const isMedium = medium.some(([, id]) => id === templateId);
    const fitsOn = (name: string) => {
      try {
        assertFits({ ...asked, ...instance(name) });
        return true;
      } catch {
        return false;
      }
    };

    expect(['ml.g5.xlarge', 'ml.g5.2xlarge', 'ml.g6e.xlarge'].map(fitsOn)).toEqual([
      !isLarge && !isMedium,
      !isLarge,
      true,
    ]);
  },
);

test('there are templates of all three sizes', () => {
  expect([large.length, medium.length].every((count) => count > 1)).toBe(true);
});

const mistral = 'mistralai/Mistral-7B-v0.1';
const llama8b = 'HF_Llama_3_1_8b_instruct_GPTQ_lora';

test.each<[string, string, JsonObject, number, RegExp]>([
  [
    '7 billion weights in full, in whatever batches',
    'HuggingFace_AdvancedConfig',
    fullTraining(mistral),
    0,
    /with mistralai\/Mistral-7B-v0\.1 needs about 124,3\d\d MiB \(weights 41,4\d\d, gradients 27,6\d\d, optimizer 55,2\d\d, activations 0\), but 21,186 of the A10G's 23,028 MiB are usable; and 57\.0 GiB of host memory to load, merge and write the weights \(28\.8 of the 32 of ml\.g5\.2xlarge are usable\); and 431\.6 GiB of disk \(377\.1 of the 419 of ml\.g5\.2xlarge are usable\)\. What would fit: a smaller base model$/,
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
    /What would fit: peft_config\.r 256, or instance_type "ml\.g6e\.xlarge" or a larger one \(whoever runs the account allows it first\)$/,
  ],
  [
    'long texts in large batches',
    llama8b,
    {
      tokenizer_config: { model_max_length: 4096 },
      trainer_config: { per_device_train_batch_size: 16, auto_find_batch_size: false },
    },
    40_000,
    /What would fit: trainer_config\.auto_find_batch_size true, or trainer_config\.per_device_train_batch_size 4, or tokenizer_config\.model_max_length 1024, or instance_type "ml\.g6e\.xlarge" /,
  ],
])('refused: %s', (_, templateId, params, maxTextLength, message) => {
  const refuse = () => assertFits(question('text-to-text', templateId, params, maxTextLength));

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

describe('the instance beside its GPU', () => {
  const llama7b = question('text-to-text', 'HF_Llama_2_7b_chat_GPTQ_lora', {});
  const refusal = (changes: Partial<Parameters<typeof assertFits>[0]>) => () =>
    assertFits({ ...llama7b, ...changes });

  test('host memory: 7 billion weights are refused on 16 GiB, with the instance type to take', () => {
    const allowed = ['ml.g5.xlarge', 'ml.g5.4xlarge'];

    expect(refusal({ ...instance('ml.g5.xlarge'), allowed })).toThrow(
      expect.objectContaining({
        code: 'training-does-not-fit',
        message:
          'HF_Llama_2_7b_chat_GPTQ_lora with meta-llama/Llama-2-7b-chat-hf needs 15.6 GiB of host memory to load, merge and write the weights ' +
          '(14.4 of the 16 of ml.g5.xlarge are usable). What would fit: instance_type "ml.g5.4xlarge" or a larger one',
      }),
    );
    expect(refusal(instance('ml.g5.xlarge'))).toThrow(
      'instance_type "ml.g5.2xlarge" or a larger one (whoever runs the account allows it first)',
    );
    expect(refusal(instance('ml.g6.xlarge'))).toThrow('instance_type "ml.g6.2xlarge"');
  });

  test('the merged weights: 13 billion are refused on an A10G, whatever the host', () => {
    const llama13b = question('text-to-text', 'HF_Llama_2_13b_chat_GPTQ_lora', {});

    expect(() => assertFits({ ...llama13b, ...instance('ml.g5.16xlarge') })).toThrow(
      /needs 24\.2 GiB of GPU memory for the merged weights \(20\.7 of the A10G are usable\)\. What would fit: instance_type "ml\.g6e\.xlarge"/,
    );
  });

  test('disk: what is written thrice, the base model and the checkpoints must find room', () => {
    const tiny = { ...xlarge, hostMemoryGiB: 64, diskGiB: 50 };

    expect(refusal({ capacity: tiny, allowed: [] })).toThrow(
      /needs 50\.6 GiB of disk \(45\.0 of the 50 of ml\.g5\.xlarge are usable\)/,
    );
  });

  test('inputs count where they are brought to the disk', () => {
    const data = { objectBytes: 20 * 2 ** 30, objectCount: 1000 };
    const capacity = { ...xlarge, hostMemoryGiB: 64, diskGiB: 75 };

    expect(refusal({ capacity, allowed: [] })).not.toThrow();
    expect(refusal({ capacity, allowed: [], data })).toThrow(/needs 70\.6 GiB of disk/);
  });
});
