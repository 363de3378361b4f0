import { resumedOrder } from '../../../../core/job/budget-stop/resumed-order.ts';
import type { Objects } from '../../../../core/ports/objects.ts';

const scope = { userId: 'u', appId: 'a' };

/** A version that was stopped; `metrics`: with a checkpoint that can be loaded. */
const stopped = (more: object, training: object = {}) =>
  ({
    ...{ id: 'v', scope, modelId: 'm', modelTypeId: 'text-classifier', status: 'stopped' },
    ...{ description: 'mine', inferenceParams: {}, settlement: {} },
    training: {
      ...{ templateId: 'Deeptune_Bert_Small', invalidDataTolerancePercent: 5, concepts: [] },
      ...{ datasetId: 'd', datasetVersionId: 'd1', hyperparameters: { num_epochs: 10 } },
      ...training,
    },
    ...more,
  }) as unknown as Parameters<typeof resumedOrder>[0];

/** The trainer was in its fourth epoch. */
const objects = {
  get: () =>
    Promise.resolve(new TextEncoder().encode('{"step":1,"epoch":1}\n{"step":9,"epoch":3.4}\n')),
} as unknown as Objects;

test('goes on from the checkpoint, on the same data, for the epochs that were left', async () => {
  expect(
    await resumedOrder(stopped({ metrics: {} }, { instanceType: 'ml.x' }), { objects }),
  ).toEqual({
    ...{ scope, modelId: 'm', description: 'mine', isScheduled: true, inferenceParams: {} },
    ...{ datasetId: 'd', datasetVersionId: 'd1', concepts: [] },
    params: {
      ...{ template: 'Deeptune_Bert_Small', num_epochs: 7, instance_type: 'ml.x' },
      invalid_data_tolerance_percent: 5,
    },
    resumeFrom: { scope, modelId: 'm', versionId: 'v' },
  });
});

test('what kept nothing is asked for as it was, from the parent that it had', async () => {
  const parent = { modelId: 'p', versionId: 'p1' };
  const order = await resumedOrder(stopped({}, { parent }), { objects });

  expect(order.params['num_epochs']).toBe(10);
  expect(order.resumeFrom).toEqual({ scope, ...parent });
  expect((await resumedOrder(stopped({}), { objects })).resumeFrom).toBeUndefined();
});
