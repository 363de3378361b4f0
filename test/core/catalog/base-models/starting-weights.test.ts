import { findModelType, findTemplate, modelTypes } from '../../../../core/catalog/catalog.ts';
import type { JsonObject } from '../../../../core/json.ts';
import {
  describeStartingWeights,
  isStandIn,
  startingWeightsOf,
  trainerBaseModel,
} from '../../../../core/catalog/base-models/starting-weights.ts';
import { modelTypeToWire } from '../../../../core/api/clarifai/models/model-type-wire.ts';

const startOf = (
  modelTypeId: string,
  templateId: string,
  { params = {}, usesStandIns = false }: { params?: JsonObject; usesStandIns?: boolean } = {},
) =>
  startingWeightsOf(findTemplate(findModelType(modelTypeId), templateId), params, { usesStandIns });

const host = { instanceTypes: ['local.cpu'], noteOf: () => undefined };
const recommended = ['visual-classifier', 'MMClassification_ResNet_50_RSB_A1'] as const;
const small = ['visual-classifier', 'Deeptune_ResNet_Small'] as const;

test.each([
  ['a base model', startOf(...recommended), 'hub:microsoft/resnet-50'],
  ['a small architecture', startOf(...small), 'config:resnet-small'],
  ['a stand-in', startOf(...recommended, { usesStandIns: true }), 'config:resnet-small'],
  ['a packaged one', { baseModelId: 'packaged/minilm' }, 'packaged:minilm'],
])('%s is known to the trainer', (_, weights, baseModel) => {
  expect(trainerBaseModel(weights)).toBe(baseModel);
});

test('a small template stands in for nothing, also where stand-ins are allowed', () => {
  const weights = startOf(...small, { usesStandIns: true });

  expect(isStandIn(weights)).toBe(false);
  expect(describeStartingWeights(weights)).toBe(
    'Starts from nothing: random weights of resnet-small.',
  );
});

test('a stand-in names what it stands in for', () => {
  const weights = startOf(...recommended, { usesStandIns: true });

  expect(isStandIn(weights)).toBe(true);
  expect(describeStartingWeights(weights)).toMatch(
    /^STAND-IN: .* resnet-small in place of microsoft\/resnet-50/,
  );
});

test.each([
  [{ pretrained_weights: 'None' }, /^Starts from nothing: .* architecture of microsoft\/resnet-50/],
  [{ pretrained_weights: 'ImageNet-1k' }, /^Starts from the pretrained weights of microsoft/],
])('%j is taken at its word', (params, text) => {
  expect(describeStartingWeights(startOf(...recommended, { params }))).toMatch(text);
});

test('an AdvancedConfig starts from the model that was chosen', () => {
  const params = { model_config: { pretrained_model_name_or_path: 'somebody/model' } };

  expect(startOf('text-classifier', 'HuggingFace_AdvancedConfig', { params })).toEqual({
    baseModelId: 'somebody/model',
  });
});

test('the small templates, and no others, start from nothing, and the list says so', () => {
  for (const type of modelTypes) {
    const listed = JSON.stringify(modelTypeToWire(type, host));
    for (const { id, baseModel } of type.templates) {
      expect([id, baseModel.id === undefined]).toEqual([id, /^Deeptune_.*_Small$/.test(id)]);
      if (baseModel.id) expect(listed).toContain(`Base model: ${baseModel.id}.`);
      else expect(listed).toContain('Starts from nothing: random weights, no base model.');
    }
  }
});
