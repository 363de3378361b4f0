import { isTrainable, modelTypes } from '../../../core/catalog/catalog.ts';
import { modelTypeToWire } from '../../../core/api/clarifai/models/model-type-wire.ts';
import {
  baseModelOf,
  proposedTemplate,
  runnable,
} from '../../../console/pages/train/order/choose-template.ts';
import { templatesOf } from '../../../console/pages/train/order/fields.ts';
import { needsOf } from '../../../console/pages/train/order/type-needs.ts';

test('the base model of every template of the catalog is found in what the API says', () => {
  for (const type of modelTypes) {
    const wire = modelTypeToWire(type, { instanceTypes: ['a'], noteOf: () => 'A note. Of two' });
    const found = templatesOf(wire).map((template) => [template.id, baseModelOf(template)]);

    expect(found).toEqual(type.templates.map(({ id, baseModel }) => [id, baseModel.id]));
  }
});

test('of every model type that trains is said what it is for and what it needs', () => {
  expect(
    modelTypes
      .filter(isTrainable)
      .map(({ id }) => id)
      .filter((id) => !needsOf(id)),
  ).toEqual([]);
});

describe('the template that is proposed', () => {
  const template = (id: string, base?: string, more: object = {}) => ({
    id,
    description: `Words. ${base ? `Base model: ${base}.` : 'Starts from nothing.'}`,
    ...more,
  });
  const all = [
    template('old', undefined, { internal_only: true }),
    template('best', 'hub/large', { recommended: true }),
    template('small', 'packaged/small'),
    template('scratch'),
  ];
  const propose = (...staged: string[]) => {
    const baseModels = ['hub/large', 'packaged/small'].map((id) => ({
      id,
      isStaged: staged.includes(id),
      templates: [],
      stageCommand: `stage ${id}`,
    }));
    return proposedTemplate(all.map((each) => runnable(each, baseModels)))?.template.id;
  };

  it.each([
    [['hub/large', 'packaged/small'], 'best'],
    [['packaged/small'], 'small'],
    [[], 'scratch'],
  ])('with %j staged is %s', (staged, expected) => {
    expect(propose(...staged)).toBe(expected);
  });
});
