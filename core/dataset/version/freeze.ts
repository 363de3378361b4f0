import type { JsonObject } from '../../json.ts';
import type { Scope } from '../../records/keys.ts';
import type { Dependencies } from '../../ports/host.ts';
import { listConcepts } from '../concept/concept.ts';
import { assertReady } from './dataset-version-store.ts';
import type { DatasetVersion, ManifestRow } from './dataset-version.ts';
import { manifestText, parseManifest } from './dataset-version.ts';
import type { FreezeFilter } from './freeze-filter.ts';
import { FrozenCounts } from './freezing/frozen-counts.ts';
import { rawRow } from './freezing/frozen-part.ts';
import { chooseInputs, conceptsIn } from './frozen-inputs.ts';
import { damaged, manifestKey } from './manifest.ts';
import type { DataReport } from './report/data-report.ts';
import { ReportCounter } from './report/report-counter.ts';
import { withTrainedConcepts } from './split.ts';

/** A dataset version that is not stored yet. */
export interface FrozenDataset {
  readonly version: DatasetVersion;
  readonly manifest: string;
  readonly report: DataReport;
}

/** A dataset version as asked for. */
export interface FreezeRequest {
  readonly datasetId: string;
  readonly versionId: string;
  readonly description?: string;
  readonly metadata?: JsonObject;
  readonly filter?: FreezeFilter;
  /** Absent: now. */
  readonly createdAt?: string;
  /** Place among the versions of its dataset; absent: it has none. */
  readonly sequence?: number;
}

/**
 * Reads the inputs of a dataset (all of the app's with `wholeAppDatasetId`) into the content of a
 * new dataset version, which may be empty. Nothing is written.
 * @throws DeeptuneError dataset-too-large where there is more than a request freezes
 */
export async function freezeDataset(
  scope: Scope,
  request: FreezeRequest,
  deps: Pick<Dependencies, 'table' | 'now' | 'sha256' | 'settings'>,
): Promise<FrozenDataset> {
  const { createdAt = deps.now() } = request;
  const inputs = await chooseInputs(scope, request, deps);
  const raw = inputs.map(rawRow);
  const rows = withTrainedConcepts(raw.map(({ row }) => row));
  const counts = new FrozenCounts(deps.sha256);
  const names = new Map<string, string>();
  for (const input of inputs) for (const { id, name } of conceptsIn(input)) names.set(id, name);
  for (const { id, name } of await listConcepts(scope, deps)) names.set(id, name);
  const report = new ReportCounter(deps.sha256);
  for (const row of rows) report.see(row);
  rows.forEach((row, index) => {
    const { size = 0, ...pixels } = raw[index] ?? {};
    counts.add({ row, size });
    report.add({ ...pixels, row, size });
  });
  const counted = counts.result((id) => names.get(id) ?? id);
  const manifest = manifestText(rows);
  const digest = deps.sha256(manifest);
  const version: DatasetVersion = {
    ...describedBy(request, createdAt),
    ...counted,
    digest,
    // Of its own content: whoever else writes under this name writes the same.
    manifestName: `manifest-${digest.slice(0, 32)}.jsonl`,
    reportName: `report-${digest.slice(0, 32)}.json`,
  };
  return { version, manifest, report: report.result(counted) };
}

/** What a version says of itself, whatever is in it. */
export function describedBy(request: FreezeRequest, createdAt: string) {
  const { versionId: id, datasetId, description = '', metadata, filter, sequence } = request;
  return {
    id,
    datasetId,
    description,
    createdAt,
    ...(sequence === undefined ? {} : { sequence }),
    ...(metadata ? { metadata } : {}),
    ...(filter ? { annotationFilterConfig: filter.request } : {}),
  };
}

/**
 * All rows of a ready dataset version, in memory: `eachManifestRow` reads large ones. @throws as
 * that
 */
export async function readManifest(
  scope: Scope,
  version: DatasetVersion,
  deps: Pick<Dependencies, 'objects' | 'sha256'>,
): Promise<ManifestRow[]> {
  assertReady(version);
  const bytes = await deps.objects.get(manifestKey(scope, version));
  if (!bytes) throw damaged(version, 'missing');
  if (deps.sha256(bytes) !== version.digest) throw damaged(version, 'altered');
  return parseManifest(new TextDecoder().decode(bytes));
}
