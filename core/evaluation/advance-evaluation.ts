import { findModelType } from '../catalog/catalog.ts';
import type { DatasetVersion, ManifestRow } from '../dataset/dataset-version.ts';
import { positivesOf } from '../dataset/dataset-version.ts';
import { readManifest } from '../dataset/freeze.ts';
import { DeeptuneError, errors, fail, isError } from '../errors.ts';
import { keys, objectKeys } from '../ports/keys.ts';
import type { PredictorInput, PredictorOutput } from '../ports/predictor.ts';
import type { Stored } from '../ports/records.ts';
import { readRecord, toData } from '../ports/records.ts';
import { WriteRefusedError } from '../ports/table.ts';
import type { Dependencies } from '../training/dependencies.ts';
import { artifactOf } from '../training/predict.ts';
import { assertLoadable } from '../version/model-version.ts';
import { getVersion } from '../version/version-store.ts';
import type { ScoredRow } from './classification.ts';
import { classificationFigures } from './classification.ts';
import type { Evaluation } from './evaluation.ts';
import { getEvaluation, storeFigures } from './evaluation.ts';
import { evaluationRows, rowsPerCall } from './evaluation-rows.ts';

type Uses = Pick<Dependencies, 'table' | 'objects' | 'predictor' | 'sha256'>;

/**
 * Predicts the next rows of an evaluation that is not done, and measures after the last. Whoever asks how it stands moves it on: no call is longer
 * than API Gateway waits, nothing runs while nobody asks, and a call that dies is simply made again.
 * @returns the evaluation as it is then; unchanged where the model is being deployed, or another call was faster
 */
export async function advanceEvaluation(
  { value, rev }: Stored<Evaluation>,
  deps: Uses,
): Promise<Evaluation> {
  if (value.status !== 'evaluating') return value;
  const after = await nextOf(value, deps);
  const put = { ...keys.evaluation(value.scope, value.id), data: toData(after) };
  try {
    await deps.table.write([{ put, if: { rev } }]);
    return after;
  } catch (error) {
    if (!(error instanceof WriteRefusedError)) throw error;
    return (await getEvaluation(value.scope, value.id, deps)).value;
  }
}

async function nextOf(evaluation: Evaluation, deps: Uses): Promise<Evaluation> {
  try {
    return await predictNext(evaluation, deps);
  } catch (error) {
    if (isError(error, 'modelDeploying') || isError(error, 'modelBusy')) return evaluation;
    const isFinal = error instanceof DeeptuneError && error.fault === 'user';
    if (!isFinal && !isError(error, 'predictionFailed')) throw error;
    return failed(evaluation, error.message);
  }
}

function failed(evaluation: Evaluation, message: string): Evaluation {
  return {
    ...evaluation,
    status: 'failed',
    failure: { status: errors.predictionFailed.status, message },
  };
}

async function predictNext(evaluation: Evaluation, deps: Uses): Promise<Evaluation> {
  const rows = await rowsOfEvaluation(evaluation, deps);
  const start = evaluation.rows.done;
  const next = rows.slice(start, start + rowsPerCall);
  const scored = await scoreRows(evaluation, next, deps);
  const part = objectKeys.evaluationPart(evaluation.scope, evaluation.id, start);
  await deps.objects.put(part, new TextEncoder().encode(JSON.stringify(scored)));
  const done = start + next.length;
  const failures = evaluation.rows.failed + next.length - scored.length;
  const after = { ...evaluation, rows: { ...evaluation.rows, done, failed: failures } };
  return done < rows.length ? after : measure(after, deps);
}

async function rowsOfEvaluation(evaluation: Evaluation, deps: Uses): Promise<ManifestRow[]> {
  const { scope, groundTruth, modelTypeId, concepts } = evaluation;
  const { datasetId, datasetVersionId } = groundTruth;
  const key = keys.datasetVersion(scope, datasetId, datasetVersionId);
  const dataset = await readRecord<DatasetVersion>(deps.table, key);
  if (!dataset)
    throw fail('doesNotExist', `Dataset version '${datasetVersionId}' does not exist any more`);
  const rows = await readManifest(scope, dataset.value, deps);
  return evaluationRows(rows, findModelType(modelTypeId), concepts);
}

/** Rows that the model could not read are left out. */
async function scoreRows(
  evaluation: Evaluation,
  rows: readonly ManifestRow[],
  deps: Uses,
): Promise<ScoredRow[]> {
  const { value: version } = await getVersion(deps.table, evaluation);
  assertLoadable(version);
  const inputs = await Promise.all(rows.map((row) => contentOf(evaluation, row, deps)));
  const outputs = await deps.predictor.predict(artifactOf(version), inputs);
  return rows.flatMap((row, place) => scoredRow(evaluation, row, outputs[place]));
}

async function contentOf(
  { scope }: Evaluation,
  row: ManifestRow,
  deps: Uses,
): Promise<PredictorInput> {
  if (row.object === null) return { text: row.text ?? '' };
  const image = await deps.objects.get(objectKeys.input(scope, row.object));
  if (!image) throw fail('internal', `The bytes of input '${row.id}' are missing`);
  return { image };
}

function scoredRow(
  { concepts }: Evaluation,
  row: ManifestRow,
  output: PredictorOutput | undefined,
): ScoredRow[] {
  if (!output || 'error' in output) return [];
  const values = new Map(output.concepts?.map(({ id, value }) => [id, value]));
  const positives = positivesOf(row);
  return [
    {
      inputId: row.id,
      scores: concepts.map(({ id }) => values.get(id) ?? 0),
      targets: concepts.map(({ id }) => positives.includes(id)),
    },
  ];
}

async function measure(evaluation: Evaluation, deps: Uses): Promise<Evaluation> {
  const rows: ScoredRow[] = [];
  for (let start = 0; start < evaluation.rows.total; start += rowsPerCall) {
    const key = objectKeys.evaluationPart(evaluation.scope, evaluation.id, start);
    const bytes = await deps.objects.get(key);
    if (!bytes) throw fail('internal', `Part ${start} of evaluation '${evaluation.id}' is missing`);
    rows.push(...(JSON.parse(new TextDecoder().decode(bytes)) as ScoredRow[]));
  }
  if (rows.length === 0) return failed(evaluation, 'None of the inputs could be predicted');
  const figures = classificationFigures(
    rows,
    evaluation.concepts.map(({ id }) => id),
  );
  await storeFigures(evaluation, figures, deps);
  return { ...evaluation, status: 'evaluated', summary: figures.summary };
}
