import { chooseTemplate, findParent, startOf } from './parent.ts';
import type { TrainingRequest } from './training-request.ts';
import { findModelType } from '../../catalog/catalog.ts';
import { fail } from '../../errors.ts';
import { resolveHyperparameters } from '../../catalog/hyperparameters/hyperparameters.ts';
import { findInstanceType } from '../../catalog/instance-types.ts';
import { omit } from '../../json.ts';
import type { JsonObject } from '../../json.ts';
import type { ChosenDataset } from '../../dataset/version/choose-dataset-version.ts';
import { chooseDatasetVersion } from '../../dataset/version/choose-dataset-version.ts';
import { isReady } from '../../dataset/version/dataset-version.ts';
import { assertReady } from '../../dataset/version/dataset-version-store.ts';
import { countsOf } from '../../dataset/version/training-counts.ts';
import type { DataWarning } from '../../dataset/version/warnings/data-warning.ts';
import { dataWarnings } from '../../dataset/version/warnings/data-warnings.ts';
import { countMembers } from '../../dataset/version/frozen-inputs.ts';
import { fewInputs } from '../../dataset/version/warnings/few-inputs.ts';
import type { TrainingEstimate } from '../../estimate/estimate.ts';
import { keys } from '../../records/keys.ts';
import type { Scope } from '../../records/keys.ts';
import { readRecord } from '../../records/records.ts';
import type { Model } from '../../model/model.ts';
import type { ModelVersion } from '../../model/model-version.ts';
import { getModel } from '../../model/version-store.ts';
import type { Dependencies } from '../../ports/host.ts';
import { datasetEmpty } from './checks.ts';
import type { DataFacts } from './rows/data-facts.ts';
import { readDataFacts } from './rows/data-facts.ts';
import { goesOnFrom, notLookedAt } from './estimate-limits.ts';
import { dataSizeOf } from './forecast/data-size.ts';
import { estimateFor } from './forecast/training-estimate.ts';
import type { EstimateOptions } from './forecast/training-estimate.ts';
import { chooseInstanceType } from './instance.ts';
import { lineWarnings } from './line-warnings.ts';
import { withModelTraining } from './model-defaults.ts';

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

type EstimateUses = Pick<
  Dependencies,
  'table' | 'objects' | 'settings' | 'now' | 'newId' | 'sha256' | 'newSha256' | 'load'
>;

/**
 * What a training would take and cost, before there is one: Clarifai's `time_estimate`.
 * @throws DeeptuneError template-unknown, hyperparameter-…, training-does-not-fit,
 *   does-not-exist, model-does-not-exist, dataset-version-not-ready, dataset-version-failed,
 *   dataset-empty
 */
export async function estimateRequested(
  asked: EstimateRequest,
  deps: EstimateUses,
  options: EstimateOptions = {},
): Promise<EstimateAnswer> {
  const model = await modelOf(asked, deps);
  const parent = asked.resumeFrom && (await findParent(asked.resumeFrom, model, deps));
  const order = parent ? asked : withModelTraining(asked, model);
  const modelType = findModelType(model.modelTypeId);
  const template = chooseTemplate(modelType, order.params, parent);
  const { hyperparameters, envelope, defaultEpochs } = resolveHyperparameters(
    modelType,
    template,
    { ...order.params, template: template.id },
    parent !== undefined,
  );
  const instanceType = chooseInstanceType(envelope.instanceType, deps.settings);
  const { inputCount, chosen } = await inputsOf(order, deps);
  const [{ scope }, dataset] = [order, chosen?.dataset];
  const facts =
    parent && chosen && (await childFacts(scope, { chosen, parent, hyperparameters }, deps));
  const estimate = await estimateFor(
    {
      scope,
      modelTypeId: modelType.id,
      template,
      hyperparameters,
      inputCount,
      data: dataset && dataSizeOf(dataset, facts && readCount(facts)),
      instanceType,
      dataset,
      concepts: dataset?.concepts ?? [],
      defaultEpochs,
      // Of a mere number nothing is known: `notLookedAt` says so.
      incremental: parent && (facts?.incremental ?? { newCount: inputCount, replayCount: 0 }),
      ...(facts && rowFactsOf(facts)),
      startsFrom: startOf({ template, hyperparameters }, parent, deps.settings),
    },
    deps,
    options,
  );
  const lineWarned = facts && parent ? lineWarnings(facts, parent, dataset?.concepts ?? []) : [];
  const counts = facts?.counts ?? (dataset && countsOf(dataset));
  const dataWarned = counts
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
  const limits =
    facts && parent ? [goesOnFrom(parent)] : await notLookedAt(scope, { dataset, parent }, deps);
  const explanation = [...estimate.explanation, ...limits];
  const warnings = [...lineWarned, ...dataWarned];
  return { ...omit(estimate, 'workload'), explanation, warnings, basis };
}

/**
 * What a child reads, as its training will: of its dataset version what its line does not know, and
 * of its line what is learnt again and held out. That may be many times the dataset version, so
 * that no price is shown without it.
 */
function childFacts(
  scope: Scope,
  of: {
    readonly chosen: ChosenDataset;
    readonly parent: ModelVersion;
    readonly hyperparameters: JsonObject;
  },
  deps: EstimateUses,
): Promise<DataFacts> {
  return readDataFacts(scope, { ...of, concepts: of.chosen.dataset.concepts }, deps);
}

function rowFactsOf({ counts, rows }: DataFacts) {
  return { counts, sizes: rows.sizes, maxTextLength: rows.maxTextLength };
}

function readCount({ incremental }: DataFacts): number | undefined {
  return incremental && incremental.newCount + incremental.replayCount;
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
): Promise<{ inputCount: number; chosen?: ChosenDataset }> {
  const { datasetVersionId, estimatedInputCount } = order;
  if (datasetVersionId === undefined && estimatedInputCount !== undefined)
    return { inputCount: estimatedInputCount };
  const chosen = await chooseDatasetVersion(order.scope, order, deps);
  const { dataset } = chosen;
  if (datasetVersionId !== undefined) assertReady(dataset);
  // More than a request looks at one by one: they are counted.
  if (!isReady(dataset))
    return { inputCount: await countMembers(order.scope, dataset.datasetId, deps) };
  if (datasetVersionId === undefined && dataset.inputCount === 0) throw datasetEmpty(dataset);
  return { inputCount: dataset.inputCount, chosen };
}
