import { manifestText, objectsOf } from '../../dataset/version/dataset-version.ts';
import type { ManifestRow } from '../../dataset/version/dataset-version.ts';
import type { Scope } from '../../records/keys.ts';
import { jobKeys, objectKeys } from '../../records/object-keys.ts';
import type { JobUses } from './job.ts';

/**
 * Writes what every training job reads: the rows, the list of their objects and `job.json` (`container/README.md`). Written anew with the same content
 * when repeated.
 * @param what.describe `job.json`, given the digest of the rows
 */
export async function writeJob(
  what: {
    readonly folder: string;
    readonly scope: Scope;
    readonly rows: readonly ManifestRow[];
    readonly describe: (datasetDigest: string) => object;
  },
  deps: Pick<JobUses, 'objects' | 'sha256'>,
): Promise<void> {
  const { folder, scope, rows, describe } = what;
  const manifest = manifestText(rows);
  const put = (key: string, text: string) => deps.objects.put(key, new TextEncoder().encode(text));
  const prefix = jobKeys.trainPrefix(folder);
  await put(`${prefix}manifest.jsonl`, manifest);
  await put(`${prefix}job.json`, JSON.stringify(describe(deps.sha256(manifest)), null, 2));
  await put(jobKeys.objectsManifest(folder), JSON.stringify(objectList(scope, rows, deps)));
}

/** The objects of the rows in SageMaker's manifest format, so that a job downloads these and no others. */
function objectList(
  scope: Scope,
  rows: readonly ManifestRow[],
  deps: Pick<JobUses, 'objects'>,
): unknown[] {
  const prefix = deps.objects.uri(objectKeys.inputsPrefix(scope));
  const names = new Set(rows.flatMap(objectsOf));
  return [{ prefix }, ...[...names].sort()];
}
