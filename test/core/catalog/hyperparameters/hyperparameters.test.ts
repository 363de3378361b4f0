import { findModelType, findTemplate } from '../../../../core/catalog/catalog.ts';
import { recipeHyperparameters } from '../../../../core/catalog/hyperparameters/custom-config.ts';
import { baseModelIdOf } from '../../../../core/catalog/hyperparameters/hugging-face-config.ts';
import {
  batchSizeOf,
  epochsOf,
  resolveHyperparameters,
  resolveInferenceParams,
} from '../../../../core/catalog/hyperparameters/hyperparameters.ts';
import type { Json, JsonObject } from '../../../../core/json.ts';

const resolve = (typeId: string, templateId: string, params: JsonObject) => {
  const modelType = findModelType(typeId);
  const template = findTemplate(modelType, templateId);
  return { template, ...resolveHyperparameters(modelType, template, params) };
};
const visual = (params: JsonObject, templateId = 'MMClassification_ResNet_50_RSB_A1') =>
  resolve('visual-classifier', templateId, params);
const detector = (params: JsonObject, templateId = 'MMDetection_FasterRCNN') =>
  resolve('visual-detector', templateId, params);
const text = (params: JsonObject, templateId = 'HF_GPTNeo_125m_lora') =>
  resolve('text-classifier', templateId, params);

describe('defaults', () => {
  it('fills in what was not given, in the order of the catalog', () => {
    const { hyperparameters } = visual({ num_epochs: 2 });

    expect(Object.entries(hyperparameters).slice(0, 4)).toEqual([
      ['image_size', 224],
      ['batch_size', 64],
      ['num_epochs', 2],
      ['per_item_lrate', 1.953125e-5],
    ]);
    expect(hyperparameters['seed']).toBe(-1);
  });

  it('reads the envelope beside the hyperparameters', () => {
    const params = {
      template: 'MMClassification_ResNet_50_RSB_A1',
      dataset_id: 'ds',
      dataset_version_id: 'v1',
      invalid_data_tolerance_percent: 12.5,
      instance_type: 'ml.g5.2xlarge',
    };

    expect(visual(params).envelope).toEqual({
      templateId: 'MMClassification_ResNet_50_RSB_A1',
      datasetId: 'ds',
      datasetVersionId: 'v1',
      invalidDataTolerancePercent: 12.5,
      instanceType: 'ml.g5.2xlarge',
    });
  });

  it('has an envelope without params, and takes null for not given', () => {
    const nulls = { dataset_id: null, num_epochs: null, resume_from_model: null };

    const { envelope, hyperparameters } = visual(nulls);

    expect(envelope).toEqual({
      templateId: 'MMClassification_ResNet_50_RSB_A1',
      datasetId: '',
      datasetVersionId: '',
      invalidDataTolerancePercent: 5,
      instanceType: '',
    });
    expect(hyperparameters['num_epochs']).toBe(60);
  });

  it('answers an earlier name of the template with the present one', () => {
    const { envelope } = visual(
      { template: 'MMClassification' },
      'MMClassification_AdvancedConfig',
    );

    expect(envelope.templateId).toBe('MMClassification_AdvancedConfig');
  });
});

describe('accepted values', () => {
  it.each<[string, JsonObject, string, Json]>([
    ['a whole float', JSON.parse('{"num_epochs": 2.0}'), 'num_epochs', 2],
    ['an internal one', { seed: 7 }, 'seed', 7],
    ['an internal switch', { num_gpus: 0 }, 'num_gpus', 0],
    ['a bound', { batch_size: 256 }, 'batch_size', 256],
    ['a choice', { pretrained_weights: 'None' }, 'pretrained_weights', 'None'],
    [
      "Python's None for the choice None",
      { pretrained_weights: null },
      'pretrained_weights',
      'None',
    ],
  ])('takes %s', (_what, params, name, expected) => {
    expect(visual(params).hyperparameters[name]).toEqual(expected);
  });

  it('takes one or two numbers for a size, also alone', () => {
    expect(detector({ image_size: 512 }).hyperparameters['image_size']).toEqual([512]);
    expect(detector({ image_size: [640, 480] }).hyperparameters['image_size']).toEqual([640, 480]);
    expect(detector({ random_resize_lower: [] }).hyperparameters['random_resize_lower']).toEqual(
      [],
    );
  });

  it('takes a number for a choice that reads like one', () => {
    const { hyperparameters } = detector({ image_size: 800 }, 'Clarifai_InceptionV4');

    expect(hyperparameters['image_size']).toBe('800');
  });

  it('takes a step of the range', () => {
    expect(visual({ image_size: 272 }, 'Clarifai_ResNext').hyperparameters['image_size']).toBe(272);
  });

  it.each<[string, Json]>([
    ['an object', { num_train_epochs: 3 }],
    ['its text', '{"num_train_epochs": 3}'],
  ])('lays a JSON setting given as %s over the default', (_what, trainer_config) => {
    const { hyperparameters, template } = text({ trainer_config });

    expect(hyperparameters['trainer_config']).toEqual({
      auto_find_batch_size: true,
      num_train_epochs: 3,
    });
    expect(epochsOf(template, hyperparameters)).toBe(3);
  });

  it('takes an empty text for an empty configuration', () => {
    const params = { anomalib_config_json: '' };

    const { hyperparameters } = resolve('visual-anomaly-heatmap', 'Anomalib_PatchCore', params);

    expect(hyperparameters).toEqual({ anomalib_config_json: {} });
  });
});

describe('refused values', () => {
  it.each<[JsonObject, string]>([
    [{ num_epochs: '2' }, 'num_epochs must be a whole number from 1 to 600, but "2" was given'],
    [{ num_epochs: 0 }, 'num_epochs must be a whole number from 1 to 600, but 0 was given'],
    [{ num_epochs: 601 }, 'but 601 was given'],
    [{ num_epochs: 2.5 }, 'num_epochs must be a whole number from 1 to 600, but 2.5 was given'],
    [{ num_epochs: true }, 'but true was given'],
    [{ num_epochs: [2] }, 'but [2] was given'],
    [{ per_item_lrate: -1 }, 'per_item_lrate must be a number of at least 0, but -1 was given'],
    [{ weight_decay: 1.01 }, 'weight_decay must be a number from 0 to 1, but 1.01 was given'],
    [{ image_size: 4 }, 'image_size must be a whole number from 8 to 2048, but 4 was given'],
    [{ concepts_mutually_exclusive: 'yes' }, 'must be true or false, but "yes" was given'],
    [{ concepts_mutually_exclusive: 1 }, 'must be true or false, but 1 was given'],
    [
      { pretrained_weights: 'coco' },
      'pretrained_weights must be one of "None", "ImageNet-1k", but "coco" was given',
    ],
    [{ dataset_id: 3 }, 'dataset_id must be a text, but 3 was given'],
    [
      { invalid_data_tolerance_percent: 101 },
      'invalid_data_tolerance_percent must be a number from 0 to 100, but 101 was given',
    ],
    [{ template: 'Other' }, 'template must be one of "MMClassification_ResNet_50_RSB_A1"'],
    [{ resume_from_model: { id: 'm' } }, 'resume_from_model belongs to train_info, not to'],
  ])('%j', (params, message) => {
    expect(() => visual(params)).toThrow(
      expect.objectContaining({
        code: 'hyperparameter-invalid',
        status: 21118,
        fault: 'user',
        message: expect.stringContaining(message),
      }),
    );
  });

  it('off the step of the range', () => {
    expect(() => visual({ image_size: 257 }, 'Clarifai_ResNext')).toThrow(
      'image_size must be a whole number from 32 to 1024 in steps of 16, but 257 was given',
    );
  });

  it.each<[JsonObject, string]>([
    [{ image_size: [] }, 'an array of 1 to 2 numbers, each a whole number from 8 to 2048'],
    [{ image_size: [320, 320, 3] }, 'but [320,320,3] was given'],
    [{ image_size: ['320'] }, 'but ["320"] was given'],
    [{ image_size: [Number.MAX_VALUE] }, 'from 8 to 2048'],
  ])('a size of %j', (params, message) => {
    expect(() => detector(params)).toThrow(message);
  });

  it('cuts a value that is too long to read', () => {
    expect(() => visual({ flip_direction: 'x'.repeat(10_000) })).toThrow(/but "x{119}… was given$/);
  });

  it.each<[JsonObject, string]>([
    [
      { num_epoch: 2 },
      'has no hyperparameter "num_epoch". Did you mean "num_epochs"? It has: image',
    ],
    [{ colour: 1 }, 'MMClassification_ResNet_50_RSB_A1 (visual-classifier) has no hyperparameter'],
    [JSON.parse('{"__proto__": 1}'), 'has no hyperparameter "__proto__"'],
    [{ constructor: 1 }, 'has no hyperparameter "constructor"'],
  ])('an unknown name: %j', (params, message) => {
    expect(() => visual(params)).toThrow(
      expect.objectContaining({
        code: 'hyperparameter-unknown',
        status: 21118,
        message: expect.stringContaining(message),
      }),
    );
  });

  it('does not offer internal ones', () => {
    expect(() => visual({ colour: 1 })).not.toThrow(/seed/);
  });
});

describe('a Hugging Face configuration', () => {
  it.each<[JsonObject, string]>([
    [{ trainer_config: [] }, 'trainer_config must be a JSON object, or the text of one'],
    [{ trainer_config: 'epochs: 3' }, 'but "epochs: 3" was given'],
    [
      { trainer_config: { num_train_epoch: 3 } },
      'trainer_config has no setting "num_train_epoch". Did you mean "num_train_epochs"? It has:',
    ],
    [
      { trainer_config: { num_train_epochs: '3' } },
      'trainer_config.num_train_epochs must be a whole number from 1 to 600, but "3" was given',
    ],
    [{ trainer_config: { num_train_epochs: null } }, 'but null was given'],
    [{ peft_config: { task_type: 'CAUSAL_LM' } }, 'peft_config.task_type must be one of "SEQ_CLS"'],
    [{ model_config: { trust_remote_code: true } }, 'no setting "trust_remote_code"'],
    [
      { model_config: { pretrained_model_name: 'gpt2' } },
      'HF_GPTNeo_125m_lora starts from EleutherAI/gpt-neo-125m, not from "gpt2"; another',
    ],
    [{ model_config: { pretrained_model_name_or_path: 'gpt2' } }, 'not from "gpt2"'],
  ])('refuses %j', (params, message) => {
    expect(() => text(params)).toThrow(
      expect.objectContaining({
        code: 'hyperparameter-invalid',
        message: expect.stringContaining(message),
      }),
    );
  });

  it.each(['../../etc', '/opt/ml/x', 'a/b/c', 's3://x/y', 'https://x', 'a..b', '', '-x'])(
    'refuses the base model name %j',
    (name) => {
      const params = { model_config: { pretrained_model_name_or_path: name } };

      expect(() => text(params, 'HuggingFace_AdvancedConfig')).toThrow(
        /model_config.pretrained_model_name_or_path must be a Hugging Face hub id such as bert-base/,
      );
    },
  );

  it.each(['pretrained_model_name_or_path', 'pretrained_model_name'])(
    'starts from the base model chosen as %s',
    (key) => {
      const params = { model_config: { [key]: 'FacebookAI/roberta-base' } };

      const { template, hyperparameters } = text(params, 'HuggingFace_AdvancedConfig');

      expect(baseModelIdOf(template, hyperparameters)).toBe('FacebookAI/roberta-base');
    },
  );

  it("starts from the template's base model by default", () => {
    const { template, hyperparameters } = text({}, 'HuggingFace_AdvancedConfig');

    expect(baseModelIdOf(template, hyperparameters)).toBe('bert-base-cased');
  });

  it('takes one target module for a list of one', () => {
    const { hyperparameters } = text({ peft_config: { target_modules: 'all-linear' } });

    expect(hyperparameters['peft_config']).toMatchObject({ r: 16, target_modules: 'all-linear' });
  });
});

describe('a custom configuration', () => {
  const advanced = (params: JsonObject) => visual(params, 'MMClassification_AdvancedConfig');

  it('is the published text by default', () => {
    const { template, hyperparameters } = advanced({});

    expect(hyperparameters['custom_config']).toContain('_base_');
    expect(epochsOf(template, hyperparameters)).toBe(60);
    expect(batchSizeOf(template, hyperparameters)).toBe(8);
  });

  it('may come back with other line ends', () => {
    const own = String(advanced({}).hyperparameters['custom_config']);

    expect(() => advanced({ custom_config: `${own.replaceAll('\n', '\r\n')}\n` })).not.toThrow();
  });

  it('may be a JSON object, which becomes hyperparameters of the recipe', () => {
    const custom_config = '{"max_epochs": 7, "batch_size": 16}';

    const { template, hyperparameters } = advanced({ custom_config });

    expect(hyperparameters['custom_config']).toBe(custom_config);
    expect(epochsOf(template, hyperparameters)).toBe(7);
    expect(batchSizeOf(template, hyperparameters)).toBe(16);
    expect(recipeHyperparameters(template, hyperparameters)).toEqual({
      concepts_mutually_exclusive: false,
      image_size: [320],
      seed: -1,
      early_stopping_patience: 0,
      num_gpus: 1,
      num_epochs: 7,
      batch_size: 16,
    });
  });

  it('keeps the default epochs where it names none', () => {
    const { template, hyperparameters } = advanced({ custom_config: '{"batch_size": 16}' });

    expect(epochsOf(template, hyperparameters)).toBe(60);
  });

  it.each([
    ['other Python', 'import os', 'Python is never executed here. Send the default text unchanged'],
    ['an array', '[1]', 'a JSON object such as {"max_epochs": 10}; known settings: max_epochs'],
    ['an unknown setting', '{"runner": {}}', 'custom_config has no setting "runner"'],
    ['too many epochs', '{"max_epochs": 601}', 'custom_config.max_epochs must be a whole number'],
    ['no text', { max_epochs: 3 }, 'custom_config must be a text, but {"max_epochs":3} was given'],
  ])('is refused where it is %s', (_what, custom_config, message) => {
    expect(() => advanced({ custom_config })).toThrow(
      expect.objectContaining({
        code: 'hyperparameter-invalid',
        message: expect.stringContaining(message),
      }),
    );
  });
});

describe('reading hyperparameters', () => {
  it("counts one pass where there are no epochs, and the trainer's batch of 8", () => {
    const { template, hyperparameters } = resolve(
      'visual-anomaly-heatmap',
      'Anomalib_PatchCore',
      {},
    );

    expect(epochsOf(template, hyperparameters)).toBe(1);
    expect(batchSizeOf(template, hyperparameters)).toBe(8);
  });

  it('finds the batch size under either name', () => {
    const image = visual({ batch_size: 5 });
    const language = text({ trainer_config: { per_device_train_batch_size: 3 } });

    expect(batchSizeOf(image.template, image.hyperparameters)).toBe(5);
    expect(batchSizeOf(language.template, language.hyperparameters)).toBe(3);
  });

  it('gives the recipe max_length as a setting of the tokenizer', () => {
    const { template, hyperparameters } = text({ max_length: 64 }, 'Deeptune_Bert_Small');

    const values = recipeHyperparameters(template, hyperparameters);

    expect(values['tokenizer_config']).toEqual({ model_max_length: 64 });
    expect(values).not.toHaveProperty('max_length');
  });
});

describe('inference settings', () => {
  const classifier = findModelType('visual-classifier');

  it('have the published defaults', () => {
    const params = resolveInferenceParams(classifier, {});

    expect(params).toEqual({ max_concepts: 20, min_value: 0, select_concepts: [] });
  });

  it.each<[JsonObject, string, string]>([
    [{ max_concept: 3 }, 'hyperparameter-unknown', 'visual-classifier has no inference setting'],
    [{ min_value: 2 }, 'hyperparameter-invalid', 'min_value must be a number from 0 to 1'],
    [{ select_concepts: 'a' }, 'hyperparameter-invalid', 'must be an array of concepts'],
  ])('refuse %j', (params, code, message) => {
    expect(() => resolveInferenceParams(classifier, params)).toThrow(
      expect.objectContaining({ code, message: expect.stringContaining(message) }),
    );
  });

  it('say so where a type has none', () => {
    const attempt = () => resolveInferenceParams(findModelType('text-to-text'), { a: 1 });

    expect(attempt).toThrow('text-to-text has no inference setting "a". It has none');
  });
});
