import { fail } from '../../errors.ts';
import type { Dependencies } from '../../ports/host.ts';
import { asJson, chunksOfLines, jsonLinesType } from '../../records/json-lines.ts';
import { objectKeys } from '../../records/object-keys.ts';
import type { Scope } from '../../records/keys.ts';
import { assertReady } from './dataset-version-store.ts';
import type { DatasetVersion, ManifestRow } from './dataset-version.ts';

/** How much of a manifest is read at once. */
const chunkBytes = 8 * 1024 * 1024;

/** Where the manifest of a version lies. */
export function manifestKey(
  scope: Scope,
  { datasetId, id, manifestName }: Pick<DatasetVersion, 'datasetId' | 'id' | 'manifestName'>,
): string {
  return objectKeys.datasetManifest(scope, datasetId, id, manifestName);
}

/**
 * Rows of a ready dataset version, ascending by id, in the memory of one chunk. That the manifest
 * is the one that was frozen is known with its last row only: what is made of the rows must not be
 * used before the end.
 * @throws DeeptuneError internal where the manifest is lost or altered;
 *   dataset-version-not-ready, dataset-version-failed
 */
export async function* eachManifestRow(
  scope: Scope,
  version: DatasetVersion,
  deps: Pick<Dependencies, 'objects' | 'newSha256'>,
): AsyncGenerator<ManifestRow> {
  assertReady(version);
  const hash = deps.newSha256();
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of chunksOf(manifestKey(scope, version), version, deps)) {
    hash.update(chunk);
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) yield JSON.parse(line) as ManifestRow;
  }
  if (hash.digest() !== version.digest) throw damaged(version, 'altered');
}

async function* chunksOf(
  key: string,
  version: DatasetVersion,
  deps: Pick<Dependencies, 'objects'>,
): AsyncGenerator<Uint8Array> {
  for (let start = 0; ; start += chunkBytes) {
    const chunk = await deps.objects.get(key, { start, end: start + chunkBytes - 1 });
    if (!chunk) throw damaged(version, 'missing');
    yield chunk;
    if (chunk.length < chunkBytes) return;
  }
}

export function damaged({ id }: DatasetVersion, how: 'altered' | 'missing'): Error {
  return fail('internal', `The manifest of dataset version '${id}' is ${how}`);
}

/**
 * Writes rows as a manifest, in the memory of one chunk.
 * @returns SHA-256 of the manifest
 */
export async function writeManifest(
  key: string,
  rows: AsyncIterable<ManifestRow> | Iterable<ManifestRow>,
  deps: Pick<Dependencies, 'objects' | 'newSha256'>,
): Promise<string> {
  const hash = deps.newSha256();
  async function* chunks(): AsyncGenerator<Uint8Array> {
    for await (const chunk of chunksOfLines(asJson(rows))) {
      hash.update(chunk);
      yield chunk;
    }
  }
  await deps.objects.putChunks(key, chunks(), jsonLinesType);
  return hash.digest();
}
