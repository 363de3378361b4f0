import { trainingJobName } from '../../core/records/job-names.ts';
import type { Scope } from '../../core/records/keys.ts';
import type { TrainedVersion } from '../../core/model/model-version.ts';

/** A version as a training on the laptop leaves it. */
export function trainedVersion(
  scope: Scope,
  modelId: string,
  id: string,
  at: string,
): TrainedVersion {
  return {
    id,
    modelId,
    modelTypeId: 'text-classifier',
    scope,
    description: '',
    createdAt: at,
    modifiedAt: at,
    inferenceParams: {},
    status: 'trained',
    training: {
      templateId: 'Deeptune_Bert_Small',
      hyperparameters: { num_epochs: 3, per_item_lrate: 0.0001, batch_size: 16 },
      invalidDataTolerancePercent: 5,
      concepts: ['good', 'bad'].map((name) => ({ id: name, name })),
      datasetId: 'everything',
      datasetVersionId: 'v1',
      datasetDigest: '0'.repeat(64),
      inputCount: 500,
      seed: 7,
    },
    reservation: {
      estimatedSeconds: 60,
      estimatedAmountMicros: 66_667,
      maxRuntimeSeconds: 180,
      maxAmountMicros: 200_000,
      microsPerHour: 4_000_000,
      inputEpochs: 1_500,
      explanation: ['int(round(0.03 * 500 * 3 + 15)) = 60 seconds'],
    },
    trainingJobName: trainingJobName(id, 1),
    settlement: {
      completedAt: at,
      trainingJobName: trainingJobName(id, 1),
      jobSeconds: 58,
      billableSeconds: 58,
      amountMicros: 64_444,
    },
    metrics: { summary: { accuracy: 0.91, f1: 0.9 }, held_out: 100 },
  };
}
