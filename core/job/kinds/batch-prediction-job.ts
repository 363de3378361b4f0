import type { CompletenessManifest } from '../../model/checkpoints.ts';
import type { Table } from '../../ports/table.ts';
import type { BatchPrediction } from '../../prediction/batch-prediction.ts';
import { batchPredictionWrite } from '../../prediction/batch-prediction.ts';
import { keys } from '../../records/keys.ts';
import { readRecord } from '../../records/records.ts';
import { jobIdOf } from '../workflow/state.ts';
import type { JobState } from '../workflow/state.ts';
import type { InferenceKind } from './inference-job.ts';
import { inferenceJob } from './inference-job.ts';
import type { Job } from './job.ts';
import { recordIdOf } from './job.ts';

const predicts: InferenceKind<BatchPrediction> = {
  kind: 'predict',
  subject: 'prediction',
  keyOf: ({ scope, id }) => keys.batchPrediction(scope, id),
  write: batchPredictionWrite,
  datasetOf: ({ dataset }) => dataset,
  describe: () => ({ concepts: [] }),
  keepCounts: () => Promise.resolve(),
  verify: () => Promise.resolve(),
  withResult: (prediction, artifact) =>
    Promise.resolve(
      artifact ? { ...prediction, rows: answeredRows(artifact.manifest) } : prediction,
    ),
};

/** The job that has a version answer every input of a dataset version. */
export async function findBatchPredictionJob(
  state: JobState,
  table: Table,
): Promise<Job | undefined> {
  const scope = { userId: state.userId, appId: state.appId };
  const key = keys.batchPrediction(scope, recordIdOf(state));
  const stored = await readRecord<BatchPrediction>(table, key);
  // An id may be used again: what a late step of an earlier job finds is not its own.
  if (!stored || stored.value.job.id !== jobIdOf(state)) return undefined;
  return inferenceJob(predicts, stored);
}

/** `rows` and `firstFailure` of the export's manifest. */
function answeredRows(manifest: CompletenessManifest): NonNullable<BatchPrediction['rows']> {
  const { total = 0, answered = 0, invalid = 0 } = manifest.rows ?? {};
  const { firstFailure } = manifest;
  return { total, answered, failed: invalid, ...(firstFailure ? { firstFailure } : {}) };
}
