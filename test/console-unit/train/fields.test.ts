import type { ModelTypeField } from '../../../core/api/wire/messages.ts';
import { modelTypes } from '../../../core/catalog/catalog.ts';
import { modelTypeToWire } from '../../../core/api/clarifai/models/model-type-wire.ts';
import {
  fieldInError,
  nameOf,
  rangeInWords,
  settingsOf,
  templatesOf,
  textOfValue,
  valueOfText,
} from '../../../console/pages/train/order/fields.ts';

const field = (field_type: ModelTypeField['field_type'], more: object = {}) =>
  ({ path: 'train_info.params.x', field_type, description: '', ...more }) as ModelTypeField;

test.each([
  ['RANGE', '12', 12],
  ['NUMBER', ' 1e-3 ', 0.001],
  ['NUMBER', '', ''],
  ['RANGE', 'twelve', 'twelve'],
  ['BOOLEAN', 'true', true],
  ['BOOLEAN', 'false', false],
  ['BOOLEAN', 'maybe', 'maybe'],
  ['ENUM', '2', '2'],
  ['STRING', '1', '1'],
  ['JSON', '{"r": 8}', { r: 8 }],
  ['JSON', '{"r": ', '{"r": '],
  ['ARRAY_OF_NUMBERS', '30, 40', [30, 40]],
  ['ARRAY_OF_NUMBERS', '[1.5]', [1.5]],
  ['ARRAY_OF_STRINGS', 'layer1, layer2', ['layer1', 'layer2']],
] as const)('%s typed as %j', (type, text, value) => {
  expect(valueOfText(field(type), text)).toEqual(value);
});

const all = modelTypes.map((type) =>
  modelTypeToWire(type, { instanceTypes: ['local.cpu'], noteOf: () => undefined }),
);

test('every default of the catalog is shown as what is read back as it', () => {
  const settings = all.flatMap((type) =>
    templatesOf(type).flatMap((template) => settingsOf(type, template)),
  );

  expect(settings.length).toBeGreaterThan(200);
  for (const each of settings)
    expect([nameOf(each), valueOfText(each, textOfValue(each.default_value))]).toEqual([
      nameOf(each),
      each.default_value,
    ]);
});

test('a range is said as people read it', () => {
  const range = (model_type_range_info: object) => field('RANGE', { model_type_range_info });

  expect(rangeInWords(range({ min: 1, max: 200, step: 1 }))).toBe('1 to 200, whole numbers');
  expect(rangeInWords(range({ min: 32, max: 1024, step: 16 }))).toBe('32 to 1024, in steps of 16');
  expect(rangeInWords(range({ min: 0, max: 0.5 }))).toBe('0 to 0.5');
  expect(rangeInWords(range({ min: 1 }))).toBe('from 1 on');
  expect(rangeInWords(field('STRING'))).toBe('');
});

test.each([
  ['num_epochs must be a whole number from 1 to 200, but 9000 was given', 'num_epochs'],
  ["instance_type 'x' is not offered; num_epochs is fine", 'instance_type'],
  ['pretext_num_epochs is not known', undefined],
  [undefined, undefined],
])('of %j the field is %j', (details, expected) => {
  expect(fieldInError(details, ['instance_type', 'num_epochs'])).toBe(expected);
});
