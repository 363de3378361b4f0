import * as z from 'zod';
import type { JsonObject } from '../../../json.ts';
import { patchActions } from '../../../model/patch.ts';
import { defined, visibilitySchema } from '../models/model-request.ts';

const struct = z.record(z.string(), z.json());

/**
 * What may be changed of a version: what its owner wrote on it. What it was trained on and what it
 * learnt stays.
 */
const patchedVersion = z.object({
  id: z.string().min(1),
  description: z.string().max(65_536).optional(),
  metadata: struct.optional(),
  license: z.string().max(65_536).optional(),
  visibility: visibilitySchema.optional(),
});

export const versionPatches = z.object({
  model_versions: z.array(patchedVersion).min(1).max(128),
  action: z.enum(patchActions),
});

/**
 * The fields that a patch names. `metadata.deeptune` is ours: a client that sends back what it got
 * does not change it.
 */
export function versionFieldsOf(wire: Omit<z.infer<typeof patchedVersion>, 'id'>): JsonObject {
  const own = Object.entries(wire.metadata ?? {}).filter(([name]) => name !== 'deeptune');
  return defined({ ...wire, ...(wire.metadata ? { metadata: Object.fromEntries(own) } : {}) });
}
