import type { ModelVersion, TrainInfo } from '../../../../core/api/wire/messages.ts';
import type { JsonObject } from '../../../../core/json.ts';

/** How a version would be trained again. */
export interface TrainingOrder {
  readonly trainInfo: {
    readonly params: JsonObject;
    readonly resume_from_model?: {
      readonly id: string;
      readonly model_version: { readonly id: string };
    };
  };
  /** Epochs that it would run; undefined: its template counts none. */
  readonly epochs: number | undefined;
}

/**
 * The same training once more: same dataset version, template and hyperparameters, from the same
 * parent.
 */
export function againOf(info: TrainInfo): TrainingOrder {
  const parent = info.resume_from_model;
  const parentVersion = parent?.model_version?.id;
  return {
    trainInfo: {
      params: info.params,
      ...(parent && parentVersion !== undefined
        ? { resume_from_model: { id: parent.id, model_version: { id: parentVersion } } }
        : {}),
    },
    epochs: epochsOf(info.params),
  };
}

/**
 * What a stopped version had left to do: from its own weights, with the epochs that did not run.
 * @param epochsRun as far as it came; a part of an epoch counts as none, so that all is seen
 */
export function restOf(
  modelId: string,
  version: Pick<ModelVersion, 'id'>,
  { info, epochsRun }: { readonly info: TrainInfo; readonly epochsRun: number },
): TrainingOrder {
  const all = epochsOf(info.params);
  const epochs = all === undefined ? undefined : Math.max(1, all - Math.floor(epochsRun));
  return {
    trainInfo: {
      params: { ...info.params, ...(epochs === undefined ? {} : { num_epochs: epochs }) },
      resume_from_model: { id: modelId, model_version: { id: version.id } },
    },
    epochs,
  };
}

function epochsOf(params: JsonObject): number | undefined {
  const epochs = params['num_epochs'];
  return typeof epochs === 'number' ? epochs : undefined;
}
