import type { JsonObject } from '../json.ts';
import type { ManifestRow } from '../dataset/version/dataset-version.ts';
import {
  chooseDatasetVersion,
  rowsOfChosen,
  storeChosen,
} from '../dataset/version/choose-dataset-version.ts';
import { fail } from '../errors.ts';
import { createRecords } from '../records/records.ts';
import type { Write } from '../ports/table.ts';
import type { Dependencies } from '../ports/host.ts';
import { assertPredictable } from '../model/serving.ts';
import { rowsOf } from '../training/training-rows.ts';
import type { LoadableVersion } from '../model/model-version.ts';
import { assertLoadable, conceptsOfVersion } from '../model/model-version.ts';
import type { VersionRef } from '../model/version-store.ts';
import { getVersion } from '../model/version-store.ts';
import type { Evaluation } from './evaluation.ts';
import { evaluated, evaluationWrite, storeMetrics } from './evaluation.ts';
import type { EvaluationMetrics } from './figures.ts';
import { heldOutCount, heldOutMetrics } from './held-out.ts';
import { scorerOf } from './measures.ts';

/** Rows of one evaluation. */
const maxRows = 2000;

/** An evaluation as asked for. */
export interface EvaluationRequest {
  /** Absent: we choose one. */
  readonly id?: string;
  readonly ref: VersionRef;
  /** Absent, or what the version was trained on: the metrics that the trainer measured on held-out rows, if it held any out. */
  readonly groundTruth: { readonly datasetId?: string; readonly datasetVersionId?: string };
  readonly params: JsonObject;
  readonly userMetrics: JsonObject;
}

type Uses = Pick<
  Dependencies,
  'table' | 'objects' | 'settings' | 'tasks' | 'now' | 'newId' | 'sha256' | 'newSha256'
>;

/**
 * Stores a new evaluation. On the version's own dataset it is done at once; on another, `advanceEvaluation` does it bit by bit.
 * @throws DeeptuneError version-not-trained, model-not-predictable, does-not-exist, already-exists, evaluation-needs-…, not-supported, invalid-request
 */
export async function startEvaluation(order: EvaluationRequest, deps: Uses): Promise<Evaluation> {
  const { value: version } = await getVersion(deps.table, order.ref);
  assertLoadable(version);
  if (!isOwnDataset(order, version)) return measureAnew(order, version, deps);
  const figures = heldOutMetrics(version);
  return figures
    ? takeHeldOut(order, { version, figures }, deps)
    : measureOnTrained(order, version, deps);
}

/** So few inputs that none was held out: what there is was trained on, and `seenInTraining` says so. */
function measureOnTrained(
  order: EvaluationRequest,
  version: LoadableVersion,
  deps: Uses,
): Promise<Evaluation> {
  const { datasetId, datasetVersionId } = version.training;
  return measureAnew({ ...order, groundTruth: { datasetId, datasetVersionId } }, version, deps);
}

function isOwnDataset({ groundTruth }: EvaluationRequest, { training }: LoadableVersion): boolean {
  const { datasetId, datasetVersionId } = groundTruth;
  return (
    (datasetId === undefined || datasetId === training.datasetId) &&
    (datasetVersionId === undefined || datasetVersionId === training.datasetVersionId)
  );
}

async function takeHeldOut(
  order: EvaluationRequest,
  { version, figures }: { version: LoadableVersion; figures: EvaluationMetrics },
  deps: Uses,
): Promise<Evaluation> {
  const total = heldOutCount(version);
  const { datasetId, datasetVersionId } = version.training;
  const started = newEvaluation(order, version, deps);
  const evaluation = evaluated(
    {
      ...started,
      concepts: conceptsOfVersion(version),
      groundTruth: { datasetId, datasetVersionId },
      rows: { total, done: total, perCall: total, seenInTraining: 0, failed: 0 },
      status: 'evaluating',
    },
    figures,
  );
  await storeMetrics(evaluation, figures, deps);
  await create(evaluation, [], deps);
  return evaluation;
}

async function measureAnew(
  order: EvaluationRequest,
  version: LoadableVersion,
  deps: Uses,
): Promise<Evaluation> {
  await assertPredictable(version, deps);
  const measure = scorerOf(version.modelTypeId);
  const { scope } = order.ref;
  const chosen = await chooseDatasetVersion(scope, order.groundTruth, deps);
  const { dataset } = chosen;
  const rows: ManifestRow[] = [];
  for await (const row of rowsOfChosen(scope, chosen, deps)) rows.push(row);
  const concepts = measure.conceptsOf(version, { dataset, rows });
  const measured = measure.rowsOf(rows, { version, concepts });
  if (!isOwnDataset(order, version)) measure.assertEnough(measured, { version, concepts });
  assertCount(measured.length);
  const seenInTraining = countSeen(measured, await rowsOf(version, deps));
  const [total, perCall] = [measured.length, measure.rowsPerCall];
  const evaluation: Evaluation = {
    ...newEvaluation(order, version, deps),
    concepts,
    groundTruth: { datasetId: dataset.datasetId, datasetVersionId: dataset.id },
    rows: { total, done: 0, perCall, seenInTraining, failed: 0 },
    status: 'evaluating',
  };
  await storeChosen(scope, chosen, (records) => create(evaluation, records, deps), deps);
  return evaluation;
}

function assertCount(count: number): void {
  if (count === 0)
    throw fail('evaluationNeedsInputs', 'None of the inputs can be measured; label some');
  if (count > maxRows)
    throw fail(
      'invalidRequest',
      `An evaluation takes at most ${maxRows} inputs; ${count} of this dataset version can be measured. Make a smaller one`,
    );
}

function countSeen(rows: readonly ManifestRow[], trained: readonly ManifestRow[]): number {
  const seen = new Set(trained.filter((row) => row.split === 'train').map((row) => row.id));
  return rows.filter((row) => seen.has(row.id)).length;
}

function newEvaluation(order: EvaluationRequest, version: LoadableVersion, deps: Uses) {
  const { ref, params, userMetrics } = order;
  return {
    id: order.id ?? deps.newId(),
    ...ref,
    modelTypeId: version.modelTypeId,
    createdAt: deps.now(),
    trainDatasetId: version.training.datasetId,
    params,
    userMetrics,
  };
}

function create(evaluation: Evaluation, more: readonly Write[], deps: Uses): Promise<void> {
  const what = `Evaluation '${evaluation.id}'`;
  return createRecords(deps.table, [evaluationWrite(evaluation), ...more], what);
}
