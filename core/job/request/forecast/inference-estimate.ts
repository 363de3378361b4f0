import { rateFor } from '../../../billing/rating/rate-for.ts';
import type { Rate } from '../../../billing/rating/rate-of.ts';
import { findModelType, findTemplate } from '../../../catalog/catalog.ts';
import { findInstanceType } from '../../../catalog/instance-types.ts';
import type { Template } from '../../../catalog/model-type.ts';
import type { DatasetVersion } from '../../../dataset/version/dataset-version.ts';
import { workDataOf } from './work-data-of.ts';
import type { DataTransfer } from '../../../estimate/data-transfer.ts';
import type { ForwardPassEstimate } from '../../../estimate/forward-pass.ts';
import { answerCoefficients, estimateForwardPass } from '../../../estimate/forward-pass.ts';
import { coefficientsOf } from '../../../estimate/priors/coefficients.ts';
import { answerWorkloadOf } from '../../../estimate/work/answer-workload.ts';
import type { PlannedWork } from '../../../estimate/work/workload-of.ts';
import type { LoadableVersion } from '../../../model/model-version.ts';
import type { Kind } from '../../workflow/state.ts';
import { startsFromOf } from '../base-model.ts';
import { jobToForecast } from './forecast-job.ts';
import type { Forecasted, ForecastUses } from './forecast-job.ts';
import { experienceOf } from './learnt.ts';

/** What is asked about an evaluation or a batch prediction. */
export interface InferenceQuestion {
  readonly kind: Exclude<Kind, 'train'>;
  readonly version: LoadableVersion;
  readonly dataset: DatasetVersion;
  readonly instanceType: string;
  /** How the inputs come to the job; absent: they are there, or nothing is known of them. */
  readonly transfer?: DataTransfer;
  /** As it was promised; absent: by the rate card in force. */
  readonly rate?: Rate | undefined;
}

/** With what is kept of it as the job's promise. */
export type EstimatedInference = ForwardPassEstimate & Forecasted;

/**
 * Time and price of answering every input of a dataset version, with what this user's finished jobs
 * teach.
 */
export async function estimateInference(
  question: InferenceQuestion,
  deps: ForecastUses,
): Promise<EstimatedInference> {
  const { version, dataset, instanceType, transfer } = question;
  const { settings } = deps;
  const rate = question.rate ?? (await rateFor(instanceType, version.scope.userId, deps));
  const experience = await experienceOf(version.scope.userId, deps);
  const work = workOf(question, deps);
  const job = jobToForecast(work, { ...experience, instanceType }, deps);
  const estimate = estimateForwardPass({
    hyperparameters: version.training.hyperparameters,
    inputCount: dataset.inputCount,
    coefficients: formulaOf(question, deps),
    job,
    microsPerHour: rate.microsPerHour,
    minimumMicrosPerJob: rate.minimumMicrosPerJob,
    rateDerivation: rate.derivation,
    maxRuntimeSeconds: settings.maxRuntimeSeconds,
    transfer,
  });
  const { inputCount } = dataset;
  const basis = { inputCount, epochs: work.epochs, deviceId: job.device.id, instanceType };
  return { ...estimate, workload: work.workload, basis, rate };
}

function templateOf({ modelTypeId, training }: LoadableVersion): Template {
  return findTemplate(findModelType(modelTypeId), training.templateId);
}

function workOf({ kind, version, dataset }: InferenceQuestion, deps: ForecastUses): PlannedWork {
  const { modelTypeId, training } = version;
  return answerWorkloadOf({
    kind,
    modelTypeId,
    template: templateOf(version),
    hyperparameters: training.hyperparameters,
    startsFrom: startsFromOf(version, deps.settings),
    accelerator: deps.settings.accelerator,
    data: workDataOf({ dataset, inputCount: dataset.inputCount, needsLabels: false }),
  });
}

/** A and B of answering, for Clarifai's formula. */
function formulaOf({ version, instanceType }: InferenceQuestion, { settings }: ForecastUses) {
  const { modelTypeId } = version;
  const instance = findInstanceType(instanceType);
  const prior = coefficientsOf({
    modelTypeId,
    template: templateOf(version),
    accelerator: settings.accelerator,
    startsFrom: startsFromOf(version, settings),
    ...(instance ? { gpu: instance.gpuName } : {}),
  });
  return answerCoefficients(prior, modelTypeId);
}
