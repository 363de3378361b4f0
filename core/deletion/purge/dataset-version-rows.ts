import { omit } from '../../json.ts';
import { changeDatasetVersion } from '../../dataset/version/dataset-version-store.ts';
import type { DatasetVersion, ManifestRow } from '../../dataset/version/dataset-version.ts';
import { objectsOf } from '../../dataset/version/dataset-version.ts';
import type { Counts } from '../../dataset/version/freezing/frozen-counts.ts';
import { FrozenCounts } from '../../dataset/version/freezing/frozen-counts.ts';
import { eachManifestRow, manifestKey, writeManifest } from '../../dataset/version/manifest.ts';
import { ReportCounter } from '../../dataset/version/report/report-counter.ts';
import { putReport, reportKey } from '../../dataset/version/report/stored-report.ts';
import type { Dependencies } from '../../ports/host.ts';
import { eachObject } from '../../records/each-object.ts';
import { objectKeys } from '../../records/object-keys.ts';
import type { Scope } from '../../records/keys.ts';

type Uses = Pick<Dependencies, 'table' | 'objects' | 'newId' | 'sha256' | 'newSha256'>;

/**
 * Makes a dataset version be without some inputs: a new manifest and report, counted anew, take the
 * place of the old ones, and its archives go. The sides of the other rows stay. Until the record
 * names the new manifest the old one is whole, so that it may be cut off and repeated.
 */
export async function eraseFromVersion(
  scope: Scope,
  version: DatasetVersion,
  ids: ReadonlySet<string>,
  deps: Uses,
): Promise<void> {
  const { digest, counts, name, removed } = await rewrite(scope, version, ids, deps);
  const changed = await changeDatasetVersion(
    scope,
    version,
    (now) => ({
      ...omit(now, 'exports'),
      ...counts,
      digest,
      manifestName: `manifest-${name}.jsonl`,
      reportName: `report-${name}.json`,
      purgedCount: (now.purgedCount ?? 0) + removed,
    }),
    deps,
  );
  await deleteOthers(scope, changed, deps);
}

interface Rewritten {
  readonly name: string;
  readonly digest: string;
  readonly counts: Partial<Counts>;
  readonly removed: number;
}

async function rewrite(
  scope: Scope,
  version: DatasetVersion,
  ids: ReadonlySet<string>,
  deps: Uses,
): Promise<Rewritten> {
  const name = deps.newId();
  const [counts, report] = [new FrozenCounts(deps.sha256), new ReportCounter(deps.sha256)];
  const gone = new Set<string>();
  let removed = 0;
  for await (const row of eachManifestRow(scope, version, deps)) {
    if (!ids.has(row.id)) report.see(row);
    else {
      removed += 1;
      for (const object of objectsOf(row)) gone.add(object);
    }
  }
  async function* kept(): AsyncGenerator<ManifestRow> {
    for await (const row of eachManifestRow(scope, version, deps)) {
      if (ids.has(row.id)) continue;
      for (const object of objectsOf(row)) gone.delete(object);
      counts.add({ row, size: 0 });
      report.add({ row, size: 0 });
      yield row;
    }
  }
  const digest = await writeManifest(
    manifestKey(scope, { ...version, manifestName: `manifest-${name}.jsonl` }),
    kept(),
    deps,
  );
  const names = new Map(version.concepts.map(({ id, name: said }) => [id, said]));
  const counted = counts.result((id) => names.get(id) ?? id);
  const key = reportKey(scope, { ...version, reportName: `report-${name}.json` });
  await putReport(key, report.result(counted), deps);
  const bytes = await bytesOf(scope, gone, deps);
  return { name, digest, removed, counts: { ...counted, ...bytesLeft(version, bytes) } };
}

/** The sizes of the others are not known any more: what went is taken off. */
function bytesLeft({ objectBytes }: DatasetVersion, gone: number): Partial<Counts> {
  return objectBytes === undefined ? {} : { objectBytes: Math.max(0, objectBytes - gone) };
}

async function bytesOf(scope: Scope, objects: ReadonlySet<string>, deps: Uses): Promise<number> {
  let bytes = 0;
  for (const name of objects)
    bytes += (await deps.objects.head(objectKeys.input(scope, name)))?.size ?? 0;
  return bytes;
}

/**
 * Deletes everything below a ready version but its manifest, its report and its archives: old
 * manifests, and what was left over when something was cut off.
 */
export async function deleteOthers(
  scope: Scope,
  version: DatasetVersion,
  deps: Uses,
): Promise<void> {
  const { datasetId, id, exports = {} } = version;
  const named = new Set([
    manifestKey(scope, version),
    reportKey(scope, version),
    ...Object.keys(exports).map((format) => objectKeys.datasetExport(scope, datasetId, id, format)),
  ]);
  const others: string[] = [];
  const prefix = objectKeys.datasetVersionPrefix(scope, datasetId, id);
  for await (const { key } of eachObject(deps.objects, prefix))
    if (!named.has(key)) others.push(key);
  for (const key of others) await deps.objects.delete(key);
}
