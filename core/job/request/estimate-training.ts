import { chooseTemplate, findParent, startOf } from './parent.ts';
import type { TrainingRequest } from './training-request.ts';
import { findModelType } from '../../catalog/catalog.ts';
import { fail } from '../../errors.ts';
import { resolveHyperparameters } from '../../catalog/hyperparameters/hyperparameters.ts';
import { findInstanceType } from '../../catalog/instance-types.ts';
import type { Template } from '../../catalog/model-type.ts';
import type { JsonObject } from '../../json.ts';
import type { StartingWeights } from '../../catalog/base-models/starting-weights.ts';
import { startingWeightsOf } from '../../catalog/base-models/starting-weights.ts';
import { chooseDatasetVersion } from '../../dataset/version/choose-dataset-version.ts';
import type { DatasetVersion } from '../../dataset/version/dataset-version.ts';
import { isReady } from '../../dataset/version/dataset-version.ts';
import { assertReady, findDatasetVersion } from '../../dataset/version/dataset-version-store.ts';
import { countsOf } from '../../dataset/version/training-counts.ts';
import type { DataWarning } from '../../dataset/version/warnings/data-warning.ts';
import { dataWarnings } from '../../dataset/version/warnings/data-warnings.ts';
import { countMembers } from '../../dataset/version/frozen-inputs.ts';
import { fewInputs } from '../../dataset/version/warnings/few-inputs.ts';
import { calibrate } from '../../estimate/calibration/calibrate.ts';
import type { Observation } from '../../estimate/calibration/calibrate.ts';
import { coefficientsOf } from '../../estimate/priors/coefficients.ts';
import { transferOf } from '../../estimate/data-transfer.ts';
import type { DataSize, DataTransfer } from '../../estimate/data-transfer.ts';
import { estimateTraining } from '../../estimate/estimate.ts';
import type { TrainingEstimate } from '../../estimate/estimate.ts';
import { workloadOf } from '../../estimate/work/workload-of.ts';
import { assertFits } from '../../estimate/memory/training-memory.ts';
import { keys } from '../../records/keys.ts';
import type { Scope } from '../../records/keys.ts';
import { readAll, readRecord } from '../../records/records.ts';
import type { Model } from '../../model/model.ts';
import { getModel } from '../../model/version-store.ts';
import type { Dependencies } from '../../ports/host.ts';
import type { Kind } from '../workflow/state.ts';
import { datasetEmpty } from './checks.ts';
import { notLookedAt } from './estimate-limits.ts';
import { epochsRunOf, forecastJob } from './forecast/forecast-job.ts';
import type { JobForecast } from './forecast/forecast-job.ts';
import { experienceOf } from './forecast/learnt.ts';
import { countedAsUsual, countedInVersion, workDataOf } from './forecast/work-data.ts';
import type { CountedRows } from './forecast/work-data.ts';
import { allowedInstanceTypes, chooseInstanceType, rateOf } from './instance.ts';
import { withModelTraining } from './model-defaults.ts';
import { servingNote } from '../../model/serving.ts';

/**
 * Where an account's finished jobs are kept: one cell per template, accelerator and instance type,
 * and of other kinds than trainings per kind.
 */
export function observationCell(
  of: { readonly templateId: string; readonly instanceType: string; readonly kind: Kind },
  { accelerator }: Pick<Dependencies['settings'], 'accelerator'>,
): string {
  const cell = `${of.templateId}#${accelerator}#${of.instanceType}`;
  return of.kind === 'train' ? cell : `${cell}#${of.kind}`;
}

/**
 * The estimate of one training, with what this user's finished trainings of the same template
 * teach.
 * @throws DeeptuneError training-does-not-fit where the instance cannot hold it
 */
export async function estimateFor(
  question: TrainingQuestion,
  deps: ForecastUses,
): Promise<EstimatedTraining> {
  const { scope, incremental, maxTextLength = 0, instanceType, data, ...what } = question;
  const { settings } = deps;
  const instance = findInstanceType(instanceType);
  const capacity = instance ?? settings.capacity;
  if (capacity) {
    const allowed = allowedInstanceTypes(settings);
    assertFits({
      ...what,
      maxTextLength,
      capacity,
      allowed,
      ...(data ? { data } : {}),
    });
  }
  const cell = { templateId: what.template.id, instanceType, kind: 'train' } as const;
  const observations = await readAll<Observation>(
    deps.table,
    keys.observationsOf(scope.userId, observationCell(cell, settings)),
  );
  const rate = rateOf(instanceType, settings);
  const startsFrom =
    what.startsFrom ?? startingWeightsOf(what.template, what.hyperparameters, settings);
  const known = {
    ...what,
    startsFrom,
    accelerator: settings.accelerator,
    ...(instance ? { gpu: instance.gpuName } : {}),
  };
  const coefficients = calibrate(coefficientsOf(known), observations);
  const microsPerHour = question.microsPerHour ?? rate.microsPerHour;
  const estimate = estimateTraining({
    ...known,
    coefficients,
    microsPerHour,
    rateDerivation: rate.derivation,
    maxRuntimeSeconds: settings.maxRuntimeSeconds,
    transfer: transferFor(question),
    notPredictable: servingNote(what, settings),
    epochsRun: observations.flatMap(({ epochs }) => (epochs ? [epochs] : [])),
    ...(incremental ? { incremental } : {}),
  });
  const forecast = await forecastTraining({ ...question, startsFrom, microsPerHour }, deps);
  return { ...estimate, forecast };
}

/** What is asked about a training. */
export interface TrainingQuestion {
  scope: Scope;
  modelTypeId: string;
  template: Template;
  hyperparameters: JsonObject;
  inputCount: number;
  /** Where it is to run, see `chooseInstanceType`. */
  instanceType: string;
  /** Characters of the longest input; absent: not known yet, or no text. */
  maxTextLength?: number;
  /** What the weights begin with; absent: as a training without a parent. */
  startsFrom?: StartingWeights;
  /** What of the inputs lies in the bucket; absent: not known yet, or nothing. */
  data?: DataSize | undefined;
  incremental?: { newCount: number; replayCount: number } | undefined;
  /** Its rows; absent: as many as there are inputs, of which nothing else is known. */
  work?: CountedRows | undefined;
  /** Concepts that it learns; absent: not known yet. */
  conceptCount?: number;
  /** As it was promised; absent: the rate in force. */
  microsPerHour?: number;
}

type ForecastUses = Pick<Dependencies, 'table' | 'settings' | 'load'>;

/** With what is kept of it as the training's promise. */
export type EstimatedTraining = TrainingEstimate & { readonly forecast: JobForecast };

async function forecastTraining(
  question: TrainingQuestion & {
    readonly startsFrom: StartingWeights;
    readonly microsPerHour: number;
  },
  deps: ForecastUses,
): Promise<JobForecast> {
  const { scope, template, incremental, instanceType, microsPerHour, conceptCount = 2 } = question;
  const read = incremental ? incremental.newCount + incremental.replayCount : question.inputCount;
  const experience = await experienceOf(scope.userId, deps);
  const counted = question.work ?? countedAsUsual(read);
  const work = workloadOf({
    ...question,
    accelerator: deps.settings.accelerator,
    data: workDataOf(counted, { concepts: conceptCount, data: question.data }),
    isIncremental: incremental !== undefined,
    epochsRun: epochsRunOf(experience, template.id),
  });
  const transfer = transferFor(question);
  const job = { work, inputCount: read, instanceType, microsPerHour, transfer };
  return forecastJob(job, experience, deps);
}

/**
 * How the inputs come to the trainer; undefined where nothing is known of them, and on the laptop,
 * where they are there already.
 */
export function transferFor(question: {
  instanceType: string;
  data?: DataSize | undefined;
}): DataTransfer | undefined {
  const instance = findInstanceType(question.instanceType);
  return instance && question.data && transferOf(question.data, instance);
}

export interface EstimateRequest {
  readonly scope: Scope;
  readonly modelId: string;
  /** Of a model that is not there yet; of one that is there, its own. */
  readonly modelTypeId?: string;
  readonly params: JsonObject;
  readonly datasetId?: string;
  readonly datasetVersionId?: string;
  /** Incremental training: what it starts from. */
  readonly resumeFrom?: NonNullable<TrainingRequest['resumeFrom']>;
  /** Used where no dataset version is named; absent: the inputs are counted. */
  readonly estimatedInputCount?: number;
}

/**
 * An estimate with what is worth knowing of the data; of a mere number of inputs only that they are
 * few.
 */
export type EstimateAnswer = TrainingEstimate & {
  readonly warnings: readonly DataWarning[];
  readonly basis: EstimateBasis;
};

/** What an estimate is of: a client that drops a part of its request sees it here. */
export interface EstimateBasis {
  readonly templateId: string;
  /** True: the request named no template. */
  readonly isDefaultTemplate: boolean;
  readonly inputCount: number;
  /** The dataset version that was counted; absent: the number was given, or no version is ready. */
  readonly datasetVersionId?: string | undefined;
  readonly instanceType: string;
  /** `NVIDIA A10G`, or the host's own `cpu` or `gpu`. */
  readonly device: string;
}

type EstimateUses = Pick<Dependencies, 'table' | 'settings' | 'now' | 'newId' | 'sha256' | 'load'>;

/**
 * What a training would take and cost, before there is one: Clarifai's `time_estimate`.
 * @throws DeeptuneError template-unknown, hyperparameter-…, training-does-not-fit,
 *   does-not-exist, model-does-not-exist, dataset-version-not-ready, dataset-version-failed,
 *   dataset-empty
 */
export async function estimateRequested(
  asked: EstimateRequest,
  deps: EstimateUses,
): Promise<EstimateAnswer> {
  const model = await modelOf(asked, deps);
  const parent = asked.resumeFrom && (await findParent(asked.resumeFrom, model, deps));
  const order = parent ? asked : withModelTraining(asked, model);
  const modelType = findModelType(model.modelTypeId);
  const template = chooseTemplate(modelType, order.params, parent);
  const { hyperparameters, envelope } = resolveHyperparameters(modelType, template, {
    ...order.params,
    template: template.id,
  });
  const instanceType = chooseInstanceType(envelope.instanceType, deps.settings);
  const { inputCount, dataset } = await inputsOf(order, deps);
  const { scope } = order;
  const data = dataset && dataSizeOf(dataset);
  const estimate = await estimateFor(
    {
      scope,
      modelTypeId: modelType.id,
      template,
      hyperparameters,
      inputCount,
      data,
      instanceType,
      ...(dataset
        ? { work: countedInVersion(dataset), conceptCount: dataset.concepts.length }
        : {}),
      startsFrom: startOf({ template, hyperparameters }, parent, deps.settings),
    },
    deps,
  );
  const counts = dataset && countsOf(dataset);
  const warnings = counts
    ? dataWarnings({ modelType, template, hyperparameters, counts })
    : fewInputs(inputCount);
  const basis: EstimateBasis = {
    templateId: template.id,
    isDefaultTemplate: [undefined, ''].includes(asked.params['template'] as string | undefined),
    inputCount,
    datasetVersionId: order.datasetVersionId,
    instanceType,
    device: findInstanceType(instanceType)?.gpuName ?? deps.settings.accelerator,
  };
  const limits = await notLookedAt(scope, { dataset, parent }, deps);
  return { ...estimate, explanation: [...estimate.explanation, ...limits], warnings, basis };
}

/**
 * What the estimate needs of the model, which need not be there where its type is named: people
 * look at a price before they make anything.
 * @throws DeeptuneError model-does-not-exist, model-type-unknown; invalid-request where it is there
 *   and of another type
 */
async function modelOf(
  { scope, modelId, modelTypeId }: EstimateRequest,
  { table }: Pick<Dependencies, 'table'>,
): Promise<Pick<Model, 'modelTypeId' | 'trainInfo'>> {
  if (modelTypeId === undefined) return (await getModel(table, scope, modelId)).value;
  const stored = (await readRecord<Model>(table, keys.model(scope, modelId)))?.value;
  if (!stored || stored.deletedAt !== undefined)
    return { modelTypeId: findModelType(modelTypeId).id };
  if (stored.modelTypeId === modelTypeId) return stored;
  throw fail(
    'invalidRequest',
    `'model_type_id' says '${modelTypeId}', and model '${modelId}' is a ${stored.modelTypeId}: leave it out, or choose another model id`,
  );
}

/**
 * The inputs that the training would have: those of the dataset version, as many as were said, or
 * those that a new version of the dataset, or of the whole app, would have now.
 */
async function inputsOf(
  order: EstimateRequest,
  deps: EstimateUses,
): Promise<{ inputCount: number; dataset?: DatasetVersion }> {
  const { datasetVersionId, estimatedInputCount } = order;
  if (datasetVersionId !== undefined) {
    const dataset = await findDatasetVersion(order.scope, { ...order, datasetVersionId }, deps);
    assertReady(dataset);
    return { inputCount: dataset.inputCount, dataset };
  }
  if (estimatedInputCount !== undefined) return { inputCount: estimatedInputCount };
  const { dataset } = await chooseDatasetVersion(order.scope, order, deps);
  // More than a request looks at one by one: they are counted.
  if (!isReady(dataset))
    return { inputCount: await countMembers(order.scope, dataset.datasetId, deps) };
  if (dataset.inputCount === 0) throw datasetEmpty(dataset);
  return { inputCount: dataset.inputCount, dataset };
}

/**
 * The objects of a dataset version; undefined for one of the first release, which did not count
 * them.
 * @param inputCount another number of inputs of the same mean size: what a child reads of its own
 *   data and its parent's
 */
export function dataSizeOf(
  dataset: DatasetVersion,
  inputCount = dataset.inputCount,
): DataSize | undefined {
  const { objectBytes, objectCount } = dataset;
  if (objectBytes === undefined || objectCount === undefined) return undefined;
  const share = dataset.inputCount === 0 ? 0 : inputCount / dataset.inputCount;
  return {
    objectBytes: Math.round(objectBytes * share),
    objectCount: Math.round(objectCount * share),
  };
}
