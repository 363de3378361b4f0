import { jobIdOf } from '../../../../core/api/openai/jobs/fine-tuning-job.ts';
import { toParams } from '../../../../core/api/openai/jobs/hyperparameters.ts';
import { findModelType, findTemplate } from '../../../../core/catalog/catalog.ts';

describe('OpenAI’s hyperparameters', () => {
  const template = (id: string) => findTemplate(findModelType('text-to-text'), id);

  it('stand under the names of a flat template', () => {
    const asked = { epochs: 2, batchSize: 4, rateMultiplier: 2 };

    expect(toParams(template('Deeptune_Gpt_Small'), asked)).toEqual({
      num_epochs: 2,
      early_stopping_patience: 0,
      batch_size: 4,
      per_item_lrate: 2.5e-4,
    });
  });

  it('stand within the trainer_config of a Hugging Face template, beside its own settings', () => {
    const params = toParams(template('HF_GPTNeo_125m_lora'), { epochs: 3, rateMultiplier: 0.5 });

    expect(params).toEqual({
      trainer_config: { auto_find_batch_size: true, num_train_epochs: 3, learning_rate: 2.5e-5 },
    });
  });

  it('are the template’s own where they are auto', () => {
    expect(toParams(template('HF_GPTNeo_125m_lora'), {})).toEqual({});
    expect(toParams(template('Deeptune_Gpt_Small'), {})).toEqual({});
  });
});

test.each([
  [
    'ft:Deeptune_Gpt_Small:mine:0123456789abcdef0123456789abcdef',
    'ftjob-0123456789abcdef0123456789abcdef',
  ],
  [
    'ft:Deeptune_Gpt_Small::0123456789abcdef0123456789abcdef',
    'ftjob-0123456789abcdef0123456789abcdef',
  ],
  ['Deeptune_Gpt_Small', undefined],
  ['ft:Deeptune_Gpt_Small:mine:short', undefined],
])('the model %s is of job %s', (model, id) => {
  expect(jobIdOf(model)).toBe(id);
});
