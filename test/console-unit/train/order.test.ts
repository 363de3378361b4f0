import { addresses } from '../../../console/addresses.ts';
import { choicesOf, queryOf } from '../../../console/pages/train/order/order.ts';
import type { TrainingChoices } from '../../../console/pages/train/order/order.ts';

const nothing = choicesOf({});
const throughAddress = (choices: TrainingChoices) => {
  const [, query = ''] = addresses.train('app', queryOf(choices)).split('?');
  return choicesOf(Object.fromEntries(new URLSearchParams(query)));
};

test('an empty address is a new model of which nothing is chosen', () => {
  expect(nothing).toMatchObject({ isNew: true, modelId: '', conceptIds: undefined, settings: {} });
  expect(queryOf(nothing)).toEqual({});
});

test.each<Partial<TrainingChoices>>([
  { modelId: '', isNew: false },
  { modelId: 'reader', isNew: false },
  { modelId: 'reader', isNew: true },
  { modelId: 'reader', isNew: true, typeId: 'text-classifier' },
  { datasetId: 'd', datasetVersionId: 'v', templateId: 'T' },
  { conceptIds: [] },
  { conceptIds: ['a,b', '~', '~1', '<b>&=%', 'Ø'] },
  { from: { modelId: 'a,b', versionId: 'v~0' } },
  { settings: { a: '~', b: '~~x', c: '' } },
  { settings: { num_epochs: '3', load_from: '', model_config: '{"a": [1, "&"]}' } },
])('%j comes back from the address', (change) => {
  const choices = { ...nothing, ...change };

  expect(throughAddress(choices)).toEqual(choices);
});
