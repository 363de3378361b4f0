import { addInputs } from '../../core/dataset/add-inputs.ts';
import { keys } from '../../core/ports/keys.ts';
import { toData } from '../../core/ports/records.ts';
import type { TrainingOrder } from '../../core/training/plan-training.ts';
import type { Model } from '../../core/version/model.ts';
import type { Account } from './account.ts';
import { scope } from './account.ts';

export const modelId = 'reader';

/** A training that the model below can start. */
export const readerOrder: TrainingOrder = {
  scope,
  modelId,
  params: { template: 'Deeptune_Bert_Small' },
  concepts: [],
  inferenceParams: {},
  description: '',
};

/** A text classifier that has never been trained, and sixteen labelled texts. */
export async function addReader(account: Account): Promise<void> {
  const host = account.host('api');
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
