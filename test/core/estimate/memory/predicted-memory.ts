import { text } from 'node:stream/consumers';
import { findModelType, findTemplate } from '../../../../core/catalog/catalog.ts';
import { recipeHyperparameters } from '../../../../core/catalog/hyperparameters/custom-config.ts';
import { baseModelIdOf } from '../../../../core/catalog/hyperparameters/hugging-face-config.ts';
import { resolveHyperparameters } from '../../../../core/catalog/hyperparameters/hyperparameters.ts';
import type { JsonObject } from '../../../../core/json.ts';
import type { Workload } from '../../../../core/estimate/memory/gpu-memory.ts';
import { predictMemory, totalBytes } from '../../../../core/estimate/memory/gpu-memory.ts';
import { workloadOf } from '../../../../core/estimate/memory/training-memory.ts';

/**
 * For the trainer's own tests: what the control plane predicts of the workloads and trainings on
 * stdin.
 */
interface Asked {
  readonly workloads: readonly Workload[];
  readonly trainings: readonly { modelTypeId: string; templateId: string; params: JsonObject }[];
}

const { workloads, trainings } = JSON.parse(await text(process.stdin)) as Asked;
process.stdout.write(
  JSON.stringify({
    workloads: workloads.map((work) => totalBytes(predictMemory(work))),
    trainings: trainings.map(({ modelTypeId, templateId, params }) => {
      const modelType = findModelType(modelTypeId);
      const template = findTemplate(modelType, templateId);
      const { hyperparameters } = resolveHyperparameters(modelType, template, params);
      return {
        baseModelId: baseModelIdOf(template, hyperparameters),
        hyperparameters: recipeHyperparameters(template, hyperparameters),
        workload: workloadOf({ modelTypeId, template, hyperparameters, maxTextLength: 0 }),
      };
    }),
  }),
);
