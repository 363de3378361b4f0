import * as z from 'zod';
import { findModelType } from '../../../catalog/catalog.ts';
import { fail } from '../../../errors.ts';
import type { OutputConfig } from '../../../prediction/predict.ts';
import type { ModelVersion } from '../../../model/model-version.ts';
import { contentSchema } from '../inputs/input-wire.ts';
import { conceptRefSchema, outputConfigSchema } from '../models/model-request.ts';

/** Inference settings for one request; any may be left out. */
const params = z.looseObject({
  max_concepts: z.number().int().min(0).max(200).optional(),
  min_value: z.number().min(0).max(1).optional(),
  detection_threshold: z.number().min(0).max(1).optional(),
  select_concepts: z
    .array(z.union([conceptRefSchema, z.string().transform((id) => ({ id, name: id }))]))
    .optional(),
});
const outputInfo = z
  .object({ output_config: outputConfigSchema.optional(), params: params.optional() })
  .optional();

export const outputsBody = z.object({
  inputs: z
    .array(
      z.object({
        id: z.string().optional(),
        data: contentSchema.default({}),
      }),
    )
    .min(1)
    .max(128),
  /**
   * The configuration stands under the version, in older clients under the model; their ids are
   * those of the path, or name the version where the path does not.
   */
  model: z
    .object({
      id: z.string().optional(),
      app_id: z.string().optional(),
      user_id: z.string().optional(),
      output_info: outputInfo,
      model_version: z.object({ id: z.string().optional(), output_info: outputInfo }).optional(),
    })
    .optional(),
  version_id: z.string().optional(),
});

export type OutputsBody = z.infer<typeof outputsBody>;

/**
 * What a request asks of the outputs; zero is not given, as proto3 has it.
 * @throws DeeptuneError model-invalid-argument for a setting that the model type does not have
 */
export function outputConfigFromWire(
  asked: OutputsBody,
  version: ModelVersion,
): Partial<OutputConfig> {
  const info = asked.model?.model_version?.output_info ?? asked.model?.output_info;
  const [config, settings] = [info?.output_config ?? {}, info?.params ?? {}];
  assertKnown(Object.keys(settings), version.modelTypeId);
  const chosen = config.select_concepts?.length ? config.select_concepts : settings.select_concepts;
  return {
    maxConcepts: config.max_concepts || settings.max_concepts || 0,
    minValue: config.min_value || settings.min_value || 0,
    detectionThreshold: settings.detection_threshold || 0,
    // Whoever names an id and a name means one concept; either finds it.
    selectConcepts: (chosen ?? []).map(({ id }) => id),
  };
}

function assertKnown(names: readonly string[], modelTypeId: string): void {
  const known = findModelType(modelTypeId).inferenceParams.map((field) => field.name);
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined)
    throw fail(
      'modelInvalidArgument',
      `A ${modelTypeId} has no inference setting '${unknown}'; it has ${known.join(', ') || 'none'}`,
    );
}
