import { findModelType, findTemplate } from '../../../../core/catalog/catalog.ts';
import { resolveHyperparameters } from '../../../../core/catalog/hyperparameters/hyperparameters.ts';
import { startingWeightsOf } from '../../../../core/catalog/base-models/starting-weights.ts';
import type { JsonObject } from '../../../../core/json.ts';
import { cpuPriorDevice } from '../../../../core/estimate/device/cpu-prior.ts';
import { alternativesOf } from '../../../../core/estimate/forecast/alternatives.ts';
import { forecastFields } from '../../../../core/estimate/forecast/job-forecast.ts';
import { nothingLearnt } from '../../../../core/estimate/learn/learn.ts';
import { workloadOf } from '../../../../core/estimate/work/workload-of.ts';

function factsOf(modelTypeId: string, templateId: string, params: JsonObject = {}) {
  const modelType = findModelType(modelTypeId);
  const template = findTemplate(modelType, templateId);
  const { hyperparameters } = resolveHyperparameters(modelType, template, params);
  const startsFrom = startingWeightsOf(template, hyperparameters, { usesStandIns: true });
  const counts = {
    rows: 1000,
    train: 800,
    heldOut: 200,
    anomalous: 0,
    unseen: 0,
    replayed: 0,
    concepts: 10,
  };
  const data = { ...counts, sizes: {}, objectBytes: 4e6, assumptions: [] };
  const accelerator = 'cpu' as const;
  return {
    modelTypeId,
    template,
    hyperparameters,
    startsFrom,
    accelerator,
    data,
    isIncremental: false,
  };
}

test.each([
  [
    'visual-classifier',
    'Deeptune_ResNet_Small',
    { num_epochs: 20, image_size: 64 },
    ['inputs 1000 -> 500', 'num_epochs 20 -> 10', 'image_size 64 -> 32'],
  ],
  [
    'text-classifier',
    'HF_GPTNeo_125m_lora',
    { trainer_config: { num_train_epochs: 8 } },
    ['inputs 1000 -> 500', 'num_train_epochs 8 -> 4'],
  ],
] as const)('%s %s: each setting by itself', (modelTypeId, templateId, params, wanted) => {
  const facts = factsOf(modelTypeId, templateId, params as unknown as JsonObject);

  const said = alternativesOf(facts).map(({ setting, change }) => `${setting} ${change}`);

  expect(said).toEqual(expect.arrayContaining([...wanted]));
});

test('what would change the time most comes first, with the seconds that it saves', () => {
  const facts = factsOf('visual-classifier', 'Deeptune_ResNet_Small', {
    num_epochs: 200,
    image_size: 64,
  });
  const job = { ...workloadOf(facts), device: cpuPriorDevice(), learnt: nothingLearnt };

  const { drivers, p50Seconds } = forecastFields(
    { ...job, alternatives: alternativesOf(facts) },
    { microsPerHour: 4_000_000 },
  );

  const sizes = drivers.map(({ seconds }) => Math.abs(seconds));
  expect(sizes).toEqual([...sizes].sort((a, b) => b - a));
  const epochs = drivers.find(({ setting }) => setting === 'num_epochs')!;
  expect(epochs.seconds).toBeLessThan(-0.3 * p50Seconds);
  expect(epochs.seconds).toBeGreaterThan(-0.55 * p50Seconds);
});
