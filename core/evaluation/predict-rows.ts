import type { DatasetVersion, ManifestRow } from '../dataset/version/dataset-version.ts';
import { readManifest } from '../dataset/version/freeze.ts';
import { fail, isError } from '../errors.ts';
import { keys } from '../records/keys.ts';
import { objectKeys } from '../records/object-keys.ts';
import type { PredictorInput, PredictorOutput } from '../ports/predictor.ts';
import { readRecord } from '../records/records.ts';
import type { Dependencies } from '../ports/host.ts';
import { artifactOf } from '../prediction/predict.ts';
import type { Evaluation } from './evaluation.ts';
import type { Scorer, EvaluatedModel } from './measure.ts';
import { scorerOf } from './measures.ts';

type Uses = Pick<Dependencies, 'table' | 'objects' | 'predictor' | 'sha256'>;

/** What is kept of some rows. */
export interface PredictedPart {
  readonly kept: readonly unknown[];
  /** Why each of the others is left out. */
  readonly failures: readonly string[];
}

/** The rows that an evaluation measures, the same at each call. */
export async function rowsOfEvaluation(
  evaluation: Evaluation,
  subject: EvaluatedModel,
  deps: Uses,
): Promise<ManifestRow[]> {
  const { scope, groundTruth, modelTypeId } = evaluation;
  const { datasetId, datasetVersionId } = groundTruth;
  const key = keys.datasetVersion(scope, datasetId, datasetVersionId);
  const dataset = await readRecord<DatasetVersion>(deps.table, key);
  if (!dataset)
    throw fail('doesNotExist', `Dataset version '${datasetVersionId}' does not exist any more`);
  const rows = await readManifest(scope, dataset.value, deps);
  return scorerOf(modelTypeId).rowsOf(rows, subject);
}

/** Predicts some rows and keeps what their measure needs. @throws DeeptuneError model-deploying, model-busy, prediction-failed */
export async function predictRows(
  rows: readonly ManifestRow[],
  subject: EvaluatedModel,
  deps: Uses,
): Promise<PredictedPart> {
  const { version } = subject;
  const read = (digest: string) => readObject(objectKeys.input(version.scope, digest), deps);
  const inputs = await Promise.all(rows.map((row) => contentOf(row, read)));
  const outputs = await deps.predictor.predict(artifactOf(version), inputs);
  const part = { kept: [] as unknown[], failures: [] as string[] };
  for (const [place, row] of rows.entries()) {
    const found = { row, input: inputs[place], output: outputs[place] };
    const result = await keep(scorerOf(version.modelTypeId), found, { ...subject, read });
    if ('kept' in result) part.kept.push(result.kept);
    else part.failures.push(`Input '${row.id}': ${result.failure}`);
  }
  return part;
}

async function contentOf(
  row: ManifestRow,
  read: (digest: string) => Promise<Uint8Array>,
): Promise<PredictorInput> {
  return row.object === null ? { text: row.text ?? '' } : { image: await read(row.object) };
}

async function readObject(key: string, deps: Uses): Promise<Uint8Array> {
  const bytes = await deps.objects.get(key);
  if (!bytes) throw fail('internal', `The object '${key}' is missing`);
  return bytes;
}

async function keep(
  measure: Scorer,
  found: {
    row: ManifestRow;
    input: PredictorInput | undefined;
    output: PredictorOutput | undefined;
  },
  about: EvaluatedModel & { read: (digest: string) => Promise<Uint8Array> },
): Promise<{ kept: unknown } | { failure: string }> {
  const { row, input, output } = found;
  if (!output || 'error' in output) return { failure: output?.error.message ?? 'no prediction' };
  const image = input && 'image' in input ? { image: input.image } : {};
  try {
    return { kept: await measure.keep({ ...about, ...image, row, prediction: output }) };
  } catch (error) {
    if (!isError(error, 'inputUnsupported')) throw error;
    return { failure: error.message };
  }
}
