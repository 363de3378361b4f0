import * as z from 'zod';
import type { Json, JsonObject } from '../../../json.ts';
import { fail } from '../../../errors.ts';
import type { Scope } from '../../../records/keys.ts';
import type { TrainingRequest } from '../../../job/request/training-request.ts';
import type { RequestContext } from '../../http/request-context.ts';
import { int64, param, parse } from '../../http/request-context.ts';
import { conceptRefSchema, defined, outputConfigSchema } from '../models/model-request.ts';

const params = z.record(z.string(), z.json()).default({});
const reference = z.object({
  id: z.string().optional(),
  version: z.object({ id: z.string().optional() }).optional(),
});
const resumeFrom = z.object({
  id: z.string().default(''),
  app_id: z.string().optional(),
  model_version: z.object({ id: z.string().optional() }).optional(),
});
const trainInfo = z.object({ params, dataset: reference.optional() });
/**
 * `train_info` of a model: it was there before versions had one, and older clients still send it.
 */
export const modelTrainInfo = trainInfo.transform((info) => ({
  params: paramsOf(info),
  ...datasetOf(info),
}));
export const modelVersion = z.object({
  description: z.string().default(''),
  train_info: trainInfo
    .extend({ resume_from_model: resumeFrom.optional() })
    .default({ params: {} }),
  output_info: z
    .object({
      data: z.object({ concepts: z.array(conceptRefSchema).default([]) }).optional(),
      params,
      output_config: outputConfigSchema.optional(),
    })
    .optional(),
  input_info: z
    .object({ params, base_embed_model: z.object({ id: z.string().default('') }).optional() })
    .optional(),
});
/** An empty body trains with the model's own concepts: the oldest client sends that. */
export const trainingBody = z.object({
  model_versions: z.array(modelVersion).max(1, 'one training a request').default([]),
  description: z.string().default(''),
});
export const estimatesBody = z.object({
  model_versions: z.array(modelVersion).max(10).default([]),
  estimated_input_count: int64.optional(),
  /** deeptune's own: the type of a model that is not there yet. */
  model_type_id: z.string().optional(),
});

type TrainInfoWire = z.infer<typeof trainInfo>;

/** Ids that may stand in two places; an empty string is proto3's "not given". */
function datasetOf({ params: asked, dataset }: TrainInfoWire): {
  datasetId?: string;
  datasetVersionId?: string;
} {
  const datasetId = oneOf(['params.dataset_id', asked['dataset_id']], ['dataset.id', dataset?.id]);
  const datasetVersionId = oneOf(
    ['params.dataset_version_id', asked['dataset_version_id']],
    ['dataset.version.id', dataset?.version?.id],
  );
  return { ...(datasetId ? { datasetId } : {}), ...(datasetVersionId ? { datasetVersionId } : {}) };
}

/**
 * An id that stands in one of two places, or in both alike. An empty one is not given.
 * @throws DeeptuneError invalid-request where they differ: nobody can tell which is to be paid for
 */
function oneOf(
  [first, inFirst]: readonly [place: string, value: unknown],
  [second, inSecond]: readonly [place: string, value: unknown],
): string | undefined {
  const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined);
  const [one, other] = [text(inFirst), text(inSecond)];
  if (one === undefined || other === undefined || one === other) return one ?? other;
  throw fail(
    'invalidRequest',
    `'train_info.${first}' says '${one.slice(0, 200)}', and 'train_info.${second}' says '${other.slice(0, 200)}': send one of them, or both alike`,
  );
}

/** `PostModelVersions`: the training that is asked for. */
export function trainingRequestFromWire(call: RequestContext, scope: Scope): TrainingRequest {
  const {
    model_versions: [wire = parse(modelVersion, {})],
    description,
  } = parse(trainingBody, call.body);
  return requestOf({ ...wire, description: wire.description || description }, call, scope);
}

/** `PostQuotes`: the trainings of which each is to be quoted, in their order. */
export function quotedRequestsFromWire(
  wires: readonly z.infer<typeof modelVersion>[],
  call: RequestContext,
  scope: Scope,
): TrainingRequest[] {
  return wires.map((wire) => {
    const { quoteId, ...order } = requestOf(wire, call, scope);
    if (quoteId === undefined) return order;
    throw fail(
      'invalidRequest',
      `train_info.params.quote_id is '${quoteId.slice(0, 80)}': a quote is asked for without one; it is named when the training is started`,
    );
  });
}

function requestOf(
  wire: z.infer<typeof modelVersion>,
  call: RequestContext,
  scope: Scope,
): TrainingRequest {
  const parent = wire.train_info.resume_from_model;
  const config = wire.output_info?.output_config;
  return {
    scope,
    modelId: param(call, 'model_id'),
    ...underQuoteOf(paramsOf(wire.train_info)),
    ...datasetOf(wire.train_info),
    concepts: wire.output_info?.data?.concepts ?? [],
    inferenceParams: (wire.output_info?.params ?? {}) as JsonObject,
    description: wire.description,
    ...(config ? { outputConfig: defined(config) } : {}),
    ...(wire.input_info ? { inputInfo: defined(wire.input_info) } : {}),
    ...(parent ? resumeFromWire(parent, call, scope) : {}),
  };
}

/**
 * `train_info.params.quote_id`: the quote that it is asked for under; empty: none.
 * @throws DeeptuneError invalid-request for what can be no id
 */
function underQuoteOf(
  asked: JsonObject,
): Pick<TrainingRequest, 'params' | 'quoteId' | 'maxPriceMicros'> {
  const { quote_id: quoteId, max_price: maxPrice, ...others } = asked;
  const params = { params: others, ...maxPriceOf(maxPrice) };
  if (quoteId === undefined || quoteId === '') return params;
  if (typeof quoteId === 'string') return { ...params, quoteId };
  throw fail(
    'invalidRequest',
    `train_info.params.quote_id is ${JSON.stringify(quoteId).slice(0, 80)}: the id of a quote is a text of 32 hexadecimal digits`,
  );
}

/** `train_info.params.max_price`: dollars, as a number. @throws DeeptuneError invalid-request */
function maxPriceOf(asked: Json | undefined): Pick<TrainingRequest, 'maxPriceMicros'> {
  if (asked === undefined || asked === '') return {};
  const maxPriceMicros = typeof asked === 'number' ? Math.round(asked * 1_000_000) : NaN;
  if (Number.isSafeInteger(maxPriceMicros) && maxPriceMicros >= 0) return { maxPriceMicros };
  throw fail(
    'invalidRequest',
    `train_info.params.max_price is ${JSON.stringify(asked).slice(0, 80)}: the highest price of the training is a number of dollars, such as 0.5`,
  );
}

/** An empty template is none: the model type's recommended one, or the parent's. */
function paramsOf({ params: asked }: TrainInfoWire): JsonObject {
  const { template, ...others } = asked as JsonObject;
  return template === undefined || template === '' ? others : { ...others, template };
}

/**
 * A version alone is one of the same model; neither a model nor a version is no parent.
 * @throws DeeptuneError invalid-request for one of another app, there or not
 */
function resumeFromWire(
  parent: z.infer<typeof resumeFrom>,
  call: RequestContext,
  scope: Scope,
): Pick<TrainingRequest, 'resumeFrom'> {
  const versionId = parent.model_version?.id;
  if (!parent.id && !versionId) return {};
  const { app_id: appId } = parent;
  // A child sees its parent's inputs again, which an erasure follows within their app only.
  if (appId && appId !== scope.appId)
    throw fail(
      'invalidRequest',
      `resume_from_model.app_id is '${appId}': a training goes on from a version of its own app, '${scope.appId}'`,
    );
  return {
    resumeFrom: {
      // The user is never taken from the body: a foreign version does not exist for this caller.
      scope,
      modelId: parent.id || param(call, 'model_id'),
      ...(versionId ? { versionId } : {}),
    },
  };
}

/** `PostModelVersionsTrainingTimeEstimate`: one question per version asked for, in order. */
export function estimateRequestsFromWire(call: RequestContext, scope: Scope) {
  const wire = parse(estimatesBody, call.body);
  const asked = wire.model_versions.length > 0 ? wire.model_versions : [parse(modelVersion, {})];
  const count = wire.estimated_input_count;
  return asked.map((version) => ({
    scope,
    modelId: param(call, 'model_id'),
    ...(wire.model_type_id ? { modelTypeId: wire.model_type_id } : {}),
    params: paramsOf(version.train_info),
    ...datasetOf(version.train_info),
    ...(version.train_info.resume_from_model
      ? resumeFromWire(version.train_info.resume_from_model, call, scope)
      : {}),
    ...(count ? { estimatedInputCount: count } : {}),
  }));
}
