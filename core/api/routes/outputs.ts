import { z } from 'zod';
import { findModelType } from '../../catalog/catalog.ts';
import type { JsonObject } from '../../catalog/model-type.ts';
import { bytesFromBase64 } from '../../dataset/base64.ts';
import { errors, fail } from '../../errors.ts';
import type { PredictorInput, PredictorOutput } from '../../ports/predictor.ts';
import { outputConfigOf, predict } from '../../training/predict.ts';
import type { OutputConfig } from '../../training/predict.ts';
import type { ModelVersion } from '../../version/model-version.ts';
import type { Call } from '../call.ts';
import { parse } from '../call.ts';
import { modelOf } from '../model-call.ts';
import type { Route } from '../route.ts';
import { status } from '../status.ts';
import { contentOf, dataSchema } from '../wire/input-wire.ts';
import { modelToWire } from '../wire/model-wire.ts';
import { predictionToWire } from '../wire/prediction-wire.ts';
import { versionToWire } from '../wire/version-wire.ts';

const outputConfig = z.object({
  max_concepts: z.number().int().min(0).max(200).optional(),
  min_value: z.number().min(0).max(1).optional(),
  select_concepts: z
    .array(z.object({ id: z.string().optional(), name: z.string().optional() }))
    .default([]),
});
const outputInfo = z
  .object({
    output_config: outputConfig.optional(),
    params: z.object({ detection_threshold: z.number().min(0).max(1).optional() }).optional(),
  })
  .optional();
const request = z.object({
  inputs: z
    .array(
      z.object({
        id: z.string().optional(),
        data: dataSchema.default({ concepts: [], regions: [], metadata: {} }),
      }),
    )
    .min(1)
    .max(128),
  /** The configuration stands under the version, in older clients under the model. */
  model: z
    .object({
      output_info: outputInfo,
      model_version: z.object({ output_info: outputInfo }).optional(),
    })
    .optional(),
});

type Asked = z.infer<typeof request>;
type Prepared = { input: PredictorInput } | { problem: { code: number; details: string } };

async function postOutputs(call: Call): Promise<JsonObject> {
  const { scope, model, version } = await modelOf(call);
  const asked = parse(request, call.body);
  const prepared = asked.inputs.map(({ data }) =>
    prepare(contentOf(data), findModelType(model.modelTypeId).inputField),
  );
  const inputs = prepared.flatMap((one) => ('input' in one ? [one.input] : []));
  const config = outputConfigOf(version, configFromWire(asked));
  const results = [...(await predict(version, { inputs, config }, call.deps))];
  const outputs = prepared.map((one, index) =>
    outputToWire('input' in one ? results.shift() : one, {
      id: asked.inputs[index]?.id,
      version,
      call,
    }),
  );
  const failed = outputs.filter((output) => (output['status'] as { code: number }).code !== 10000);
  const model_ = modelToWire(model, scope, versionToWire(version));
  return {
    status: overall(failed, outputs.length),
    outputs: outputs.map((output) => ({ ...output, model: model_ })),
  };
}

/** All failed for the same reason: that reason; else failure, mixed or success. */
function overall(failed: readonly JsonObject[], total: number): JsonObject {
  if (failed.length === 0) return status(10000);
  if (failed.length < total)
    return status(
      10010,
      `${failed.length} of ${total} inputs could not be predicted; see the status of each output`,
    );
  const codes = new Set(failed.map((output) => (output['status'] as { code: number }).code));
  const [only] = codes;
  return codes.size === 1 && only !== undefined
    ? (failed[0]?.['status'] as JsonObject)
    : status(10020);
}

function prepare(content: ReturnType<typeof contentOf>, field: 'image' | 'text'): Prepared {
  const problem = (code: number, details: string): Prepared => ({ problem: { code, details } });
  if (content.kind === 'url')
    return problem(
      errors.inputDownloadFailed.status,
      `'${content.url}' was not fetched: this release takes images as base64 only`,
    );
  if (content.kind !== field)
    return problem(
      errors.inputInvalid.status,
      `This model takes ${field}s; the input has ${content.kind}`,
    );
  if (content.kind === 'text') return { input: { text: content.text } };
  const bytes = bytesFromBase64(content.base64);
  return bytes
    ? { input: { image: bytes } }
    : problem(errors.inputUnsupported.status, 'data.image.base64 is not base64');
}

function configFromWire(asked: Asked): Partial<OutputConfig> {
  const info = asked.model?.model_version?.output_info ?? asked.model?.output_info;
  const config = info?.output_config;
  const threshold = info?.params?.detection_threshold;
  return {
    ...(threshold === undefined ? {} : { detectionThreshold: threshold }),
    ...(config?.max_concepts === undefined ? {} : { maxConcepts: config.max_concepts }),
    ...(config?.min_value === undefined ? {} : { minValue: config.min_value }),
    selectConcepts: (config?.select_concepts ?? []).map(({ id, name }) => id ?? name ?? ''),
  };
}

function outputToWire(
  result: PredictorOutput | { problem: { code: number; details: string } } | undefined,
  about: { id: string | undefined; version: ModelVersion; call: Call },
): JsonObject {
  if (!result)
    throw fail('predictionFailed', 'The predictor answered fewer outputs than it was given inputs');
  const { version, call } = about;
  const base = {
    id: call.deps.newId(),
    created_at: call.deps.now(),
    input: { id: about.id ?? call.deps.newId() },
  };
  if ('problem' in result)
    return { ...base, status: status(result.problem.code, result.problem.details), data: {} };
  if ('error' in result)
    return {
      ...base,
      status: status(errors.inputUnsupported.status, result.error.message),
      data: {},
    };
  return { ...base, status: status(10000), data: predictionToWire(result, version) };
}

export const outputRoutes: readonly Route[] = [
  {
    operation: 'PostModelOutputs',
    method: 'POST',
    path: '/models/:model_id/outputs',
    under: 'app',
    handle: postOutputs,
  },
  {
    operation: 'PostModelOutputs',
    method: 'POST',
    path: '/models/:model_id/versions/:version_id/outputs',
    under: 'app',
    handle: postOutputs,
  },
];
