import type { JsonObject } from '../../../../core/json.ts';
import {
  hyperparametersOf,
  trainingJobSpec,
} from '../../../../core/job/kinds/training-job-spec.ts';
import type { QueuedVersion } from '../../../../core/model/model-version.ts';
import { Account } from '../../../lambda/account.ts';
import { versionOf } from '../../../lib/training/training-job-requests.ts';

const { settings } = new Account({ runsWorkflow: false }).host('train');

const withTraining = (changes: Partial<QueuedVersion['training']>): QueuedVersion => {
  const version = versionOf('visual-classifier', 'Clarifai_InceptionV2');
  return { ...version, training: { ...version.training, ...changes } };
};
const withHyperparameters = (changes: JsonObject) => {
  const { hyperparameters } = withTraining({}).training;
  return withTraining({ hyperparameters: { ...hyperparameters, ...changes } });
};

describe('hyperparameters', () => {
  const steps = Array.from({ length: 1000 }, (_, n) => 10 + n / 8);

  test('a long value is shown cut, and says so; the job itself has it whole', () => {
    const version = withHyperparameters({ learning_rate_steps: steps });

    const shown = trainingJobSpec(version, 1, settings).hyperparameters['learning_rate_steps'];

    const whole = JSON.stringify(steps);
    expect(shown).toHaveLength(2500);
    expect(shown).toMatch(
      new RegExp(`^\\[10,10\\.125,.*… \\(cut: ${whole.length} characters, whole in job\\.json\\)$`),
    );
    expect(hyperparametersOf(version)['learning_rate_steps']).toEqual(steps);
  });

  test('every other one is shown as JSON, and none is left out', () => {
    const version = withHyperparameters({ learning_rate_steps: [30, 40] });

    const { hyperparameters } = trainingJobSpec(version, 1, settings);

    expect(hyperparameters['learning_rate_steps']).toBe('[30,40]');
    expect(Object.keys(hyperparameters)).toEqual(Object.keys(hyperparametersOf(version)));
  });

  test('a value of exactly the longest length is whole', () => {
    const version = withHyperparameters({ pretrained_weights: 'x'.repeat(2498) });

    expect(trainingJobSpec(version, 1, settings).hyperparameters['pretrained_weights']).toBe(
      `"${'x'.repeat(2498)}"`,
    );
  });
});

describe('where and how it runs', () => {
  test('on what the version says, else on what the account says', () => {
    const on = (changes: Partial<QueuedVersion['training']>) =>
      trainingJobSpec(withTraining(changes), 1, settings).instanceType;

    expect(on({ instanceType: 'ml.g5.2xlarge' })).toBe('ml.g5.2xlarge');
    expect(on({})).toBe('ml.g5.xlarge');
  });

  test('its images come as the version says', () => {
    const modeOf = (changes: Partial<QueuedVersion['training']>) =>
      trainingJobSpec(withTraining(changes), 1, settings).channels.find(
        ({ name }) => name === 'objects',
      )?.inputMode;

    expect(modeOf({ objectsInputMode: 'FastFile' })).toBe('FastFile');
    expect(modeOf({})).toBeUndefined();
  });
});
