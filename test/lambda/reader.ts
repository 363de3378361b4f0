import { addInputs } from '../../core/dataset/input/add-inputs.ts';
import { keys } from '../../core/records/keys.ts';
import { toData } from '../../core/records/records.ts';
import { startTraining } from '../../core/job/request/start-training.ts';
import type { ModelVersion } from '../../core/model/model-version.ts';
import type { Model } from '../../core/model/model.ts';
import type { AwsHost } from '../../lambda/compose.ts';
import { scope } from './account.ts';

export const modelId = 'reader';

/** What the trainings of these tests ask for. */
export const order = {
  scope,
  modelId,
  params: { template: 'Deeptune_Bert_Small' },
  concepts: [],
  inferenceParams: {},
  description: '',
};

/** A model that tells good sentences from bad ones, and sixteen sentences. */
export async function makeReader(host: AwsHost): Promise<void> {
  const at = host.now();
  const model: Model = {
    id: modelId,
    name: modelId,
    modelTypeId: 'text-classifier',
    description: '',
    notes: '',
    metadata: {},
    concepts: [],
    createdAt: at,
    modifiedAt: at,
    latestVersionId: 'none',
  };
  await host.table.write([{ put: { ...keys.model(scope, modelId), data: toData(model) } }]);
  const inputs = ['good', 'bad'].flatMap((concept) =>
    Array.from({ length: 8 }, (_, index) => ({
      content: { kind: 'text' as const, text: `${concept} ${index}` },
      concepts: [{ id: concept, name: concept, value: 1 }],
      metadata: {},
      datasetIds: [],
    })),
  );
  await addInputs(scope, inputs, host);
}

/** The same of a template that starts from a base model. */
export const pretrainedOrder = { ...order, params: { template: 'Deeptune_MiniLM' } };

/** Orders the training, always under the same idempotency key. */
export function startReader(host: AwsHost, asked = order): Promise<ModelVersion> {
  return startTraining({ order: asked, requestHash: 'r', idempotencyKey: 'k' }, host);
}
