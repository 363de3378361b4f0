import { startingWeightsOf } from '../../../core/catalog/base-models/starting-weights.ts';
import { findModelType, findTemplate } from '../../../core/catalog/catalog.ts';
import { resolveHyperparameters } from '../../../core/catalog/hyperparameters/hyperparameters.ts';
import { workDataOf } from '../../../core/job/request/forecast/work-data-of.ts';
import { cpuPriorDevice } from '../../../core/estimate/device/cpu-prior.ts';
import { deviceOf } from '../../../core/estimate/device/spec-sheet.ts';
import type { EstimateInput } from '../../../core/estimate/estimate.ts';
import { nothingLearnt } from '../../../core/estimate/learn/learn.ts';
import { workloadOf } from '../../../core/estimate/work/workload-of.ts';
import type { JsonObject } from '../../../core/json.ts';

/** A training as a request asks for it: on an A10G, or on a processor that nothing is known of. */
export function trainingEstimateInput(
  modelTypeId: string,
  templateId: string,
  params: JsonObject = {},
  others: Partial<Omit<EstimateInput, 'job'>> = {},
): EstimateInput {
  const modelType = findModelType(modelTypeId);
  const template = findTemplate(modelType, templateId);
  const { hyperparameters } = resolveHyperparameters(modelType, template, params);
  const { inputCount = 100, accelerator = 'gpu', incremental, epochsRun } = others;
  const work = workloadOf({
    ...{ modelTypeId, template, hyperparameters, accelerator },
    startsFrom: startingWeightsOf(template, hyperparameters, { usesStandIns: false }),
    data: workDataOf({ inputCount, incremental, needsLabels: true }),
    isIncremental: incremental !== undefined,
    ...(epochsRun ? { epochsRun } : {}),
  });
  const device = accelerator === 'gpu' ? deviceOf('A10G') : cpuPriorDevice();
  return {
    ...{ modelTypeId, template, hyperparameters, inputCount, accelerator },
    microsPerHour: 4_000_000,
    job: { ...work, device, learnt: nothingLearnt },
    ...others,
  };
}
