import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import type { S3Client } from '@aws-sdk/client-s3';
import { baseModelIds, modelTypes } from '../../core/catalog/catalog.ts';
import { didYouMean } from '../../core/catalog/nearest.ts';
import { fail } from '../../core/errors.ts';
import { objectKeys } from '../../core/ports/keys.ts';
import { S3Objects } from '../../lambda/adapters/s3-objects.ts';
import type { HashedFile } from './comparison.ts';
import { compare } from './comparison.ts';
import type { ModelFile } from './model-folder.ts';
import { readModelFolder } from './model-folder.ts';
import { uploadFile } from './upload.ts';

export interface Staging {
  /** `microsoft/resnet-50`: as templates name it. */
  readonly hubId: string;
  /** Where its files lie on this machine. */
  readonly folder: string;
  /** True: also a hub id that no template names, for an AdvancedConfig. */
  readonly isUnlisted?: boolean;
  /** Bytes of a part of an upload; default 64 MiB. */
  readonly partBytes?: number;
}

export interface StagingPlace {
  readonly client: S3Client;
  readonly bucket: string;
  /** Told of each step, one line. */
  readonly say: (line: string) => void;
}

/**
 * Puts a base model where training jobs read it. What is there already, by size and SHA-256, is skipped, so that a broken run is simply run again. The manifest is
 * taken away before the first change and written after the last: no training starts from a half-staged model.
 * @returns names of the files that were uploaded; none where all was there
 * @throws DeeptuneError base-model-unlisted, base-model-invalid, conflict
 */
export async function stageModel(
  staging: Staging,
  place: StagingPlace,
): Promise<readonly string[]> {
  const { hubId, folder, isUnlisted } = staging;
  if (isUnlisted !== true) checkListed(hubId);
  const files: HashedFile[] = [];
  for (const file of await readModelFolder(folder, readsText(hubId))) {
    files.push({ ...file, sha256: await sha256Of(file) });
  }
  const objects = new S3Objects(place);
  const change = await compare(files, hubId, { ...place, objects });
  if (change.isNone) return [];
  const manifestKey = objectKeys.baseModelManifest(hubId);
  await objects.delete(manifestKey);
  for (const file of change.missing) await upload(file, staging, place);
  for (const key of change.stale) await objects.delete(key);
  await objects.put(manifestKey, change.manifest, { contentType: 'application/json' });
  return change.missing.map(({ name }) => name);
}

function checkListed(hubId: string): void {
  const known = baseModelIds();
  if (known.includes(hubId)) return;
  throw fail(
    'baseModelUnlisted',
    `No template starts from ${JSON.stringify(hubId)}.${didYouMean(hubId, known)} Known: ${known.join(', ')}. For a model that only an AdvancedConfig names, add --unlisted`,
  );
}

/** Whether a template that reads text starts from it. */
function readsText(hubId: string): boolean {
  const ofText = modelTypes.filter(({ inputField }) => inputField === 'text');
  return ofText.some(({ templates }) => templates.some((t) => t.baseModel.hubId === hubId));
}

async function sha256Of({ path }: ModelFile): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}

async function upload(file: HashedFile, staging: Staging, place: StagingPlace): Promise<void> {
  place.say(`uploading ${file.name} (${(file.size / 1e6).toFixed(1)} MB)`);
  const Key = objectKeys.baseModelPrefix(staging.hubId) + file.name;
  const size = staging.partBytes === undefined ? {} : { partBytes: staging.partBytes };
  await uploadFile(place.client, { Bucket: place.bucket, Key }, { ...file, ...size });
}
