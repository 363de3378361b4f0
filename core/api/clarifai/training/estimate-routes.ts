import { asIfField } from '../../../billing/as-if.ts';
import { wordFor } from '../../../words.ts';
import * as z from 'zod';
import type { JsonObject } from '../../../json.ts';
import type { EstimateBasis } from '../../../job/request/estimate-training.ts';
import { estimateRequested } from '../../../job/request/estimate-training.ts';
import type { EstimateAnswer } from '../../../job/request/estimate-training.ts';
import { wouldBeRefused } from '../../../job/request/would-be-refused.ts';
import { experienceOf } from '../../../job/request/forecast/learnt.ts';
import type { Experience } from '../../../job/request/forecast/learnt.ts';
import type { EstimateOptions } from '../../../job/request/forecast/training-estimate.ts';
import { alternativesOf } from '../../../estimate/forecast/alternatives.ts';
import { evidenceInWords } from '../../../estimate/forecast/forecast-words.ts';
import { forecastToWire } from './promise-wire.ts';
import type { RequestContext } from '../../http/request-context.ts';
import { param, parse, scopeOf, userOf } from '../../http/request-context.ts';
import type { Answer, Route } from '../../http/route.ts';
import { status } from '../../http/status.ts';
import type { TrainingEstimate } from '../../wire/messages.ts';
import { estimateRequestsFromWire, estimatesBody } from './training-request-wire.ts';

type Forecast = Pick<
  EstimateAnswer,
  'p10Seconds' | 'p50Seconds' | 'p90Seconds' | 'jobCount' | 'isCalibrated'
>;

/** All of a request learn from the same jobs, which are read once. */
async function estimates(
  call: RequestContext,
  options: EstimateOptions = {},
): Promise<EstimateAnswer[]> {
  const scope = await scopeOf(call);
  let read: Promise<Experience> | undefined;
  const experience = () => (read ??= experienceOf(scope.userId, call.deps));
  return Promise.all(
    estimateRequestsFromWire(call, scope).map((order) =>
      estimateRequested(order, call.deps, { ...options, experience }),
    ),
  );
}

/**
 * Clarifai's answer, by Clarifai's formula: durations only. The forecast, and what is worth knowing
 * of the data, stand where clients look for notes and do not parse them.
 */
async function timeEstimate(
  call: RequestContext,
): Promise<Answer<'PostModelVersionsTrainingTimeEstimate'>> {
  const all = await estimates(call);
  const notes = all.flatMap(({ warnings, notPredictable, basis, formula, ...estimate }) => [
    describeBasis(basis, formula.seconds),
    describeForecast(estimate),
    ...warnings.map(({ code, message, advice }) => `${code}: ${message}. ${advice}.`),
    ...(notPredictable === undefined ? [] : [`not-predictable: ${notPredictable}.`]),
  ]);
  return {
    training_time_estimates: all.map(({ formula }) => `${formula.seconds}s`),
    status: { ...status(10000), developer_notes: [...new Set(notes)].join('\n') },
  };
}

/**
 * What the seconds are of: the same question has other answers on other machines, and a client that
 * loses its parameters on the way gets those of the default template.
 */
function describeBasis(basis: EstimateBasis, seconds: number): string {
  const chosen = basis.isDefaultTemplate
    ? ' (the default: the request names none in train_info.params)'
    : '';
  const frozen = basis.datasetVersionId ? ` of dataset version '${basis.datasetVersionId}'` : '';
  return `estimate: ${seconds} s for template '${basis.templateId}'${chosen}, ${basis.inputCount} ${wordFor(basis.inputCount, 'input', 'inputs')}${frozen}, on '${basis.instanceType}' (${basis.device}).`;
}

/** Beside the formula, which knows no spread, what the forecast of the phases says. */
function describeForecast({ p10Seconds, p50Seconds, p90Seconds, ...how }: Forecast): string {
  const sure = evidenceInWords(how);
  return `forecast: ${p50Seconds} s; 8 of 10 such trainings take ${p10Seconds} to ${p90Seconds} s (${sure}).`;
}

/**
 * The whole estimate: time, price, reservation, how it was reckoned, and warnings about the data.
 */
async function wholeEstimate(
  call: RequestContext,
): Promise<Answer<'PostModelVersionsTrainingEstimates'>> {
  const all = await estimates(call, { alternatives: alternativesOf });
  const { userId, appId } = await scopeOf(call);
  const place = { userId, appId, modelId: param(call, 'model_id') };
  const withBudgets = all.map(async (estimate) => ({
    ...estimateToWire(estimate),
    ...(await wouldBeRefused(place, estimate.maxAmountMicros, call.deps)),
    ...asIfField(call.deps.settings, estimate.basis.instanceType),
  }));
  return { training_estimates: await Promise.all(withBudgets) };
}

/** What is published of it: the counted work and the unrounded forecast stay inside. */
function estimateToWire(estimate: EstimateAnswer): TrainingEstimate {
  const { fixedSeconds, epochs, expectedEpochs, inputEpochs } = estimate;
  const { predictable, notPredictable, warnings } = estimate;
  return {
    kind: 'train',
    ...forecastToWire(estimate),
    ...{ fixedSeconds, epochs, expectedEpochs, inputEpochs, predictable, warnings },
    ...(notPredictable === undefined ? {} : { notPredictable }),
  };
}

/**
 * Of a model in an app that may not be there yet either: nothing needs to be made to be told a
 * price. An extension, Clarifai has no counterpart.
 */
async function newModelEstimate(call: RequestContext): Promise<Answer<'PostTrainingEstimate'>> {
  const asked = parse(newModelEstimateBody, call.body);
  const userId = userOf(call);
  const estimate = await estimateRequested(
    {
      scope: { userId, appId: '' },
      modelId: '',
      modelTypeId: asked.model_type_id,
      params: asked.params as JsonObject,
      estimatedInputCount: asked.input_count,
    },
    call.deps,
    { alternatives: alternativesOf },
  );
  const refusal = await wouldBeRefused({ userId }, estimate.maxAmountMicros, call.deps);
  const asIf = asIfField(call.deps.settings, estimate.basis.instanceType);
  return { training_estimate: { ...estimateToWire(estimate), ...refusal, ...asIf } };
}

const newModelEstimateBody = z.object({
  model_type_id: z.string(),
  params: z.record(z.string(), z.json()).default({}),
  input_count: z.number().int().min(1),
});

/** What the estimator function serves on AWS. */
export const estimateRoutes: readonly Route[] = [
  {
    operation: 'PostModelVersionsTrainingTimeEstimate',
    method: 'POST',
    path: '/models/:model_id/versions/time_estimate',
    under: 'app',
    body: estimatesBody,
    refusesUnread: true,
    handle: timeEstimate,
  },
  {
    operation: 'PostModelVersionsTrainingEstimates',
    method: 'POST',
    path: '/models/:model_id/versions/estimates',
    under: 'app',
    body: estimatesBody,
    refusesUnread: true,
    handle: wholeEstimate,
  },
  {
    operation: 'PostTrainingEstimate',
    method: 'POST',
    path: '/training_estimates',
    under: 'user',
    body: newModelEstimateBody,
    refusesUnread: true,
    handle: newModelEstimate,
  },
];
