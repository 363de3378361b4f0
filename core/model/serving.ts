import type { Template } from '../catalog/model-type.ts';
import type { JsonObject } from '../json.ts';
import { fail } from '../errors.ts';
import { whyNotPredictable } from '../estimate/serving.ts';
import { weightsOf } from '../estimate/memory/training-memory.ts';
import type { LoadableVersion } from './model-version.ts';
import { archiveKeyOf } from './model-version.ts';
import type { Dependencies, Settings } from '../ports/host.ts';

type Served = Pick<Settings, 'maxServedBytes'>;

/**
 * Why what such a training makes could not be predicted with here, known before it starts;
 * undefined where it can, or where nobody knows yet.
 */
export function servingNote(
  training: { modelTypeId: string; template: Template; hyperparameters: JsonObject },
  { maxServedBytes }: Served,
): string | undefined {
  return maxServedBytes === undefined
    ? undefined
    : whyNotPredictable(weightsOf(training)?.artifactBytes, maxServedBytes);
}

/**
 * The same of an artifact that is there: bytes of its archive, which weights do not let themselves
 * be compressed into less than.
 */
export function servingNoteOf(
  archiveBytes: number | undefined,
  { maxServedBytes }: Served,
): string | undefined {
  return whyNotPredictable(archiveBytes, maxServedBytes);
}

/**
 * Refuses predictions with a version that this host cannot serve, before anything is made for it.
 * The size of its archive decides; versions that were settled before sizes were kept are looked up.
 * @throws DeeptuneError model-not-predictable, with the way to the artifact
 */
export async function assertPredictable(
  version: LoadableVersion,
  deps: Pick<Dependencies, 'objects' | 'settings'>,
): Promise<void> {
  if (deps.settings.maxServedBytes === undefined) return;
  const known = version.settlement.archiveBytes;
  const bytes = known ?? (await deps.objects.head(archiveKeyOf(version)))?.size;
  const reason = servingNoteOf(bytes, deps.settings);
  if (reason !== undefined) throw fail('modelNotPredictable', reason);
}
