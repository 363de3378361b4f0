import type { DatasetVersion, ManifestRow } from '../../dataset/version/dataset-version.ts';
import { isReady } from '../../dataset/version/dataset-version.ts';
import { readManifest } from '../../dataset/version/freeze.ts';
import type { ModelVersion } from '../../model/model-version.ts';
import type { Dependencies } from '../../ports/host.ts';
import { keys } from '../../records/keys.ts';
import { objectKeys } from '../../records/object-keys.ts';
import { readRecord } from '../../records/records.ts';
import { ancestorsOf } from './ancestors.ts';
import { KnownLine } from './known-line.ts';
import { readLine } from './line-file.ts';

type Uses = Pick<Dependencies, 'table' | 'objects' | 'sha256'>;

/** What a line of versions knows with its last one. */
export interface FoundLine {
  readonly line: KnownLine;
  /** Versions of the line whose rows are not known any more: they, or their data, were deleted. */
  readonly lostVersions: readonly string[];
}

/**
 * What the line of a version knows with it: one file; of versions of earlier releases, the dataset
 * versions of its ancestors, from the root on.
 */
export async function lineOf(version: ModelVersion, deps: Uses): Promise<FoundLine> {
  const lostVersions: string[] = [];
  /** Newest first. */
  const walked: { readonly versionId: string; readonly rows: readonly ManifestRow[] }[] = [];
  const line = new KnownLine(deps.sha256);
  for await (const { versionId, version: found } of withAncestors(version, deps)) {
    if (found && (await readInto(line, found, deps))) break;
    const rows = found && (await rowsOf(found, deps));
    if (rows) walked.push({ versionId, rows });
    else lostVersions.push(versionId);
  }
  for (const { versionId, rows } of walked.reverse()) line.learn(rows, versionId);
  return { line, lostVersions };
}

async function* withAncestors(version: ModelVersion, deps: Uses) {
  yield { versionId: version.id, version };
  yield* ancestorsOf(version, deps);
}

/** @returns false where the version has no such file */
async function readInto(line: KnownLine, { scope, id }: ModelVersion, deps: Uses) {
  const rows = await readLine(objectKeys.versionPrefix(scope, id), deps);
  if (!rows) return false;
  for await (const row of rows) line.add(row);
  return true;
}

/**
 * Rows of the dataset version that a version was trained on; undefined where they are gone, none
 * where it is untrained.
 */
export async function rowsOf(
  version: ModelVersion,
  deps: Uses,
): Promise<readonly ManifestRow[] | undefined> {
  if (!('training' in version)) return [];
  const { datasetId, datasetVersionId } = version.training;
  const key = keys.datasetVersion(version.scope, datasetId, datasetVersionId);
  const stored = await readRecord<DatasetVersion>(deps.table, key);
  if (!stored || !isReady(stored.value)) return undefined;
  return readManifest(version.scope, stored.value, deps);
}
