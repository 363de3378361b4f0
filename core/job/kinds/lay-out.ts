import { objectsOf } from '../../dataset/version/dataset-version.ts';
import type { ManifestRow } from '../../dataset/version/dataset-version.ts';
import { writeManifest } from '../../dataset/version/manifest.ts';
import type { Scope } from '../../records/keys.ts';
import { jobKeys, objectKeys } from '../../records/object-keys.ts';
import type { JobUses } from './job.ts';

/**
 * Writes what every training job reads: the rows, the list of their objects and `job.json`
 * (`container/README.md`). Written anew with the same content when repeated.
 * @param what.describe `job.json`, given the digest of the rows
 */
export async function writeJob(
  what: {
    readonly folder: string;
    readonly scope: Scope;
    readonly rows: AsyncIterable<ManifestRow> | Iterable<ManifestRow>;
    readonly describe: (datasetDigest: string) => object;
  },
  deps: Pick<JobUses, 'objects' | 'newSha256'>,
): Promise<void> {
  const { folder, scope, rows, describe } = what;
  const put = (key: string, text: string) => deps.objects.put(key, new TextEncoder().encode(text));
  const prefix = jobKeys.trainPrefix(folder);
  const names = new Set<string>();
  async function* seen(): AsyncGenerator<ManifestRow> {
    for await (const row of rows) {
      for (const name of objectsOf(row)) names.add(name);
      yield row;
    }
  }
  const digest = await writeManifest(jobKeys.manifest(folder), seen(), deps);
  await put(`${prefix}job.json`, JSON.stringify(describe(digest), null, 2));
  await put(jobKeys.objectsManifest(folder), JSON.stringify(objectList(scope, names, deps)));
}

/**
 * The objects of the rows in SageMaker's manifest format, so that a job downloads these and no
 * others.
 */
function objectList(
  scope: Scope,
  names: ReadonlySet<string>,
  deps: Pick<JobUses, 'objects'>,
): unknown[] {
  const prefix = deps.objects.uri(objectKeys.inputsPrefix(scope));
  return [{ prefix }, ...[...names].sort()];
}
