import type { S3Client } from '@aws-sdk/client-s3';
import { objectKeys } from '../../core/ports/keys.ts';
import type { Objects } from '../../core/ports/objects.ts';
import type { ModelFile } from './model-folder.ts';
import { isUploaded } from './upload.ts';

export interface HashedFile extends ModelFile {
  /** 64 lower-case hexadecimal digits. */
  readonly sha256: string;
}

/** What is to be done so that the bucket holds these files, and no others, under the hub id. */
export interface Change {
  readonly missing: readonly HashedFile[];
  /** Keys of files that an earlier staging left. */
  readonly stale: readonly string[];
  readonly manifest: Uint8Array;
  readonly isNone: boolean;
}

/** Compares a base model with what the bucket holds of it. Changes nothing. */
export async function compare(
  files: readonly HashedFile[],
  hubId: string,
  place: { readonly objects: Objects; readonly client: S3Client; readonly bucket: string },
): Promise<Change> {
  const prefix = objectKeys.baseModelPrefix(hubId);
  const manifestKey = objectKeys.baseModelManifest(hubId);
  const there = (await place.objects.list(prefix)).objects.map(({ key }) => key);
  const missing: HashedFile[] = [];
  for (const file of files) {
    const to = { Bucket: place.bucket, Key: prefix + file.name };
    if (!there.includes(to.Key) || !(await isUploaded(place.client, to, file))) missing.push(file);
  }
  const mine = new Set([manifestKey, ...files.map(({ name }) => prefix + name)]);
  const stale = there.filter((key) => !mine.has(key));
  const manifest = manifestOf(hubId, files);
  const before = there.includes(manifestKey) && (await place.objects.get(manifestKey));
  const isNone = missing.length + stale.length === 0 && before && manifest.equals(before);
  return { missing, stale, manifest, isNone: Boolean(isNone) };
}

/** Hub id, and each file with its size and digest; the same files give the same bytes. */
function manifestOf(hubId: string, files: readonly HashedFile[]): Buffer {
  const listed = files.map(({ name, size, sha256 }) => ({ name, size, sha256 }));
  return Buffer.from(JSON.stringify({ schemaVersion: 1, hubId, files: listed }, null, 2));
}
