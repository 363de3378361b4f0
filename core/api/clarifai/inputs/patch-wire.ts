import * as z from 'zod';
import type { JsonObject } from '../../../json.ts';
import type { PatchAction } from '../../../dataset/record/labels.ts';
import type { InputPatch } from '../../../dataset/input/patch-input.ts';
import { idSchema } from '../../http/ids.ts';
import { conceptsSchema } from './concept-wire.ts';
import { geoSchema, metadataSchema } from './input-wire.ts';
import { regionFromWire, regionPatchSchema } from '../annotations/region-wire.ts';

/** What to do with what is there. Every client sends one. */
export const actionSchema = z.enum(['merge', 'overwrite', 'remove']);

/** The only action that some messages know. */
export const overwriteOnly = z.literal('overwrite').default('overwrite');

/** Labels of a patch: a list that is empty is not meant. */
export const labelPatchSchema = z
  .object({
    concepts: conceptsSchema.default([]),
    regions: z.array(regionPatchSchema).max(1000).default([]),
    metadata: metadataSchema,
    geo: geoSchema.optional(),
  })
  .default({ concepts: [], regions: [], metadata: {} });

const inputPatch = z
  .object({ id: idSchema, data: labelPatchSchema })
  .transform(({ id, data }): InputPatch => ({
    id,
    concepts: data.concepts,
    regions: data.regions.map(regionFromWire),
    metadata: data.metadata as JsonObject,
    ...(data.geo ? { geo: data.geo.geo_point } : {}),
  }));

/** `PatchInputs`. */
export const inputPatches = z.object({
  inputs: z.array(inputPatch).min(1).max(128),
  action: actionSchema,
});

/**
 * One text of a record after a patch: `remove` takes it away where the patch names it, an empty
 * text is not meant.
 */
export function patchText(old: string, patch: string | undefined, action: PatchAction): string {
  if (patch === undefined || patch === '') return old;
  return action === 'remove' ? '' : patch;
}
