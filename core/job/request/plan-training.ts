import { wordFor } from '../../words.ts';
import type { TrainingRequest } from './training-request.ts';
import { findModelType } from '../../catalog/catalog.ts';
import {
  resolveHyperparameters,
  resolveInferenceParams,
} from '../../catalog/hyperparameters/hyperparameters.ts';
import type { ModelType, Template } from '../../catalog/model-type.ts';
import type { JsonObject } from '../../json.ts';
import type { StartingWeights } from '../../catalog/base-models/starting-weights.ts';
import type { ChosenDataset } from '../../dataset/version/choose-dataset-version.ts';
import { chooseDatasetVersion } from '../../dataset/version/choose-dataset-version.ts';
import { isReady } from '../../dataset/version/dataset-version.ts';
import { countFewMembers } from '../../dataset/version/frozen-inputs.ts';
import { assertReady } from '../../dataset/version/dataset-version-store.ts';
import type { DataWarning } from '../../dataset/version/warnings/data-warning.ts';
import { deletedInputs } from '../../dataset/version/warnings/deleted-inputs.ts';
import { dataWarnings } from '../../dataset/version/warnings/data-warnings.ts';
import { namesOfRenamed } from '../../dataset/concept/concept-names.ts';
import { fail } from '../../errors.ts';
import type { DataTransfer } from '../../estimate/data-transfer.ts';
import { formatDuration } from '../../estimate/price.ts';
import type { LineDelta } from '../../model/lineage.ts';
import type { Model } from '../../model/model.ts';
import type { ConceptRef, ModelVersion } from '../../model/model-version.ts';
import { getModel } from '../../model/version-store.ts';
import { isExclusive } from '../../catalog/hyperparameters/exclusive.ts';
import { assertTrainable, chooseConcepts } from './checks.ts';
import type { Dependencies } from '../../ports/host.ts';
import { dataSizeOf, transferFor } from './forecast/data-size.ts';
import type { EstimatedTraining } from './forecast/training-estimate.ts';
import { estimateFor } from './forecast/training-estimate.ts';
import { chooseTemplate, findParent, startOf } from './parent.ts';
import type { TrainingEstimate } from '../../estimate/estimate.ts';
import { chooseInstanceType } from './instance.ts';
import { boughtAs } from './purchase.ts';
import { withModelOutput, withModelTraining } from './model-defaults.ts';
import { isDialRequest, planDial } from './dial/plan-dial.ts';
import { servingNote } from '../../model/serving.ts';
import { lineWarnings } from './line-warnings.ts';
import type { DataFacts } from './rows/data-facts.ts';
import { readDataFacts } from './rows/data-facts.ts';

/** A training whose recipe was checked. Nothing was written. */
export interface TrainingRecipe {
  readonly modelType: ModelType;
  readonly template: Template;
  readonly hyperparameters: JsonObject;
  readonly invalidDataTolerancePercent: number;
  readonly inferenceParams: JsonObject;
  readonly outputConfig: JsonObject;
  readonly instanceType: string;
  /** Epochs of the template, where half of them are run because a child named none. */
  readonly defaultEpochs?: number;
}

/** A training that can be queued. Nothing was written. */
export interface TrainingPlan extends TrainingRecipe {
  readonly concepts: readonly ConceptRef[];
  /** Its dataset version; what is new of it must be stored with the training. */
  readonly chosen: ChosenDataset;
  /** What its line of versions begins with. */
  readonly startsFrom: StartingWeights;
  readonly parent?: ModelVersion;
  /** Why what it makes could not be predicted with here; absent: it can be. */
  readonly notPredictable?: string;
  /**
   * What its data decides; absent: its dataset version is not ready yet, and Prepare plans again
   * when it is.
   */
  readonly worked?: WorkedOut;
  /**
   * Without `worked`: what is shown of it by the inputs that there are now; absent: there are too
   * many to count them while somebody waits, or nobody does.
   */
  readonly counted?: EstimatedTraining;
  readonly asked: TrainingRequest;
}

/** What is known of a training once the rows of its dataset version are: it can be reserved. */
export interface WorkedOut {
  readonly transfer?: DataTransfer;
  readonly estimate: EstimatedTraining;
  /** What is worth knowing of the data before the training is paid for. */
  readonly warnings: readonly DataWarning[];
  readonly delta: LineDelta;
}

export type TrainingUses = Pick<
  Dependencies,
  'table' | 'objects' | 'settings' | 'now' | 'newId' | 'sha256' | 'newSha256' | 'load'
>;

/**
 * Checks a training and works out what it means. Of one whose dataset version is not ready, what
 * needs the rows is left out.
 * @throws DeeptuneError of the user's fault for every training that could not train
 */
export async function planTraining(
  asked: TrainingRequest,
  deps: TrainingUses,
): Promise<TrainingPlan> {
  const { value: model } = await getModel(deps.table, asked.scope, asked.modelId);
  if (isDialRequest(asked)) return planDial(asked, deps);
  const modelType = trainableType(model);
  const parent = asked.resumeFrom && (await findParent(asked.resumeFrom, model, deps));
  const order = withModelOutput(parent ? asked : withModelTraining(asked, model), model);
  const recipe = chooseRecipe(modelType, order, parent, deps.settings);
  const chosen = await chooseDatasetVersion(order.scope, order, deps);
  const { dataset } = chosen;
  const concepts = chooseConcepts(modelType, {
    asked: order.concepts.length > 0 ? order.concepts : model.concepts,
    parent: await parentConcepts(parent, deps),
    dataset,
  });
  const startsFrom = startOf(recipe, parent, deps.settings);
  const notPredictable = servingNote({ ...recipe, modelTypeId: modelType.id }, deps.settings);
  const plan: TrainingPlan = {
    ...recipe,
    asked,
    startsFrom,
    concepts,
    chosen,
    ...(notPredictable === undefined ? {} : { notPredictable }),
    ...(parent ? { parent } : {}),
  };
  if (dataset.state === 'failed') assertReady(dataset);
  if (isReady(dataset)) return { ...plan, worked: await workOut(plan, deps) };
  const counted = await estimateCounted(plan, deps);
  return counted ? { ...plan, counted } : plan;
}

/** Inputs of an app up to which they are counted for a training that waits for its rows. */
const countedInputs = 100_000;

/**
 * By the number of inputs alone. Undefined for an incremental training too: it reads what is new to
 * it of them, and others of its parent's.
 */
async function estimateCounted(
  { asked, parent, modelType, concepts, chosen, ...plan }: TrainingPlan,
  deps: TrainingUses,
): Promise<EstimatedTraining | undefined> {
  if (asked.isScheduled || parent) return undefined;
  const { datasetId } = chosen.dataset;
  const few = { datasetId, atMost: countedInputs };
  const inputCount = await countFewMembers(asked.scope, few, deps);
  if (inputCount === undefined) return undefined;
  const question = { ...plan, scope: asked.scope, modelTypeId: modelType.id, inputCount };
  return estimateFor({ ...question, concepts }, boughtAs(deps, asked.purchase));
}

/**
 * What the rows decide. @throws DeeptuneError of the user's fault where they could not be trained
 * on
 */
async function workOut(plan: TrainingPlan, deps: TrainingUses): Promise<WorkedOut> {
  const { concepts, chosen, outputConfig, hyperparameters } = plan;
  const facts = await readDataFacts(plan.asked.scope, { ...plan, parent: plan.parent }, deps);
  assertTrainable({
    ...plan,
    facts: facts.rows,
    labels: facts.labels,
    dataset: chosen.dataset,
    isExclusive: isExclusive(hyperparameters),
    failsOnMissingPositives: outputConfig['fail_on_missing_positive_examples'] === true,
  });
  assertTrains(facts, chosen.dataset.datasetId);
  const estimated = await estimatePlan(plan, facts, deps);
  const conceptIds = concepts.map(({ id }) => id);
  const { counts, rows: images, deletedCount } = facts;
  const warnings = [
    ...(plan.parent ? lineWarnings(facts, plan.parent, concepts) : []),
    ...deletedInputs(deletedCount, chosen.dataset.inputCount),
    ...dataWarnings({ ...plan, counts, conceptIds, images }),
  ];
  return { ...estimated, warnings, delta: facts.delta };
}

/** @throws DeeptuneError dataset-empty where its owner held everything out */
function assertTrains({ counts }: DataFacts, datasetId: string): void {
  if (counts.train.inputs > 0 || counts.test.inputs === 0) return;
  throw fail(
    'datasetEmpty',
    `${wordFor(counts.test.inputs, 'The only input', `All ${counts.test.inputs} inputs`)} of dataset '${datasetId}' ${wordFor(counts.test.inputs, 'is', 'are')} held out: the \`split\` of their metadata is test or validation. Give those to train on the split train, or none`,
  );
}

function trainableType(model: Model): ModelType {
  const modelType = findModelType(model.modelTypeId);
  if (modelType.recipe) return modelType;
  throw fail(
    'modelInvalidRequest',
    `Model type '${modelType.id}' cannot be trained by this release`,
  );
}

function chooseRecipe(
  modelType: ModelType,
  order: TrainingRequest,
  parent: ModelVersion | undefined,
  settings: Dependencies['settings'],
): TrainingRecipe {
  const template = chooseTemplate(modelType, order.params, parent);
  const params = {
    ...exclusiveParams(template, order),
    ...unfinishedParent(parent),
    ...order.params,
    template: template.id,
  };
  const { hyperparameters, envelope, defaultEpochs } = resolveHyperparameters(
    modelType,
    template,
    params,
    parent !== undefined,
  );
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
    ...(defaultEpochs === undefined ? {} : { defaultEpochs }),
  };
}

/** Nobody should learn from the answers of a version that was stopped before it had learnt. */
function unfinishedParent(parent: ModelVersion | undefined): JsonObject {
  return parent?.status === 'stopped' ? { distillation_weight: 0 } : {};
}

/**
 * `output_config.concepts_mutually_exclusive` is the older place of the hyperparameter of that
 * name, which some templates call `logreg`.
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

async function estimatePlan(
  plan: TrainingPlan,
  { rows, counts, incremental }: DataFacts,
  deps: TrainingUses,
): Promise<Pick<WorkedOut, 'estimate' | 'transfer'>> {
  const { modelType, template, hyperparameters, instanceType, chosen } = plan;
  const question = {
    scope: plan.asked.scope,
    modelTypeId: modelType.id,
    template,
    hyperparameters,
    inputCount: rows.rows,
    maxTextLength: rows.maxTextLength,
    startsFrom: plan.startsFrom,
    instanceType,
    data: incremental
      ? dataSizeOf(chosen.dataset, incremental.newCount + incremental.replayCount)
      : dataSizeOf(chosen.dataset),
    incremental,
    defaultEpochs: plan.defaultEpochs,
    counts,
    sizes: rows.sizes,
    dataset: chosen.dataset,
    concepts: plan.concepts,
  };
  const estimate = await estimateFor(question, boughtAs(deps, plan.asked.purchase));
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

/** Under the names that they have now: a concept is the same by its id. */
async function parentConcepts(
  parent: ModelVersion | undefined,
  deps: TrainingUses,
): Promise<readonly ConceptRef[]> {
  if (!parent || !('training' in parent)) return [];
  const names = await namesOfRenamed(parent.scope, deps);
  return parent.training.concepts.map(({ id, name }) => ({ id, name: names.get(id) ?? name }));
}
