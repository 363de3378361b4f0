import { examplesOf, promptOf } from '../../../../core/api/openai/files/chat-lines.ts';
import { jobIdOf } from '../../../../core/api/openai/jobs/fine-tuning-job.ts';
import { toParams } from '../../../../core/api/openai/jobs/hyperparameters.ts';
import { listToWire } from '../../../../core/api/openai/list.ts';
import { findModelType, findTemplate } from '../../../../core/catalog/catalog.ts';

const chat = (...messages: [string, string][]) =>
  JSON.stringify({ messages: messages.map(([role, content]) => ({ role, content })) });

describe('a fine-tuning file', () => {
  it('gives a prompt and a completion for each line, in both of OpenAI’s forms', () => {
    const lines = [
      chat(
        ['system', 'Be short.'],
        ['user', 'Hi'],
        ['assistant', 'Hello'],
        ['user', 'Bye'],
        ['assistant', 'So long'],
      ),
      '',
      JSON.stringify({ prompt: 'one', completion: 'two' }),
    ];

    expect(examplesOf(lines.join('\n'))).toEqual([
      {
        prompt: 'system: Be short.\nuser: Hi\nassistant: Hello\nuser: Bye\nassistant:',
        completion: 'So long',
      },
      { prompt: 'one', completion: 'two' },
    ]);
  });

  it.each([
    ['no JSON', 'hello', 'Line 1: not JSON (it begins with "hello")'],
    ['no messages', '{}', 'Line 1: messages: '],
    ['an unknown role', chat(['robot', 'x']), 'Line 1: messages.0.role: '],
    ['no answer', chat(['user', 'x']), 'Line 1: the last message must be the assistant’s'],
    ['an empty answer', chat(['user', 'x'], ['assistant', ' ']), 'Line 1: the last message'],
    ['a second wrong line', `${chat(['user', 'x'], ['assistant', 'y'])}\n[]`, 'Line 2: '],
  ])('with %s is refused, line by line', (_what, text, message) => {
    expect(() => examplesOf(text)).toThrow(
      expect.objectContaining({
        httpStatus: 400,
        code: 'invalid_training_file',
        param: 'file',
        message: expect.stringContaining(message),
      }),
    );
  });

  it('names five wrong lines and counts the others', () => {
    expect(() => examplesOf(Array(8).fill('{').join('\n'))).toThrow(/Line 5: [^;]*; and 3 more$/);
  });
});

test('a chat to answer reads as it did in training', () => {
  const [example] = examplesOf(chat(['user', 'Hi'], ['assistant', 'Hello']));

  expect(promptOf([{ role: 'user', content: 'Hi' }])).toBe(example?.prompt);
});

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

test('a list is read to its end, page by page', async () => {
  const all = ['a', 'b', 'c'].map((id) => ({ id }));
  const page = (after?: string) => listToWire(all, { after, limit: '2' }, (each) => each);

  expect(await page()).toMatchObject({ data: [{ id: 'a' }, { id: 'b' }], has_more: true });
  expect(await page('b')).toMatchObject({ data: [{ id: 'c' }], has_more: false });
  await expect(listToWire(all, { after: undefined, limit: '0' }, (each) => each)).rejects.toThrow(
    "limit is '0' but must be a whole number from 1 to 100",
  );
});
