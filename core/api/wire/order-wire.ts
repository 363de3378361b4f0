import { z } from 'zod';
import type { JsonObject } from '../../catalog/model-type.ts';
import type { Scope } from '../../ports/keys.ts';
import type { TrainingOrder } from '../../training/plan-training.ts';
import type { Call } from '../call.ts';
import { int64, param, parse } from '../call.ts';
import { conceptSchema } from './concept-wire.ts';

const params = z.record(z.string(), z.json()).default({});
const reference = z.object({
  id: z.string().optional(),
  version: z.object({ id: z.string().optional() }).optional(),
});
const resumeFrom = z.object({
  id: z.string(),
  app_id: z.string().optional(),
  model_version: z.object({ id: z.string().optional() }).optional(),
});
const modelVersion = z.object({
  description: z.string().default(''),
  train_info: z
    .object({ params, dataset: reference.optional(), resume_from_model: resumeFrom.optional() })
    .default({ params: {} }),
  output_info: z
    .object({ data: z.object({ concepts: z.array(conceptSchema).default([]) }).optional(), params })
    .optional(),
});
/** An empty body trains with the model's own concepts: the oldest client sends that. */
const versions = z.object({
  model_versions: z.array(modelVersion).max(10).default([]),
  estimated_input_count: int64.optional(),
});

type VersionWire = z.infer<typeof modelVersion>;

/** Ids that may stand in two places; an empty string is proto3's "not given". */
function datasetOf({ train_info }: VersionWire): { datasetId?: string; datasetVersionId?: string } {
  const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined);
  const datasetId = text(train_info.params['dataset_id']) ?? text(train_info.dataset?.id);
  const datasetVersionId =
    text(train_info.params['dataset_version_id']) ?? text(train_info.dataset?.version?.id);
  return { ...(datasetId ? { datasetId } : {}), ...(datasetVersionId ? { datasetVersionId } : {}) };
}

/** `PostModelVersions`: the training that is asked for. */
export function orderFromWire(call: Call, scope: Scope): TrainingOrder {
  const wire = parse(versions, call.body).model_versions[0] ?? parse(modelVersion, {});
  const parent = wire.train_info.resume_from_model;
  return {
    scope,
    modelId: param(call, 'model_id'),
    params: wire.train_info.params as JsonObject,
    ...datasetOf(wire),
    // Whatever value a client sends with a concept to train on is an artefact of its JSON writer (contract, section 0).
    concepts: (wire.output_info?.data?.concepts ?? []).map(({ id, name }) => ({ id, name })),
    inferenceParams: (wire.output_info?.params ?? {}) as JsonObject,
    description: wire.description,
    ...(parent ? { resumeFrom: resumeFromWire(parent, scope) } : {}),
  };
}

function resumeFromWire(
  parent: z.infer<typeof resumeFrom>,
  scope: Scope,
): NonNullable<TrainingOrder['resumeFrom']> {
  const versionId = parent.model_version?.id;
  // The user is never taken from the body: a foreign version does not exist for this caller.
  return {
    scope: { userId: scope.userId, appId: parent.app_id || scope.appId },
    modelId: parent.id,
    ...(versionId ? { versionId } : {}),
  };
}

/** `PostModelVersionsTrainingTimeEstimate`: one question per version asked for, in order. */
export function estimateOrdersFromWire(call: Call, scope: Scope) {
  const wire = parse(versions, call.body);
  const asked = wire.model_versions.length > 0 ? wire.model_versions : [parse(modelVersion, {})];
  const count = wire.estimated_input_count;
  return asked.map((version) => ({
    scope,
    modelId: param(call, 'model_id'),
    params: version.train_info.params as JsonObject,
    ...datasetOf(version),
    ...(count === undefined ? {} : { estimatedInputCount: count }),
  }));
}
