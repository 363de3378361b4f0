import { findModelType, findTemplate } from '../../catalog/catalog.ts';
import type { JsonObject } from '../../json.ts';
import type { ModelVersion } from '../../model/model-version.ts';
import { isLoadable } from '../../model/model-version.ts';
import type { Dependencies } from '../../ports/host.ts';
import type { TrainingRequest } from '../request/training-request.ts';
import { readProgress } from '../steps/progress.ts';

type Requested = Extract<ModelVersion, { training: unknown }>;

/**
 * The training that goes on from one that was stopped, as `deeptune resume` asks for it: the same
 * data and hyperparameters, from its checkpoint, for the epochs that were left. One that was
 * stopped before it kept anything is asked for as it was.
 */
export async function resumedOrder(
  version: Requested,
  { objects }: Pick<Dependencies, 'objects'>,
): Promise<TrainingRequest> {
  const { scope, modelId, id, training, outputConfig, inputInfo } = version;
  const { templateId, instanceType, parent } = training;
  const from = isLoadable(version) ? { modelId, versionId: id } : parent;
  const progress = from?.versionId === id ? await readProgress(objects, scope, id) : [];
  const epochs = Math.floor(progress.findLast(({ epoch }) => epoch !== undefined)?.epoch ?? 0);
  return {
    ...{ scope, modelId, description: version.description },
    params: {
      ...withoutEpochs(version, epochs),
      template: templateId,
      invalid_data_tolerance_percent: training.invalidDataTolerancePercent,
      ...(instanceType === undefined ? {} : { instance_type: instanceType }),
    },
    datasetId: training.datasetId,
    datasetVersionId: training.datasetVersionId,
    concepts: training.concepts,
    inferenceParams: version.inferenceParams,
    ...(outputConfig ? { outputConfig } : {}),
    ...(inputInfo ? { inputInfo } : {}),
    // Nobody was shown an estimate of it.
    isScheduled: true,
    ...(from ? { resumeFrom: { scope, ...from } } : {}),
  };
}

/** The hyperparameters with as many epochs as were left; at least one. */
function withoutEpochs({ training, modelTypeId }: Requested, done: number): JsonObject {
  const { hyperparameters, templateId } = training;
  const path = findTemplate(findModelType(modelTypeId), templateId).epochsPath?.split('.') ?? [];
  const [first = '', second] = path;
  const group = second === undefined ? hyperparameters : hyperparameters[first];
  if (done === 0 || path.length === 0 || !isGroup(group)) return hyperparameters;
  const name = second ?? first;
  const left = { ...group, [name]: Math.max(1, Number(group[name]) - done) };
  return second === undefined ? left : { ...hyperparameters, [first]: left };
}

function isGroup(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
