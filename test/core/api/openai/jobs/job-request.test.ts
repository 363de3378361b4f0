import { metadataFilter, parseJob } from '../../../../../core/api/openai/jobs/job-request.ts';

const asked = { model: 'Deeptune_Gpt_Small', training_file: 'file-1' };

test('auto is the template’s own, and the method’s hyperparameters come first', () => {
  const auto = { n_epochs: 'auto', batch_size: 'auto', learning_rate_multiplier: 'auto' };
  const supervised = { hyperparameters: { n_epochs: 3 } };

  expect(parseJob({ ...asked, hyperparameters: auto, integrations: [] }).hyperparameters).toEqual(
    {},
  );
  expect(
    parseJob({ ...asked, hyperparameters: auto, method: { type: 'supervised', supervised } })
      .hyperparameters,
  ).toEqual({ epochs: 3 });
});

test('what either place says counts', () => {
  const supervised = { hyperparameters: { n_epochs: 3, batch_size: 'auto' } };
  const hyperparameters = { n_epochs: 3, batch_size: 4 };

  const { hyperparameters: taken } = parseJob({
    ...asked,
    hyperparameters,
    method: { type: 'supervised', supervised },
  });

  expect(taken).toEqual({ epochs: 3, batchSize: 4 });
});

test.each([
  [{ integrations: [{ type: 'wandb' }] }, 'integrations', 'unsupported_parameter'],
  [{ method: { type: 'dpo' } }, 'method.type', 'unsupported_value'],
  [{ method: { type: 'supervised', dpo: {} } }, 'method.dpo', 'unsupported_parameter'],
  [{ hyperparameters: { beta: 0.1 } }, 'hyperparameters.beta', 'unknown_parameter'],
  [
    {
      hyperparameters: { n_epochs: 3 },
      method: { type: 'supervised', supervised: { hyperparameters: { n_epochs: 2 } } },
    },
    'hyperparameters.n_epochs',
    'invalid_value',
  ],
  [{ hyperparameters: { n_epochs: 0 } }, 'hyperparameters.n_epochs', 'invalid_value'],
  [{ validationfile: 'file-2' }, 'validationfile', 'unknown_parameter'],
  [{ suffix: 'a b' }, 'suffix', 'invalid_value'],
  [{ seed: -1 }, 'seed', 'invalid_value'],
  [{ metadata: { a: 1 } }, 'metadata.a', 'invalid_value'],
  [
    { metadata: Object.fromEntries(Array.from({ length: 17 }, (_, n) => [`k${n}`, 'v'])) },
    'metadata',
    'invalid_value',
  ],
])('%j is refused by name', (more, param, code) => {
  expect(() => parseJob({ ...asked, ...more })).toThrow(
    expect.objectContaining({ httpStatus: 400, param, code }),
  );
});

test.each([
  [{}, [{}, { a: 'b' }]],
  [{ 'metadata[a]': 'b' }, [{ a: 'b' }]],
  [{ 'metadata[a]': 'c' }, []],
  [{ metadata: 'null' }, [{}]],
])('the filter %j lets %j pass', (query, passing) => {
  expect([{}, { a: 'b' }].filter((each) => metadataFilter(query)(each))).toEqual(passing);
});
