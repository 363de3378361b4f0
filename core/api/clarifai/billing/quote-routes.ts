import * as z from 'zod';
import { getQuote, listQuotes } from '../../../billing/quote/quote-store.ts';
import type { QuoteRecord } from '../../../billing/quote/quote.ts';
import { fail } from '../../../errors.ts';
import { quoteInference, quoteTrainings } from '../../../job/request/quote/make-quotes.ts';
import { answeringOf } from '../../../model/answering-version.ts';
import { assertLoadable } from '../../../model/model-version.ts';
import { getModel, getVersion } from '../../../model/version-store.ts';
import type { RequestContext } from '../../http/request-context.ts';
import { param, parse, scopeOf } from '../../http/request-context.ts';
import { paged } from '../../http/paging.ts';
import { paging } from '../../http/query-values.ts';
import type { Answer, Route } from '../../http/route.ts';
import { quotedJob, requestFromWire } from '../predictions/prediction-request.ts';
import { modelVersion, quotedRequestsFromWire } from '../training/training-request-wire.ts';
import { quoteToWire } from './quote-wire.ts';

/** Trainings, one or several, or one job of a version. */
const quotesBody = z.object({
  model_versions: z.array(modelVersion).max(10).default([]),
  evaluation: quotedJob.optional(),
  prediction: quotedJob.optional(),
});

async function post(call: RequestContext): Promise<Answer<'PostQuotes'>> {
  const records = await quotesOf(call);
  return { quotes: records.map((record) => quoteToWire(record, call.deps)) };
}

async function quotesOf(call: RequestContext): Promise<QuoteRecord[]> {
  const scope = await scopeOf(call);
  const { model_versions: trainings, evaluation, prediction } = parse(quotesBody, call.body);
  const named = [trainings.length > 0, evaluation, prediction].filter(Boolean).length;
  if (named !== 1)
    throw fail(
      'badRequest',
      `The body names ${named} of 'model_versions', 'evaluation' and 'prediction': name one, what is to be quoted`,
    );
  if (trainings.length > 0)
    return quoteTrainings(quotedRequestsFromWire(trainings, call, scope), call.deps);
  const kind = evaluation ? 'evaluate' : 'predict';
  return quoteJob(kind, (evaluation ?? prediction)!, call);
}

async function quoteJob(
  kind: 'evaluate' | 'predict',
  wire: z.infer<typeof quotedJob>,
  call: RequestContext,
): Promise<QuoteRecord[]> {
  const scope = await scopeOf(call);
  const modelId = param(call, 'model_id');
  const { value: model } = await getModel(call.deps.table, scope, modelId);
  const named = wire.model_version?.id;
  const answering = named ? undefined : await answeringOf({ scope, model }, call.deps.table);
  const versionId = named || model.latestVersionId;
  const version =
    answering ?? (await getVersion(call.deps.table, { scope, modelId, versionId })).value;
  assertLoadable(version);
  return quoteInference({ kind, version, ...requestFromWire(wire) }, call.deps);
}

async function list(call: RequestContext): Promise<Answer<'ListQuotes'>> {
  const scope = await scopeOf(call);
  const modelId = param(call, 'model_id');
  await getModel(call.deps.table, scope, modelId);
  const all = await listQuotes(call.deps.table, scope, modelId);
  return { quotes: paged(call, all).map((record) => quoteToWire(record, call.deps)) };
}

async function get(call: RequestContext): Promise<Answer<'GetQuote'>> {
  const scope = await scopeOf(call);
  const ref = { scope, modelId: param(call, 'model_id'), quoteId: param(call, 'quote_id') };
  const { value } = await getQuote(ref, call.deps);
  return { quote: quoteToWire(value, call.deps) };
}

/** What the estimator function serves on AWS beside `estimateRoutes`; extensions. */
export const quoteRoutes: readonly Route[] = [
  {
    operation: 'PostQuotes',
    method: 'POST',
    path: '/models/:model_id/quotes',
    under: 'app',
    body: quotesBody,
    isBilled: true,
    handle: post,
  },
  {
    operation: 'ListQuotes',
    method: 'GET',
    path: '/models/:model_id/quotes',
    under: 'app',
    query: paging,
    handle: list,
  },
  {
    operation: 'GetQuote',
    method: 'GET',
    path: '/models/:model_id/quotes/:quote_id',
    under: 'app',
    handle: get,
  },
];
