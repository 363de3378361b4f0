import { findModelType, findTemplate } from '../../../catalog/catalog.ts';
import type { ProgressPoint } from '../../../job/steps/progress.ts';
import type { ModelVersion } from '../../../model/model-version.ts';
import { isSettled } from '../../../model/model-version.ts';
import type { StoredFile } from '../files/files.ts';
import { seconds } from '../instants.ts';
import { fromParams } from './hyperparameters.ts';
import type { FineTuningJob } from './fine-tuning-job.ts';
import type {
  FineTuningCheckpoint,
  FineTuningError,
  FineTuningHyperparameters,
  FineTuningJob as FineTuningJobMessage,
  OpenAiFile,
} from '../../wire/messages.ts';
import { fineTunedModel, isPaused, statusOf, usableModel } from './fine-tuning-job.ts';

export function fileToWire(file: StoredFile): OpenAiFile {
  return {
    id: file.id,
    object: 'file',
    bytes: file.size,
    created_at: seconds(file.createdAt),
    filename: file.filename,
    purpose: file.purpose,
    status: 'processed',
    status_details: null,
  };
}

/** `fine_tuning.job`. @param finish when a training that runs should end, seconds since 1970 */
export function jobToWire(
  job: FineTuningJob,
  version: ModelVersion,
  finish?: number,
): FineTuningJobMessage {
  const settlement = isSettled(version) ? version.settlement : undefined;
  const hyperparameters = hyperparametersOf(job, version);
  return {
    id: job.id,
    object: 'fine_tuning.job',
    model: job.model,
    created_at: seconds(job.createdAt),
    finished_at: settlement && !isPaused(job, version) ? seconds(settlement.completedAt) : null,
    fine_tuned_model: usableModel(job, version),
    organization_id: version.scope.userId,
    result_files: [],
    status: statusOf(job, version),
    training_file: job.trainingFile,
    validation_file: job.validationFile,
    hyperparameters,
    method: { type: 'supervised', supervised: { hyperparameters } },
    // Tokens are not counted; what is charged is time.
    trained_tokens: null,
    error: version.status === 'failed' ? errorOf(version.failure) : null,
    seed: 'training' in version ? version.training.seed : 0,
    estimated_finish: settlement ? null : (finish ?? null),
    integrations: [],
    metadata: { ...job.metadata },
  };
}

function errorOf({
  code,
  message,
}: {
  readonly code: string;
  readonly message: string;
}): FineTuningError {
  return { code, message, param: null };
}

function hyperparametersOf(
  { rateMultiplier }: FineTuningJob,
  version: ModelVersion,
): FineTuningHyperparameters {
  if (!('training' in version)) return {};
  const { templateId, hyperparameters } = version.training;
  const template = findTemplate(findModelType(version.modelTypeId), templateId);
  return {
    ...fromParams(template, hyperparameters),
    learning_rate_multiplier: rateMultiplier ?? 'auto',
  };
}

/**
 * `fine_tuning.job.checkpoint`: what can be used of a training is its end. @param kept the point of
 * its progress whose weights it has
 */
export function checkpointToWire(
  job: FineTuningJob,
  version: ModelVersion,
  kept: ProgressPoint | undefined,
): FineTuningCheckpoint {
  return {
    id: `ftckpt-${version.id}`,
    object: 'fine_tuning.job.checkpoint',
    created_at: seconds(isSettled(version) ? version.settlement.completedAt : version.modifiedAt),
    fine_tuned_model_checkpoint: fineTunedModel(job),
    fine_tuning_job_id: job.id,
    step_number: kept?.step ?? 0,
    metrics: {
      step: kept?.step ?? 0,
      ...(kept?.loss === undefined ? {} : { train_loss: kept.loss }),
      ...(kept?.metric === undefined ? {} : { full_valid_mean_token_accuracy: kept.metric }),
    },
  };
}
