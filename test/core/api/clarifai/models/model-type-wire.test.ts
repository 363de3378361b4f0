import { findModelType, modelTypes } from '../../../../../core/catalog/catalog.ts';
import { fieldTypes } from '../../../../../core/catalog/model-type.ts';
import type { JsonObject } from '../../../../../core/json.ts';
import { modelTypeToWire } from '../../../../../core/api/clarifai/models/model-type-wire.ts';
import type { HostFacts } from '../../../../../core/api/clarifai/models/model-type-wire.ts';

type Field = JsonObject & {
  path: string;
  field_type: string;
  placeholder: string;
  model_type_enum_options?: readonly (JsonObject & { model_type_fields: readonly Field[] })[];
};

const host: HostFacts = {
  instanceTypes: ['ml.g5.xlarge', 'ml.g6.xlarge'],
  microsPerHourOf: (instanceType) => (instanceType === 'ml.g5.xlarge' ? 4_000_000 : 3_200_000),
  noteOf: (_, { id }) =>
    id === 'HF_GPTNeo_2p7b_lora' ? 'Not to be predicted with here' : undefined,
};
const fieldsOf = (id: string) =>
  modelTypeToWire(findModelType(id), host)['model_type_fields'] as unknown as readonly Field[];
const templateField = (id: string) => fieldsOf(id).find((each) => each.path.endsWith('.template'))!;
const option = (typeId: string, templateId: string) =>
  templateField(typeId).model_type_enum_options!.find((each) => each['id'] === templateId)!;
const templated = modelTypes.filter((each) => each.templates.length > 0).map((each) => each.id);

describe.each(modelTypes.map((each) => each.id))('%s on the wire', (id) => {
  const every = fieldsOf(id).flatMap((field) => [
    field,
    ...(field.model_type_enum_options ?? []).flatMap((each) => each.model_type_fields ?? []),
  ]);

  it('gives every field what clients read without asking', () => {
    for (const field of every) {
      expect(field.path).toMatch(/^(train_info|output_info)\.\w+/);
      expect(field.placeholder).toBe(field.path.split('.').at(-1));
      expect(Object.keys(fieldTypes)).toContain(field.field_type);
      expect(field['description']).not.toBe('');
      // A client hides a field that has the key at all.
      expect([true, undefined]).toContain(field['internal_only']);
    }
  });

  it('gives every range its bounds', () => {
    for (const field of every.filter((each) => each.field_type === 'RANGE')) {
      expect(field['model_type_range_info']).toMatchObject({
        min: expect.any(Number),
        max: expect.any(Number),
      });
    }
  });

  it('is JSON', () => {
    const wire = modelTypeToWire(findModelType(id), host);

    expect(JSON.parse(JSON.stringify(wire))).toEqual(wire);
  });
});

describe.each(templated)('the templates of %s', (id) => {
  it('are options of a recursive choice, none without fields', () => {
    const field = templateField(id);

    expect(field.path).toBe('train_info.params.template');
    expect(field.field_type).toBe('RECURSIVE_ENUM');
    for (const each of field.model_type_enum_options!) {
      expect(each.model_type_fields.length).toBeGreaterThan(0);
    }
  });

  it('come with the fields that every templated type carries', () => {
    const paths = fieldsOf(id).map((field) => field.path);

    expect(paths).toEqual(
      expect.arrayContaining([
        'train_info.params.dataset_id',
        'train_info.params.dataset_version_id',
        'train_info.params.invalid_data_tolerance_percent',
        'train_info.params.instance_type',
        'train_info.resume_from_model',
      ]),
    );
    expect(paths.includes('output_info.data.concepts')).toBe(id !== 'text-to-text');
  });
});

describe('what particular clients rely on', () => {
  it.each([
    ['visual-classifier', 'output_info.params.select_concepts'],
    ['text-classifier', 'output_info.params.select_concepts'],
    ['visual-detector', 'output_info.params.detection_threshold'],
    ['embedding-classifier', 'output_info.params.min_value'],
  ])('the last field of %s is %s', (id, path) => {
    expect(fieldsOf(id).at(-1)?.path).toBe(path);
  });

  it('asks for concepts', () => {
    const field = fieldsOf('visual-classifier').find((each) => each.path.endsWith('.concepts'));

    expect(field).toMatchObject({ field_type: 'ARRAY_OF_CONCEPTS', required: true });
  });

  it('offers incremental training from a model version', () => {
    const field = fieldsOf('visual-classifier').find((each) => each.path.endsWith('from_model'));

    expect(field?.field_type).toBe('CHECKPOINT_MODEL');
    expect(field).not.toHaveProperty('internal_only');
  });

  it('marks the recommended and the internal templates, and no others', () => {
    expect(option('visual-classifier', 'MMClassification_ResNet_50_RSB_A1')).toMatchObject({
      recommended: true,
    });
    expect(option('visual-classifier', 'classification_cifar10_v1')).toMatchObject({
      internal_only: true,
    });
    expect(option('visual-classifier', 'Clarifai_ResNext')).not.toHaveProperty('internal_only');
  });

  it('shows a hyperparameter with its range', () => {
    const fields = option(
      'visual-classifier',
      'MMClassification_ResNet_50_RSB_A1',
    ).model_type_fields;

    expect(fields[2]).toEqual({
      path: 'train_info.params.num_epochs',
      field_type: 'RANGE',
      default_value: 60,
      description: 'Passes over the training data.',
      placeholder: 'num_epochs',
      model_type_range_info: { min: 1, max: 600, step: 1 },
    });
    expect(fields.slice(-2)).toMatchObject([
      { placeholder: 'num_gpus', internal_only: true },
      { placeholder: 'early_stopping_patience', internal_only: true },
    ]);
  });

  it('says which base model stands in for another one', () => {
    const { description } = option('visual-detector', 'MMDetection_FasterRCNN');

    expect(description).toContain('Base model: PekingU/rtdetr_r50vd.');
    expect(description).toContain('MMDetection Faster R-CNN R50-FPN has no counterpart here');
  });

  it('offers the instance types of the host with their prices, its default first', () => {
    const field = fieldsOf('text-to-text').find((each) => each.path.endsWith('.instance_type'));

    expect(field).toMatchObject({
      field_type: 'ENUM',
      default_value: 'ml.g5.xlarge',
      model_type_enum_options: [
        { id: 'ml.g5.xlarge', description: '$4.00 an hour' },
        { id: 'ml.g6.xlarge', description: '$3.20 an hour' },
      ],
    });
  });

  it('says of a template what its host says of it', () => {
    const descriptions = ['HF_GPTNeo_2p7b_lora', 'HF_GPTNeo_125m_lora'].map(
      (id) => option('text-to-text', id)['description'],
    );

    expect(descriptions[0]).toMatch(/ Not to be predicted with here\.$/);
    expect(descriptions[1]).not.toContain('predicted');
  });

  it('says which types can be trained', () => {
    const trainable = modelTypes
      .map((type) => modelTypeToWire(type, host))
      .filter((each) => each['trainable'] === true);

    expect(trainable.map((each) => each['id'])).toEqual([
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

  it('lists the training settings of a type without templates', () => {
    const offered = fieldsOf('embedding-classifier').filter((each) => !each.internal_only);

    expect(offered.map((each) => each.path)).toEqual([
      'train_info.params.dataset_id',
      'train_info.params.dataset_version_id',
      'train_info.params.enrich_dataset',
      'output_info.data.concepts',
      'output_info.params.min_value',
    ]);
  });
});
