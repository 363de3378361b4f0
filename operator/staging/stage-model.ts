import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { baseModelIds, modelTypes, templatesOf } from '../../core/catalog/catalog.ts';
import { didYouMean } from '../../core/catalog/nearest.ts';
import { fail } from '../../core/errors.ts';
import { objectKeys } from '../../core/records/object-keys.ts';
import type { Objects } from '../../core/ports/objects.ts';
import type { StagingStore } from '../../core/ports/staging-store.ts';
import type { HashedFile } from './comparison.ts';
import { compare } from './comparison.ts';
import type { ModelFile } from './model-folder.ts';
import { readModelFolder } from './model-folder.ts';

export interface Staging {
  /** `microsoft/resnet-50`, `packaged/minilm`: as templates name it. */
  readonly baseModelId: string;
  /** Where its files lie on this machine. */
  readonly folder: string;
}

export interface StagingPlace {
  readonly objects: Objects;
  /** Of the same keys as `objects`. */
  readonly store: StagingStore;
  /** Told of each step, one line. */
  readonly say: (line: string) => void;
}

/**
 * Puts a base model where training jobs read it. What is there already, by size and SHA-256, is
 * skipped, so that a broken run is simply run again. The manifest is taken away before the first
 * change and written after the last: no training starts from a half-staged model.
 * @returns names of the files that were written; none where all was there
 * @throws DeeptuneError base-model-invalid, conflict
 */
export async function stageModel(
  { baseModelId, folder }: Staging,
  { objects, store, say }: StagingPlace,
): Promise<readonly string[]> {
  const files: HashedFile[] = [];
  for (const file of await readModelFolder(folder, readsText(baseModelId))) {
    files.push({ ...file, sha256: await sha256Of(file) });
  }
  const change = await compare(files, baseModelId, { objects, store });
  if (change.isNone) return [];
  const manifestKey = objectKeys.baseModelManifest(baseModelId);
  await objects.delete(manifestKey);
  for (const file of change.missing) {
    say(`staging ${file.name} (${(file.size / 1e6).toFixed(1)} MB)`);
    await store.upload(objectKeys.baseModelPrefix(baseModelId) + file.name, file);
  }
  for (const key of change.stale) await objects.delete(key);
  await objects.put(manifestKey, change.manifest, { contentType: 'application/json' });
  return change.missing.map(({ name }) => name);
}

/** @throws DeeptuneError base-model-unlisted where no template starts from this base model */
export function assertListed(baseModelId: string): void {
  const known = baseModelIds();
  if (known.includes(baseModelId)) return;
  throw fail(
    'baseModelUnlisted',
    `No template starts from ${JSON.stringify(baseModelId)}.${didYouMean(baseModelId, known)} Known: ${known.join(', ')}. For a model that only an AdvancedConfig names, add --unlisted`,
  );
}

/** Templates that start from it, for a person who wants to train. */
export function templatesFrom(baseModelId: string): readonly string[] {
  return modelTypes.flatMap((type) =>
    templatesOf(type)
      .filter(({ baseModel, internalOnly }) => baseModel.id === baseModelId && !internalOnly)
      .map(({ id }) => `${id} (${type.id})`),
  );
}

/** Whether a template that reads text starts from it. */
function readsText(baseModelId: string): boolean {
  const ofText = modelTypes.filter(({ inputField }) => inputField === 'text');
  return ofText.some(({ templates }) => templates.some((t) => t.baseModel.id === baseModelId));
}

async function sha256Of({ path }: ModelFile): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}
