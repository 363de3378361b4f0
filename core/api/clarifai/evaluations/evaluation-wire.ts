import { wordFor } from '../../../words.ts';
import * as z from 'zod';
import type { JsonObject } from '../../../json.ts';
import type { Evaluation } from '../../../evaluation/evaluation.ts';
import type { EvaluationMetrics } from '../../../evaluation/figures.ts';
import type { RemainingTime } from '../../../estimate/remaining/remaining-time.ts';
import type { EvaluationRequest } from '../../../job/request/inference/start-evaluation.ts';
import { fail } from '../../../errors.ts';
import { toData } from '../../../records/records.ts';
import type { Scope } from '../../../records/keys.ts';
import { idSchema } from '../../http/ids.ts';
import { status } from '../../http/status.ts';
import { jobToWire } from '../predictions/job-wire.ts';
import type { MetricsField } from './metrics-wire.ts';
import { evaluationMetricsToWire, summaryToWire } from './metrics-wire.ts';
import type { EvalMetrics, Status } from '../../wire/messages.ts';

const struct = z.record(z.string(), z.json()).default({});
const id = z.string().optional();

/** `EvalMetrics` of a request. Where the version is named by the path, `model` may be left out. */
const evalMetrics = z.object({
  id: z.union([idSchema, z.literal('')]).optional(),
  model: z.object({ id, app_id: id, model_version: z.object({ id }).optional() }).optional(),
  ground_truth_dataset: z
    .object({ id, app_id: id, version: z.object({ id }).optional() })
    .optional(),
  eval_info: z.object({ params: struct }).optional(),
  extended_metrics: z.object({ user_metrics: struct }).optional(),
});
/** An empty list asks for one evaluation of the path's version. */
export const evaluationsBody = z.object({ eval_metrics: z.array(evalMetrics).max(10).default([]) });

/** @throws DeeptuneError invalid-request where no version is named, or one of another app */
export function evaluationRequestFromWire(
  wire: z.infer<typeof evalMetrics>,
  scope: Scope,
  path: { modelId?: string; versionId?: string },
): EvaluationRequest {
  const { model, ground_truth_dataset: dataset } = wire;
  const modelId = path.modelId ?? model?.id;
  const versionId = path.versionId ?? model?.model_version?.id;
  if (!modelId || !versionId)
    throw fail('invalidRequest', 'Name what to evaluate: model.id and model.model_version.id');
  for (const [what, appId] of [
    ['model', model?.app_id],
    ['ground_truth_dataset', dataset?.app_id],
  ]) {
    if (appId && appId !== scope.appId)
      throw fail(
        'invalidRequest',
        `${what}.app_id is '${appId}': an evaluation takes model and dataset of its own app, '${scope.appId}'`,
      );
  }
  const { quote_id: quoteId, ...params } = (wire.eval_info?.params ?? {}) as JsonObject;
  if (quoteId !== undefined && typeof quoteId !== 'string')
    throw fail(
      'invalidRequest',
      `eval_info.params.quote_id is ${JSON.stringify(quoteId).slice(0, 80)}: the id of a quote is a text of 32 hexadecimal digits`,
    );
  return {
    ...(wire.id ? { id: wire.id } : {}),
    ...(quoteId ? { quoteId } : {}),
    ref: { scope, modelId, versionId },
    groundTruth: {
      ...(dataset?.id ? { datasetId: dataset.id } : {}),
      ...(dataset?.version?.id ? { datasetVersionId: dataset.version.id } : {}),
    },
    params,
    userMetrics: (wire.extended_metrics?.user_metrics ?? {}) as JsonObject,
  };
}

/** What an answer shows beside the record. */
export interface EvaluationParts {
  /** Where `fields` of them were asked for. */
  readonly figures?: EvaluationMetrics;
  readonly fields?: readonly MetricsField[];
  /** How long its job will still run. */
  readonly remaining?: RemainingTime;
}

/**
 * An evaluation as `EvalMetrics`. In `extended_metrics.user_metrics.deeptune` stand how many rows
 * it was measured on, its job, and the numbers in the words of the trainer; with the figures also
 * those of each concept.
 */
export function evaluationToWire(
  evaluation: Evaluation,
  { figures, fields = [], remaining }: EvaluationParts = {},
): EvalMetrics {
  const { scope, groundTruth, summary } = evaluation;
  const about = { concepts: evaluation.concepts, appId: scope.appId };
  const owner = { app_id: scope.appId, user_id: scope.userId };
  const metrics = figures?.report ?? evaluation.numbers;
  return {
    id: evaluation.id,
    ...owner,
    status: statusOf(evaluation),
    model: {
      id: evaluation.modelId,
      ...owner,
      model_type_id: evaluation.modelTypeId,
      model_version: { id: evaluation.versionId, ...owner },
    },
    ground_truth_dataset: {
      id: groundTruth.datasetId,
      ...owner,
      version: { id: groundTruth.datasetVersionId, dataset_id: groundTruth.datasetId, ...owner },
    },
    eval_info: { params: evaluation.params },
    ...(summary ? { summary: summaryToWire(summary) } : {}),
    ...(figures ? evaluationMetricsToWire(figures, about, fields) : {}),
    extended_metrics: {
      user_metrics: {
        ...evaluation.userMetrics,
        deeptune: toData({
          createdAt: evaluation.createdAt,
          rows: evaluation.rows,
          ...(evaluation.job ? { job: jobToWire(evaluation.job, remaining) } : {}),
          ...(metrics ? { metrics } : {}),
        }),
      },
    },
  };
}

/**
 * Of an evaluation that was just asked for, whether or not it is done already: clients poll from
 * here.
 */
export function queuedToWire(evaluation: Evaluation): EvalMetrics {
  return { ...evaluationToWire(evaluation), status: status(21303) };
}

function statusOf({ status: state, failure, rows, job }: Evaluation): Status {
  if (state === 'evaluated') return status(21300);
  if (failure) return status(failure.status, failure.message);
  const percent = rows.total === 0 ? 0 : Math.floor((100 * rows.done) / rows.total);
  const details = `A job measures it, which takes seconds on a laptop and minutes on AWS; ${rows.done} of ${rows.total} inputs ${wordFor(rows.done, 'is', 'are')} answered`;
  const isBegun = job !== undefined && job.status !== 'queued';
  return { ...status(isBegun ? 21301 : 21303, details), percent_completed: percent };
}
