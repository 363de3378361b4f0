import {
  findModelType,
  findTemplate,
  isTrainable,
  modelTypes,
} from '../../../core/catalog/catalog.ts';
import { recipeHyperparameters } from '../../../core/catalog/hyperparameters/custom-config.ts';
import type { Hyperparameter } from '../../../core/catalog/model-type.ts';
import { checkValue } from '../../../core/catalog/hyperparameters/hyperparameter-value.ts';
import {
  epochsOf,
  resolveHyperparameters,
} from '../../../core/catalog/hyperparameters/hyperparameters.ts';

const templates = modelTypes.flatMap((modelType) =>
  modelType.templates.map((template) => ({
    name: `${modelType.id} ${template.id}`,
    modelType,
    template,
  })),
);

const fieldOf = (typeId: string, templateId: string, name: string): Hyperparameter => {
  const template = findTemplate(findModelType(typeId), templateId);
  const field = template.hyperparameters.find((each) => each.name === name);
  if (field === undefined) throw new Error(`${templateId} has no ${name}`);
  return field;
};

describe('a template trains with the optimizer that its published rates are for', () => {
  const optimizers = Object.fromEntries(
    templates.map(({ name, template }) => [
      name,
      recipeHyperparameters(template, {})['optimizer'] ?? 'adamw',
    ]),
  );
  const trainedWith = (optimizer: string) =>
    Object.keys(optimizers).filter((name) => optimizers[name] === optimizer);

  it('SGD: the schedules of Clarifai and of MMClassification', () => {
    expect(trainedWith('sgd')).toEqual([
      'visual-classifier classification_inception_general_v1_3_transfer_embednorm',
      'visual-classifier classification_basemodel_v1',
      'visual-classifier Clarifai_InceptionTransferEmbedNorm',
      'visual-classifier Clarifai_ResNext',
      'visual-classifier Clarifai_InceptionV2',
      'visual-classifier Clarifai_InceptionBatchNorm',
      'visual-classifier MMClassification_EfficientNet',
      'visual-classifier MMClassification_ResNet_50',
      'visual-embedder classification_angular_margin_embed',
      'visual-embedder classification_basemodel_v1_embed',
      'visual-embedder Clarifai_ResNet_AngularMargin',
      'visual-embedder Clarifai_InceptionBatchNorm',
      'visual-embedder Clarifai_ResNext',
    ]);
  });

  it('LAMB: "ResNet strikes back"', () => {
    expect(trainedWith('lamb')).toEqual(['visual-classifier MMClassification_ResNet_50_RSB_A1']);
  });

  it('never AdamW where a momentum or the Clarifai schedule is published', () => {
    const published = ({ template }: (typeof templates)[number]) =>
      template.hyperparameters.some(({ name }) => ['momentum', 'init_epochs'].includes(name));

    expect(templates.filter(published).map(({ name }) => optimizers[name])).not.toContain('adamw');
  });
});

describe('the catalog lists what is published', () => {
  it('has the nine model types in the published order', () => {
    expect(modelTypes.map((each) => each.id)).toEqual([
      'visual-classifier',
      'visual-detector',
      'visual-segmenter',
      'visual-anomaly-heatmap',
      'visual-embedder',
      'clusterer',
      'text-classifier',
      'embedding-classifier',
      'text-to-text',
    ]);
  });

  it.each([
    [
      'visual-classifier',
      [
        'classification_inception_general_v1_3_transfer_embednorm',
        'classification_basemodel_v1',
        'classification_cifar10_v1',
        'Clarifai_InceptionTransferEmbedNorm',
        'Clarifai_ResNext',
        'Clarifai_InceptionV2',
        'Clarifai_InceptionBatchNorm',
        'MMClassification_AdvancedConfig',
        'MMClassification_EfficientNet',
        'MMClassification_ResNet_50_RSB_A1',
        'MMClassification_ResNet_50',
        'Deeptune_EfficientNet_Lite0',
        'Deeptune_ResNet_Small',
      ],
    ],
    [
      'visual-detector',
      [
        'MMDetection_AdvancedConfig',
        'MMDetection_FasterRCNN',
        'MMDetection_SSD',
        'MMDetection_YoloF',
        'Clarifai_InceptionV2',
        'Clarifai_InceptionV4',
        'detection_msc10',
        'MMDetection_YOLOX',
        'Deeptune_Detr_Small',
      ],
    ],
    [
      'visual-segmenter',
      ['MMSegmentation_AdvancedConfig', 'MMSegmentation_SegFormer', 'Deeptune_SegFormer_Small'],
    ],
    [
      'visual-anomaly-heatmap',
      ['Anomalib_PatchCore', 'Deeptune_EfficientNet_PatchCore', 'Deeptune_PatchCore_Small'],
    ],
    [
      'visual-embedder',
      [
        'classification_angular_margin_embed',
        'classification_basemodel_v1_embed',
        'Clarifai_ResNet_AngularMargin',
        'Clarifai_InceptionBatchNorm',
        'Clarifai_ResNext',
        'Deeptune_EfficientNet_Embedder',
        'Deeptune_Embedder_Small',
      ],
    ],
    ['clusterer', []],
    [
      'text-classifier',
      [
        'HF_GPTNeo_125m_lora',
        'HF_GPTNeo_2p7b_lora',
        'HF_Llama_2_13b_chat_GPTQ_lora',
        'HF_Llama_2_7b_chat_GPTQ_lora',
        'HF_Mistral_7b_instruct_GPTQ_lora',
        'HuggingFace_AdvancedConfig',
        'Deeptune_MiniLM',
        'Deeptune_Bert_Small',
      ],
    ],
    ['embedding-classifier', []],
    [
      'text-to-text',
      [
        'HF_GPTNeo_125m_lora',
        'HF_GPTNeo_2p7b_lora',
        'HF_Llama_2_13b_chat_GPTQ_lora',
        'HF_Llama_2_7b_chat_GPTQ_lora',
        'HF_Llama_3_1_8b_instruct_GPTQ_lora',
        'HF_Mistral_7b_instruct_GPTQ_lora',
        'HF_Mistral_7b_lora',
        'HuggingFace_AdvancedConfig',
        'Deeptune_Gpt_Small',
      ],
    ],
  ])('has every template of %s in order', (id, expected) => {
    expect(findModelType(id).templates.map((template) => template.id)).toEqual(expected);
  });

  it.each([
    ['visual-classifier', 'MMClassification_ResNet_50_RSB_A1', 'per_item_lrate', 1.953125e-5],
    ['visual-classifier', 'MMClassification_ResNet_50_RSB_A1', 'num_epochs', 60],
    ['visual-classifier', 'MMClassification_ResNet_50', 'learning_rate_steps', [30, 40, 50]],
    ['visual-classifier', 'MMClassification_EfficientNet', 'image_size', 336],
    ['visual-classifier', 'Clarifai_ResNext', 'per_item_lrate', 7.8125e-5],
    ['visual-detector', 'MMDetection_AdvancedConfig', 'image_size', [320]],
    ['visual-detector', 'MMDetection_YoloF', 'keep_aspect_ratio', true],
    ['visual-segmenter', 'MMSegmentation_SegFormer', 'pretrained_weights', 'ade20k'],
    ['text-classifier', 'HuggingFace_AdvancedConfig', 'tokenizer_config', {}],
    ['text-to-text', 'HuggingFace_AdvancedConfig', 'tokenizer_config', { model_max_length: 512 }],
  ])('keeps the published default of %s %s %s', (typeId, templateId, name, value) => {
    const field = fieldOf(typeId, templateId, name);

    expect(field.defaultValue).toEqual(value);
    expect(field.isOurDefault).toBeUndefined();
  });

  it('recommends what is published as recommended, and pretrained weights that every machine can have', () => {
    const recommended = templates.filter(({ template }) => template.recommended);

    expect(recommended.map((each) => each.name)).toEqual([
      'visual-classifier MMClassification_ResNet_50_RSB_A1',
      'text-classifier Deeptune_MiniLM',
      'text-to-text HF_Llama_3_1_8b_instruct_GPTQ_lora',
    ]);
  });

  it('trains only the types that have a recipe', () => {
    const trainable = modelTypes.filter(isTrainable).map((each) => each.id);

    expect(trainable).toEqual([
      'visual-classifier',
      'visual-detector',
      'visual-segmenter',
      'visual-anomaly-heatmap',
      'visual-embedder',
      'text-classifier',
      'embedding-classifier',
      'text-to-text',
    ]);
  });
});

describe.each(templates)('$name', ({ modelType, template }) => {
  it('has defaults that pass its own validation', () => {
    const defaults = Object.fromEntries(
      template.hyperparameters.map((field) => [field.name, field.defaultValue]),
    );

    const { hyperparameters } = resolveHyperparameters(modelType, template, defaults);

    expect(hyperparameters).toEqual(defaults);
    expect(Object.keys(hyperparameters)).toEqual(template.hyperparameters.map((f) => f.name));
    expect(epochsOf(template, hyperparameters)).toBeGreaterThanOrEqual(1);
  });

  it('has distinct hyperparameters, each with a description and a reason for a default of ours', () => {
    const names = template.hyperparameters.map((field) => field.name);

    expect(names.length).toBeGreaterThan(0);
    expect(new Set(names).size).toBe(names.length);
    for (const field of template.hyperparameters) {
      expect(field.description).not.toBe('');
      expect(field.isOurDefault === true).toBe(field.defaultReason !== undefined);
      expect(() => checkValue(field, field.defaultValue)).not.toThrow();
    }
  });

  it('is plain JSON, so that it can be hashed and sent', () => {
    expect(JSON.parse(JSON.stringify(template))).toEqual(template);
  });
});

describe('looking up', () => {
  const classifier = findModelType('visual-classifier');

  it.each([
    ['visual-classifier', 'MMClassification', 'MMClassification_AdvancedConfig'],
    ['visual-detector', 'MMDetection', 'MMDetection_AdvancedConfig'],
    ['visual-detector', 'MMDetection_YOLOF', 'MMDetection_YoloF'],
    ['visual-segmenter', 'MMSegmentation', 'MMSegmentation_AdvancedConfig'],
    ['text-classifier', 'HuggingFace', 'HuggingFace_AdvancedConfig'],
    ['text-to-text', 'HuggingFace', 'HuggingFace_AdvancedConfig'],
  ])('%s knows %s as %s', (typeId, alias, id) => {
    expect(findTemplate(findModelType(typeId), alias).id).toBe(id);
  });

  it('names the known types for an unknown one', () => {
    const attempt = () => findModelType('visual-clasifier');

    expect(attempt).toThrow(
      expect.objectContaining({
        code: 'model-invalid-argument',
        message: expect.stringMatching(
          /no model type "visual-clasifier"\. Did you mean "visual-classifier"\? Known: visual-classifier, .*text-to-text$/,
        ),
      }),
    );
  });

  it('shows the choices for an unknown template, without internal ones', () => {
    const attempt = () => findTemplate(classifier, 'MMClassification_ResNet50_RSB_A1');

    expect(attempt).toThrow(
      expect.objectContaining({
        code: 'template-unknown',
        status: 21118,
        message: expect.stringContaining('Did you mean "MMClassification_ResNet_50_RSB_A1"?'),
      }),
    );
    expect(attempt).not.toThrow(/classification_cifar10_v1/);
  });

  it.each([
    ['nothing', '', /No template was given for visual-classifier\. Choose one of: Clarifai_/],
    ['something far off', 'quux', /There is no template "quux" for visual-classifier\. Choose/],
    ['a very long name', 'x'.repeat(5000), /^There is no template "x{80}…" for visual/],
    ['a name every object has', 'constructor', /There is no template "constructor"/],
  ])('answers %s with a sentence', (_what, id, message) => {
    expect(() => findTemplate(classifier, id)).toThrow(message);
  });

  it('says that a type has no templates', () => {
    expect(() => findTemplate(findModelType('clusterer'), 'any')).toThrow(
      'clusterer has no templates',
    );
  });
});
