import * as z from 'zod';
import type { AnsweredFile, AnsweredRow } from '../../../evaluation/answered-rows.ts';
import { chosenRows, isCorrect, readAnswers } from '../../../evaluation/answered-rows.ts';
import { getEvaluation } from '../../../evaluation/evaluation.ts';
import { fail } from '../../../errors.ts';
import { isOpenJob } from '../../../model/inference-job.ts';
import type { ModelVersion } from '../../../model/model-version.ts';
import { isLoadable } from '../../../model/model-version.ts';
import { heldOutCount } from '../../../evaluation/held-out.ts';
import { getVersion } from '../../../model/version-store.ts';
import { jobKeys, objectKeys } from '../../../records/object-keys.ts';
import { paged } from '../../http/paging.ts';
import { flag, paging, word } from '../../http/query-values.ts';
import type { RequestContext } from '../../http/request-context.ts';
import { param, parse, scopeOf } from '../../http/request-context.ts';
import type { Answer, Route } from '../../http/route.ts';
import { versionRefOf } from '../models/model-call.ts';
import type { AnsweredRowsResponse, RowPrediction } from '../../wire/messages.ts';

/** What a version answered to the rows that its training held out. */
async function heldOut(
  call: RequestContext,
): Promise<Answer<'ListModelVersionHeldOutPredictions'>> {
  const { value: version } = await getVersion(call.deps.table, await versionRefOf(call));
  const key = jobKeys.heldOut(objectKeys.versionPrefix(version.scope, version.id));
  const file = await readAnswers(call.deps.objects, key);
  if (file) return pageOf(file, call);
  // What is asked for is checked all the same.
  pageOf({ rows: [] }, call);
  return { predictions: [], total: 0, notKept: whyNotKept(version) };
}

/** In words. */
function whyNotKept(version: ModelVersion): string {
  if (!isLoadable(version))
    return `Version '${version.id}' is ${version.status}: there is nothing that could answer`;
  if (heldOutCount(version) === 0) return 'Its dataset version holds no inputs out';
  return (
    'Its trainer kept no answers to held-out inputs: it was trained by an earlier release, or its log says why. ' +
    'An evaluation on a dataset version has every answer'
  );
}

/** What an evaluation's job answered. @throws DeeptuneError does-not-exist where no job did */
async function ofEvaluation(call: RequestContext): Promise<Answer<'ListEvaluationPredictions'>> {
  const scope = await scopeOf(call);
  const { value } = await getEvaluation(scope, param(call, 'evaluation_id'), call.deps);
  const { id, job } = value;
  const folder = job && jobKeys.exportPrefix(objectKeys.jobPrefix(scope, job.id));
  const isDone = job !== undefined && !isOpenJob(job);
  const file =
    folder && isDone
      ? await readAnswers(call.deps.objects, `${folder}predictions.jsonl`)
      : undefined;
  if (file) return pageOf(file, call);
  const why = job ? `its job is ${job.status}` : 'no job made it';
  throw fail('doesNotExist', `Evaluation '${id}' has no predictions: ${why}`);
}

const orders = ['worst', 'best', 'input'] as const;
const choice = z.object({ order: z.enum(orders).default('worst') });

function pageOf(file: AnsweredFile, call: RequestContext): Omit<AnsweredRowsResponse, 'status'> {
  const { order } = parse(choice, { order: word(call, 'order') });
  const rows = chosenRows(file.rows, {
    order,
    concept: word(call, 'concept'),
    predicted: word(call, 'predicted'),
    onlyWrong: flag(call, 'only_wrong'),
  });
  return {
    predictions: paged(call, rows).map(rowToWire),
    total: rows.length,
    ...(file.scoreName === undefined ? {} : { scoreName: file.scoreName }),
    ...(file.counts ? { rows: file.counts } : {}),
  };
}

function rowToWire(row: AnsweredRow): RowPrediction {
  const { id, filename, label, output, score, error } = row;
  const correct = isCorrect(row);
  return {
    input_id: id,
    ...(filename === undefined ? {} : { filename }),
    ...(label ? { label } : {}),
    ...(output ? { answer: output } : {}),
    ...(score === undefined ? {} : { score }),
    ...(correct === undefined ? {} : { isCorrect: correct }),
    ...(error ? { error } : {}),
  };
}

const query = {
  ...paging,
  order: 'text',
  concept: 'text',
  predicted: 'text',
  only_wrong: 'flag',
} as const;

/** Extensions: each row's answer, the worst first. */
export const answeredRowRoutes: readonly Route[] = [
  {
    operation: 'ListModelVersionHeldOutPredictions',
    method: 'GET',
    path: '/models/:model_id/versions/:version_id/held_out_predictions',
    under: 'app',
    query,
    handle: heldOut,
  },
  {
    operation: 'ListEvaluationPredictions',
    method: 'GET',
    path: '/evaluations/:evaluation_id/rows',
    under: 'app',
    query,
    handle: ofEvaluation,
  },
];
