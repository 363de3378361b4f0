import { findModelType } from '../../../catalog/catalog.ts';
import type { DatasetVersion } from '../../../dataset/version/dataset-version.ts';
import type { ChosenDataset } from '../../../dataset/version/choose-dataset-version.ts';
import { chooseDatasetVersion } from '../../../dataset/version/choose-dataset-version.ts';
import { assertReady } from '../../../dataset/version/dataset-version-store.ts';
import { fail } from '../../../errors.ts';
import type { DataTransfer } from '../../../estimate/data-transfer.ts';
import type { ForwardPassEstimate } from '../../../estimate/forward-pass.ts';
import { formatDuration } from '../../../estimate/price.ts';
import type { LoadableVersion } from '../../../model/model-version.ts';
import type { Dependencies } from '../../../ports/host.ts';
import type { Kind } from '../../workflow/state.ts';
import { dataSizeOf, transferFor } from '../forecast/data-size.ts';
import { estimateInference } from '../forecast/inference-estimate.ts';
import type { EstimatedInference } from '../forecast/inference-estimate.ts';
import { allowedInstanceTypes, chooseInstanceType, instanceTypeOf } from '../instance.ts';

/** What an evaluation or a batch prediction runs over, as asked for. */
export interface InferenceRequest {
  readonly kind: Exclude<Kind, 'train'>;
  readonly version: LoadableVersion;
  /** Without a version: the dataset as it is now; without both: the whole app. */
  readonly datasetId?: string;
  readonly datasetVersionId?: string;
  /** Absent: where the version was trained, if that is still allowed. */
  readonly instanceType?: string;
}

/** Checked and estimated; nothing was written. */
export interface InferencePlan {
  readonly kind: InferenceRequest['kind'];
  readonly version: LoadableVersion;
  readonly dataset: DatasetVersion;
  /** What is new of it must be stored with the job. */
  readonly chosen: ChosenDataset;
  readonly instanceType: string;
  /** How the inputs come to the job; absent: they are there, or nothing is known of them. */
  readonly transfer?: DataTransfer;
  readonly estimate: EstimatedInference;
}

/**
 * Checks an order and works out what it takes.
 * @throws DeeptuneError does-not-exist, dataset-version-not-ready, dataset-version-failed,
 *   dataset-empty, hyperparameter-invalid (instance type), invalid-request where a job may not run
 *   long enough for it
 */
export async function planInference(
  request: InferenceRequest,
  deps: Dependencies,
): Promise<InferencePlan> {
  const { version, kind } = request;
  const { scope } = version;
  const chosen = await chooseDatasetVersion(scope, datasetIdsOf(request), deps);
  assertRowsKnown(chosen);
  const { dataset } = chosen;
  if (dataset.inputCount === 0)
    throw fail('datasetEmpty', `Dataset version '${dataset.id}' has no inputs; add inputs first`);
  assertInputKind(version, dataset);
  const instanceType = instanceTypeFor(request, deps.settings);
  const transfer = transferFor({ instanceType, data: dataSizeOf(dataset) });
  const work = { kind, version, dataset, chosen, instanceType, ...(transfer ? { transfer } : {}) };
  const estimate = await estimateInference(work, deps);
  assertShortEnough(estimate, deps.settings.maxRuntimeSeconds);
  return { ...work, estimate };
}

/**
 * Refuses a dataset version of which no input can be answered, as far as its counts say so.
 * @throws DeeptuneError dataset-empty
 */
function assertInputKind({ modelTypeId }: LoadableVersion, dataset: DatasetVersion): void {
  const { inputField } = findModelType(modelTypeId);
  const { objectCount, inputCount, invalidCount, id } = dataset;
  const readable = inputCount - invalidCount;
  const isWithout = inputField === 'image' ? objectCount === 0 : objectCount === readable;
  if (!isWithout || readable === 0) return;
  throw fail(
    'datasetEmpty',
    `None of the ${readable} readable inputs of dataset version '${id}' has ${inputField === 'image' ? 'an image' : 'a text'}, which a ${modelTypeId} needs`,
  );
}

/**
 * Its inputs decide what a job over them takes. @throws DeeptuneError dataset-version-not-ready,
 * dataset-version-failed
 */
function assertRowsKnown({ dataset, isNew, frozen }: ChosenDataset): void {
  if (isNew && !frozen)
    throw fail(
      'datasetVersionNotReady',
      `The app of dataset '${dataset.datasetId}' has more inputs than are frozen within a request: make a dataset version of the dataset, and name that once its status is 64015 (ready)`,
    );
  assertReady(dataset);
}

function datasetIdsOf({ datasetId, datasetVersionId }: InferenceRequest) {
  return {
    ...(datasetId === undefined ? {} : { datasetId }),
    ...(datasetVersionId === undefined ? {} : { datasetVersionId }),
  };
}

function instanceTypeFor(
  { version, instanceType }: InferenceRequest,
  settings: Dependencies['settings'],
): string {
  if (instanceType) return chooseInstanceType(instanceType, settings);
  const own = instanceTypeOf(version.training, settings);
  return allowedInstanceTypes(settings).includes(own) ? own : settings.instanceType;
}

function assertShortEnough(
  { seconds, exceedsMaxRuntime }: ForwardPassEstimate,
  maxRuntimeSeconds: number,
): void {
  if (!exceedsMaxRuntime) return;
  throw fail(
    'invalidRequest',
    `This would take ${formatDuration(seconds)} (${seconds} s), but a job may run ${formatDuration(maxRuntimeSeconds)} here ` +
      `(maxRuntimeSeconds ${maxRuntimeSeconds}); ask for a dataset version with fewer inputs`,
  );
}
