import type { ModelTypeField, ModelVersion } from '../../../core/api/wire/messages.ts';
import { choicesLike } from '../../../console/pages/train/order/like-version.ts';
import { choicesOf } from '../../../console/pages/train/order/order.ts';
import { trainingBody } from '../../../console/pages/train/order/training-body.ts';

const fields: readonly ModelTypeField[] = [
  {
    path: 'train_info.params.num_epochs',
    field_type: 'RANGE',
    default_value: 10,
    description: '',
    placeholder: 'num_epochs',
  },
  {
    path: 'train_info.params.peft_config',
    field_type: 'JSON',
    default_value: { r: 16 },
    description: '',
    placeholder: 'peft_config',
  },
];
const concepts = [
  { id: 'a', name: 'A' },
  { id: 'b', name: 'B' },
];

test('a training says what was chosen, and nothing of settings that other templates have', () => {
  const choices = {
    ...choicesOf({ model: 'm', dataset: 'd', version: 'v', concepts: 'b,gone', from: 'm,p' }),
    settings: { num_epochs: '3', other: '1' },
  };

  expect(trainingBody({ choices, templateId: 'T', fields, concepts })).toEqual({
    train_info: {
      params: { template: 'T', num_epochs: 3, dataset_id: 'd', dataset_version_id: 'v' },
      resume_from_model: { id: 'm', model_version: { id: 'p' } },
    },
    output_info: { data: { concepts: [{ id: 'b', name: 'B' }] } },
  });
});

test.each(['', '*'])('all concepts and the present content (%j) need not be named', (version) => {
  const choices = choicesOf({ dataset: 'd', version });

  expect(trainingBody({ choices, templateId: undefined, fields, concepts })).toEqual({
    train_info: { params: { dataset_id: 'd' } },
  });
});

test('a training like an earlier one has its data, parent, template and changed settings', () => {
  const version = {
    train_info: {
      params: { template: 'T', num_epochs: 3, peft_config: { r: 16 }, dataset_id: 'd' },
      dataset: { id: 'd', version: { id: 'v' } },
      resume_from_model: { id: 'm', model_version: { id: 'p' } },
    },
  } as unknown as ModelVersion;

  expect(choicesLike('m', version, fields)).toEqual({
    ...choicesOf({ model: 'm', dataset: 'd', version: 'v', from: 'm,p', template: 'T' }),
    settings: { num_epochs: '3' },
  });
});
