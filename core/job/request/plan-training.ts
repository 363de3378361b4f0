import { findModelType, findTemplate } from '../../catalog/catalog.ts';
import {
  resolveHyperparameters,
  resolveInferenceParams,
} from '../../catalog/hyperparameters/hyperparameters.ts';
import type { ModelType, Template } from '../../catalog/model-type.ts';
import type { JsonObject } from '../../json.ts';
import type { StartingWeights } from '../../catalog/base-models/starting-weights.ts';
import { startingWeightsOf } from '../../catalog/base-models/starting-weights.ts';
import type { DatasetVersion } from '../../dataset/version/dataset-version.ts';
import { freezeDataset, readManifest } from '../../dataset/version/freeze.ts';
import type { FrozenDataset } from '../../dataset/version/freeze.ts';
import { wholeAppDatasetId } from '../../dataset/version/frozen-inputs.ts';
import { parseManifest } from '../../dataset/version/dataset-version.ts';
import type { ManifestRow } from '../../dataset/version/dataset-version.ts';
import { countForTraining } from '../../dataset/version/training-counts.ts';
import type { DataWarning } from '../../dataset/version/warnings/data-warning.ts';
import { dataWarnings } from '../../dataset/version/warnings/data-warnings.ts';
import { fail } from '../../errors.ts';
import type { DataTransfer } from '../../estimate/data-transfer.ts';
import { formatDuration } from '../../estimate/price.ts';
import { keys } from '../../records/keys.ts';
import type { Scope } from '../../records/keys.ts';
import type { Model } from '../../model/model.ts';
import type { ConceptRef, ModelVersion } from '../../model/model-version.ts';
import { isLoadable } from '../../model/model-version.ts';
import { getModel, getVersion } from '../../model/version-store.ts';
import { startsFromOf } from './base-model.ts';
import { assertTrainable, chooseConcepts, isExclusive } from './checks.ts';
import type { Dependencies } from '../../ports/host.ts';
import {
  dataSizeOf,
  estimateFor,
  findDatasetVersion,
  templateIdOf,
  transferFor,
} from './estimate-training.ts';
import type { TrainingEstimate } from '../../estimate/estimate.ts';
import { chooseInstanceType } from './instance.ts';
import { withModelOutput, withModelTraining } from './model-defaults.ts';
import { servingNote } from '../../model/serving.ts';
import { trainingRows } from '../../training/training-rows.ts';

/** A training as asked for on the wire, not yet looked at. */
export interface TrainingRequest {
  readonly scope: Scope;
  readonly modelId: string;
  /** `train_info.params`: template, hyperparameters, dataset. */
  readonly params: JsonObject;
  readonly datasetId?: string;
  readonly datasetVersionId?: string;
  /** Empty: the model's own concepts, else all of the dataset's. */
  readonly concepts: readonly ConceptRef[];
  readonly inferenceParams: JsonObject;
  /** `output_info.output_config` and `input_info`: kept with the version. */
  readonly outputConfig?: JsonObject;
  readonly inputInfo?: JsonObject;
  readonly description: string;
  readonly resumeFrom?: {
    readonly scope: Scope;
    readonly modelId: string;
    readonly versionId?: string;
  };
}

/** A training whose every part was checked: it can be reserved and queued. Nothing was written. */
export interface TrainingPlan {
  readonly modelType: ModelType;
  readonly template: Template;
  readonly hyperparameters: JsonObject;
  readonly invalidDataTolerancePercent: number;
  readonly inferenceParams: JsonObject;
  readonly outputConfig: JsonObject;
  readonly concepts: readonly ConceptRef[];
  readonly dataset: DatasetVersion;
  /** What its line of versions begins with. */
  readonly startsFrom: StartingWeights;
  /** Set where the dataset version is new and must be stored with the training. */
  readonly frozen?: FrozenDataset;
  readonly parent?: ModelVersion;
  readonly instanceType: string;
  readonly transfer?: DataTransfer;
  /** Why what it makes could not be predicted with here; absent: it can be. */
  readonly notPredictable?: string;
  readonly estimate: TrainingEstimate;
  /** What is worth knowing of the data before the training is paid for. */
  readonly warnings: readonly DataWarning[];
}

/**
 * Checks an order and works out what it means.
 * @throws DeeptuneError of the user's fault for every order that could not train
 */
export async function planTraining(
  asked: TrainingRequest,
  deps: Dependencies,
): Promise<TrainingPlan> {
  const { value: model } = await getModel(deps.table, asked.scope, asked.modelId);
  const modelType = trainableType(model);
  const parent = asked.resumeFrom && (await findParent(asked.resumeFrom, model, deps));
  const order = withModelOutput(parent ? asked : withModelTraining(asked, model), model);
  const recipe = chooseRecipe(modelType, order, parent, deps.settings);
  const { dataset, frozen, rows } = await findDataset(order, deps);
  const concepts = chooseConcepts(modelType, {
    asked: order.concepts.length > 0 ? order.concepts : model.concepts,
    parent: parentConcepts(parent),
    dataset,
  });
  const { hyperparameters, invalidDataTolerancePercent } = recipe;
  const exclusive = isExclusive(hyperparameters);
  assertTrainable({
    modelType,
    rows,
    dataset,
    concepts,
    invalidDataTolerancePercent,
    isExclusive: exclusive,
    failsOnMissingPositives: recipe.outputConfig['fail_on_missing_positive_examples'] === true,
  });
  const startsFrom = startOf(recipe, parent, deps.settings);
  const learned = await trainingRows(rows, parent, deps);
  const estimated = await estimatePlan(
    { order, recipe, rows, learned, dataset, parent, startsFrom },
    deps,
  );
  const notPredictable = servingNote({ ...recipe, modelTypeId: modelType.id }, deps.settings);
  const conceptIds = concepts.map(({ id }) => id);
  const warnings = dataWarnings({ ...recipe, counts: countForTraining(learned), conceptIds });
  return {
    ...recipe,
    ...estimated,
    startsFrom,
    concepts,
    dataset,
    ...(notPredictable === undefined ? {} : { notPredictable }),
    warnings,
    ...(frozen ? { frozen } : {}),
    ...(parent ? { parent } : {}),
  };
}

function trainableType(model: Model): ModelType {
  const modelType = findModelType(model.modelTypeId);
  if (modelType.recipe) return modelType;
  throw fail(
    'modelInvalidRequest',
    `Model type '${modelType.id}' cannot be trained by this release`,
  );
}

type Recipe = Pick<
  TrainingPlan,
  | 'modelType'
  | 'template'
  | 'hyperparameters'
  | 'inferenceParams'
  | 'outputConfig'
  | 'invalidDataTolerancePercent'
  | 'instanceType'
>;

function chooseRecipe(
  modelType: ModelType,
  order: TrainingRequest,
  parent: ModelVersion | undefined,
  settings: Dependencies['settings'],
): Recipe {
  const template = chooseTemplate(modelType, order.params, parent);
  const { hyperparameters, envelope } = resolveHyperparameters(modelType, template, {
    ...exclusiveParams(template, order),
    ...order.params,
    template: template.id,
  });
  const { invalidDataTolerancePercent } = envelope;
  const inferenceParams = resolveInferenceParams(modelType, order.inferenceParams);
  const outputConfig = order.outputConfig ?? {};
  return {
    modelType,
    template,
    hyperparameters,
    inferenceParams,
    outputConfig,
    invalidDataTolerancePercent,
    instanceType: chooseInstanceType(envelope.instanceType, settings),
  };
}

/**
 * `output_config.concepts_mutually_exclusive` is the older place of the hyperparameter of that name, which some templates call `logreg`.
 * @throws DeeptuneError hyperparameter-invalid where the template has neither
 */
function exclusiveParams(
  template: Template,
  { outputConfig, params }: TrainingRequest,
): JsonObject {
  if (outputConfig?.['concepts_mutually_exclusive'] !== true) return {};
  const names = template.hyperparameters.map((field) => field.name);
  if (names.includes('concepts_mutually_exclusive')) return { concepts_mutually_exclusive: true };
  if (names.includes('logreg')) return { logreg: 0 };
  if ('model_config' in params) return {};
  throw fail(
    'hyperparameterInvalid',
    `output_config.concepts_mutually_exclusive is true, but template '${template.id}' cannot train exclusive concepts`,
  );
}

/** A child goes on with what its parent's line began with. */
function startOf(
  { template, hyperparameters }: Recipe,
  parent: ModelVersion | undefined,
  settings: Dependencies['settings'],
): StartingWeights {
  return parent && 'training' in parent
    ? startsFromOf(parent, settings)
    : startingWeightsOf(template, hyperparameters, settings);
}

async function estimatePlan(
  plan: {
    order: TrainingRequest;
    recipe: Recipe;
    rows: readonly ManifestRow[];
    dataset: DatasetVersion;
    learned: readonly ManifestRow[];
    parent: ModelVersion | undefined;
    startsFrom: StartingWeights;
  },
  deps: Dependencies,
): Promise<Pick<TrainingPlan, 'estimate' | 'transfer'>> {
  const { modelType, template, hyperparameters, instanceType } = plan.recipe;
  const incremental = plan.parent && incrementalCounts(plan.learned);
  const question = {
    scope: plan.order.scope,
    modelTypeId: modelType.id,
    template,
    hyperparameters,
    inputCount: plan.rows.length,
    maxTextLength: maxTextLengthOf(plan.rows),
    startsFrom: plan.startsFrom,
    instanceType,
    data: incremental
      ? dataSizeOf(plan.dataset, incremental.newCount + incremental.replayCount)
      : dataSizeOf(plan.dataset),
    incremental,
  };
  const estimate = await estimateFor(question, deps);
  assertShortEnough(estimate, deps.settings);
  const transfer = transferFor(question);
  return { estimate, ...(transfer ? { transfer } : {}) };
}

/** @throws DeeptuneError hyperparameter-invalid for what a job may not run long enough for */
function assertShortEnough(
  { seconds, exceedsMaxRuntime }: TrainingEstimate,
  { maxRuntimeSeconds }: Dependencies['settings'],
): void {
  if (!exceedsMaxRuntime) return;
  throw fail(
    'hyperparameterInvalid',
    `This training would take ${formatDuration(seconds)} (${seconds} s), but a training job may run ${formatDuration(maxRuntimeSeconds)} here ` +
      `(maxRuntimeSeconds ${maxRuntimeSeconds}); lower the epochs or train on fewer inputs`,
  );
}

/** Characters of the longest text that is trained on, with its completion. */
function maxTextLengthOf(rows: readonly ManifestRow[]): number {
  const lengths = rows.map(({ text, target }) => (text?.length ?? 0) + (target?.length ?? 0));
  return lengths.reduce((longest, length) => Math.max(longest, length), 0);
}

function parentConcepts(parent: ModelVersion | undefined): readonly ConceptRef[] {
  return parent && 'training' in parent ? parent.training.concepts : [];
}

/** A child that names no template takes its parent's. */
function chooseTemplate(
  modelType: ModelType,
  params: JsonObject,
  parent: ModelVersion | undefined,
): Template {
  const isInherited =
    params['template'] === undefined && parent !== undefined && 'training' in parent;
  return findTemplate(
    modelType,
    isInherited ? parent.training.templateId : templateIdOf(modelType, params),
  );
}

async function findParent(
  resumeFrom: NonNullable<TrainingRequest['resumeFrom']>,
  model: Model,
  deps: Pick<Dependencies, 'table'>,
): Promise<ModelVersion> {
  const parentModel = (await getModel(deps.table, resumeFrom.scope, resumeFrom.modelId)).value;
  const ref = { ...resumeFrom, versionId: resumeFrom.versionId ?? parentModel.latestVersionId };
  const parent = (await getVersion(deps.table, ref)).value;
  if (parentModel.modelTypeId !== model.modelTypeId) {
    throw fail(
      'modelTypeMismatch',
      `Cannot resume a ${model.modelTypeId} from '${ref.modelId}', which is a ${parentModel.modelTypeId}; resume_from_model must name a version of the same model type`,
    );
  }
  if (!isLoadable(parent)) {
    throw fail(
      'versionNotTrained',
      `Model not yet trained: version '${parent.id}' is ${parent.status}; resume_from_model must name a trained version`,
    );
  }
  return parent;
}

/**
 * The dataset version that was named, or a new one frozen from what is there now.
 * @throws DeeptuneError does-not-exist
 */
export async function findDataset(
  order: Pick<TrainingRequest, 'scope' | 'datasetId' | 'datasetVersionId'>,
  deps: Pick<Dependencies, 'table' | 'objects' | 'settings' | 'now' | 'newId' | 'sha256'>,
): Promise<{ dataset: DatasetVersion; frozen?: FrozenDataset; rows: readonly ManifestRow[] }> {
  const { datasetVersionId } = order;
  if (datasetVersionId !== undefined) {
    const dataset = await findDatasetVersion(order.scope, { ...order, datasetVersionId }, deps);
    return { dataset, rows: await readManifest(order.scope, dataset, deps) };
  }
  const datasetId = order.datasetId ?? wholeAppDatasetId;
  if (
    order.datasetId !== undefined &&
    !(await deps.table.get(keys.dataset(order.scope, datasetId)))
  ) {
    throw fail('doesNotExist', `Dataset '${datasetId}' does not exist`);
  }
  const frozen = await freezeDataset(order.scope, { datasetId, versionId: deps.newId() }, deps);
  return { dataset: frozen.version, frozen, rows: parseManifest(frozen.manifest) };
}

function incrementalCounts(learned: readonly ManifestRow[]) {
  const replayCount = learned.filter((row) => row.origin === 'replay').length;
  return { newCount: learned.length - replayCount, replayCount };
}
