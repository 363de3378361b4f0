import { DeeptuneError, errors, fail, isError } from '../errors.ts';
import { objectKeys } from '../records/object-keys.ts';
import type { Stored } from '../records/records.ts';
import { WriteRefusedError } from '../ports/table.ts';
import type { Dependencies } from '../ports/host.ts';
import { assertLoadable } from '../model/model-version.ts';
import { getVersion } from '../model/version-store.ts';
import type { Evaluation } from './evaluation.ts';
import { evaluated, evaluationWrite, getEvaluation, storeMetrics } from './evaluation.ts';
import type { EvaluatedModel } from './measure.ts';
import { scorerOf } from './measures.ts';
import { predictRows, rowsOfEvaluation } from './predict-rows.ts';

type Uses = Pick<Dependencies, 'table' | 'objects' | 'predictor' | 'sha256'>;

/** `rows.perCall` of evaluations that do not say. */
const earlierPerCall = 32;

/**
 * Predicts the next rows of an evaluation that is not done, and measures after the last. Whoever asks how it stands moves it on, and so does the
 * reconciler: no call is longer than API Gateway waits, and a call that dies is simply made again.
 * @returns the evaluation as it is then; unchanged where the model is being deployed, or another call was faster
 */
export async function advanceEvaluation(
  { value, rev }: Stored<Evaluation>,
  deps: Uses,
): Promise<Evaluation> {
  if (value.status !== 'evaluating') return value;
  return storeEvaluation(await nextOf(value, deps), { value, rev }, deps);
}

/** @returns what is stored then: `after`, or what another call made of it */
export async function storeEvaluation(
  after: Evaluation,
  before: Stored<Evaluation>,
  deps: Uses,
): Promise<Evaluation> {
  if (after === before.value) return after;
  try {
    await deps.table.write([evaluationWrite(after, before.rev)]);
    return after;
  } catch (error) {
    if (!(error instanceof WriteRefusedError)) throw error;
    return (await getEvaluation(after.scope, after.id, deps)).value;
  }
}

async function nextOf(evaluation: Evaluation, deps: Uses): Promise<Evaluation> {
  try {
    return await predictNext(evaluation, deps);
  } catch (error) {
    if (isError(error, 'modelDeploying') || isError(error, 'modelBusy')) return evaluation;
    const isFinal = error instanceof DeeptuneError && error.fault === 'user';
    if (!isFinal && !isError(error, 'predictionFailed')) throw error;
    return failedEvaluation(evaluation, 'predictionFailed', error.message);
  }
}

/** The evaluation, given up. */
export function failedEvaluation(
  evaluation: Evaluation,
  kind: 'predictionFailed' | 'evaluationTimedOut',
  message: string,
): Evaluation {
  return { ...evaluation, status: 'failed', failure: { status: errors[kind].status, message } };
}

async function predictNext(evaluation: Evaluation, deps: Uses): Promise<Evaluation> {
  const { value: version } = await getVersion(deps.table, evaluation);
  assertLoadable(version);
  const subject = { version, concepts: evaluation.concepts };
  const rows = await rowsOfEvaluation(evaluation, subject, deps);
  const { done: start, perCall = earlierPerCall, failed, firstFailure } = evaluation.rows;
  const next = rows.slice(start, start + perCall);
  const { kept, failures } = await predictRows(next, subject, deps);
  const part = objectKeys.evaluationPart(evaluation.scope, evaluation.id, start);
  await deps.objects.put(part, new TextEncoder().encode(JSON.stringify(kept)));
  const first = firstFailure ?? failures[0];
  const counts = {
    ...evaluation.rows,
    done: start + next.length,
    failed: failed + failures.length,
    ...(first === undefined ? {} : { firstFailure: first }),
  };
  const after = { ...evaluation, rows: counts };
  return counts.done < rows.length ? after : measure(after, subject, deps);
}

async function measure(
  evaluation: Evaluation,
  subject: EvaluatedModel,
  deps: Uses,
): Promise<Evaluation> {
  const kept = await keptOf(evaluation, deps);
  if (kept.length === 0) {
    const { firstFailure = '' } = evaluation.rows;
    const message = `None of the inputs could be measured. ${firstFailure}`;
    return failedEvaluation(evaluation, 'predictionFailed', message);
  }
  const figures = scorerOf(evaluation.modelTypeId).figuresOf(kept, subject);
  await storeMetrics(evaluation, figures, deps);
  return evaluated(evaluation, figures);
}

/** What was kept of all rows, in their order. */
async function keptOf({ scope, id, rows }: Evaluation, deps: Uses): Promise<unknown[]> {
  const { total, perCall = earlierPerCall } = rows;
  const count = Math.ceil(total / perCall);
  const starts = Array.from({ length: count }, (_, part) => part * perCall);
  const parts = await Promise.all(
    starts.map(async (start) => {
      const bytes = await deps.objects.get(objectKeys.evaluationPart(scope, id, start));
      if (!bytes) throw fail('internal', `Part ${start} of evaluation '${id}' is missing`);
      return JSON.parse(new TextDecoder().decode(bytes)) as unknown[];
    }),
  );
  return parts.flat();
}
