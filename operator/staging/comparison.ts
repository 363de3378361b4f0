import { objectKeys } from '../../core/records/object-keys.ts';
import type { Objects } from '../../core/ports/objects.ts';
import type { StagedFile, StagingStore } from '../../core/ports/staging-store.ts';

export interface HashedFile extends StagedFile {
  readonly name: string;
}

/** What is to be done so that these files, and no others, lie under the base model's id. */
export interface Change {
  readonly missing: readonly HashedFile[];
  /** Keys of files that an earlier staging left. */
  readonly stale: readonly string[];
  readonly manifest: Uint8Array;
  readonly isNone: boolean;
}

/** Compares a base model with what is there of it. Changes nothing. */
export async function compare(
  files: readonly HashedFile[],
  baseModelId: string,
  place: { readonly objects: Objects; readonly store: StagingStore },
): Promise<Change> {
  const prefix = objectKeys.baseModelPrefix(baseModelId);
  const manifestKey = objectKeys.baseModelManifest(baseModelId);
  const there = (await place.objects.list(prefix)).objects.map(({ key }) => key);
  const missing: HashedFile[] = [];
  for (const file of files) {
    const key = prefix + file.name;
    if (!there.includes(key) || !(await place.store.has(key, file))) missing.push(file);
  }
  const mine = new Set([manifestKey, ...files.map(({ name }) => prefix + name)]);
  const stale = there.filter((key) => !mine.has(key));
  const manifest = manifestOf(baseModelId, files);
  const before = there.includes(manifestKey) && (await place.objects.get(manifestKey));
  const isNone = missing.length + stale.length === 0 && before && manifest.equals(before);
  return { missing, stale, manifest, isNone: Boolean(isNone) };
}

/**
 * The id, and each file with its size and digest; the same files give the same bytes. `hubId` is
 * what the first release called the id.
 */
function manifestOf(baseModelId: string, files: readonly HashedFile[]): Buffer {
  const listed = files.map(({ name, size, sha256 }) => ({ name, size, sha256 }));
  return Buffer.from(
    JSON.stringify({ schemaVersion: 1, hubId: baseModelId, files: listed }, null, 2),
  );
}
