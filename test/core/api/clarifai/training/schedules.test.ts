import { Lab } from '../../lab.ts';

let lab: Lab;
beforeAll(async () => {
  lab = await Lab.open();
  await lab.addTexts('texts', 2);
  await lab.post('/models', { model: { id: 'reader', model_type_id: 'text-classifier' } });
});
afterAll(() => lab.close());

const make = async (params: object) => {
  const schedule = { dataset_id: 'texts', expression: 'rate(1 day)', params };
  return (await lab.post('/models/reader/schedules', { schedule })).body;
};
const template = 'Deeptune_Bert_Small';

test.each([
  [
    { template, num_epoch: 1 },
    21118,
    /has no hyperparameter "num_epoch". Did you mean "num_epochs"/,
  ],
  [{ template, num_epochs: '1' }, 21118, /num_epochs must be a whole number .* "1" was given/],
  [{ template: 'Deeptune_Bert_Smal' }, 21118, /Did you mean "Deeptune_Bert_Small"/],
  [
    { template, dataset_id: 'others' },
    11102,
    /'schedule.dataset_id' says 'texts', and 'schedule.params.dataset_id' says "others"/,
  ],
])('what every firing would refuse is refused at once: %j', async (params, code, details) => {
  const { status } = await make(params);

  expect(status.code).toBe(code);
  expect(status.details).toMatch(details);
});

test('hyperparameters of the template, and the same dataset, are kept', async () => {
  const params = { template, num_epochs: 2, dataset_id: 'texts' };

  expect((await make(params)).schedule).toMatchObject({ dataset_id: 'texts', params });
});
