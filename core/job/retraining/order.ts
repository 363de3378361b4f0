import { withoutIncremental } from '../../catalog/hyperparameters/incremental-fields.ts';
import type { ModelVersion } from '../../model/model-version.ts';
import type { Purchase } from '../../training/schedule/decision.ts';
import type { RetrainingSchedule } from '../../training/schedule/retraining-schedule.ts';
import type { TrainingRequest } from '../request/training-request.ts';

/** The training that a schedule asks for. @param parent absent: the model has no version yet */
export function orderOf(
  schedule: RetrainingSchedule,
  of: {
    readonly slot: string;
    readonly parent?: ModelVersion | undefined;
    readonly purchase?: Purchase | undefined;
  },
): TrainingRequest {
  const { scope, modelId, datasetId, params, maxPriceMicros } = schedule;
  const { parent, purchase } = of;
  return {
    scope,
    modelId,
    params: parent ? params : withoutIncremental(params),
    datasetId,
    concepts: [],
    inferenceParams: {},
    description: `Scheduled retraining of ${of.slot}`,
    isScheduled: true,
    ...(maxPriceMicros === undefined ? {} : { maxPriceMicros }),
    ...(purchase ? { purchase } : {}),
    ...(parent ? { resumeFrom: { scope, modelId: parent.modelId, versionId: parent.id } } : {}),
  };
}
