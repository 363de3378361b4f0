import { counted, wordFor } from '../../../words.ts';
import type { Dependencies } from '../../../ports/host.ts';
import { objectKeys } from '../../../records/object-keys.ts';
import type { Scope } from '../../../records/keys.ts';
import { deletedTest } from '../deleted-rows.ts';
import { assertReady } from '../dataset-version-store.ts';
import type { DatasetVersion } from '../dataset-version.ts';
import { eachManifestRow } from '../manifest.ts';
import { deletedInputs } from '../warnings/deleted-inputs.ts';
import { FrozenCounts } from '../freezing/frozen-counts.ts';
import type { DataFinding, DataReport } from './data-report.ts';
import { Examples } from './data-report.ts';
import { ReportCounter } from './report-counter.ts';

type Uses = Pick<Dependencies, 'table' | 'objects' | 'sha256' | 'newSha256'>;

/** Where the report of a version lies. */
export function reportKey(
  scope: Scope,
  {
    datasetId,
    id,
    reportName = 'report.json',
  }: Pick<DatasetVersion, 'datasetId' | 'id'> & {
    readonly reportName?: string | undefined;
  },
): string {
  return objectKeys.datasetReport(scope, datasetId, id, reportName);
}

export async function putReport(
  key: string,
  report: DataReport,
  { objects }: Pick<Dependencies, 'objects'>,
): Promise<void> {
  const bytes = new TextEncoder().encode(JSON.stringify(report));
  await objects.put(key, bytes, { contentType: 'application/json' });
}

/**
 * The report of a ready version, with what became of its inputs since: deleted, purged. One of an
 * earlier release, which has none, is made of its rows.
 * @throws DeeptuneError dataset-version-not-ready, dataset-version-failed
 */
export async function readReport(
  scope: Scope,
  version: DatasetVersion,
  deps: Uses,
): Promise<DataReport> {
  assertReady(version);
  const bytes = version.reportName && (await deps.objects.get(reportKey(scope, version)));
  const report = bytes
    ? (JSON.parse(new TextDecoder().decode(bytes)) as DataReport)
    : await reportOfRows(scope, version, deps);
  const since = [...(await deletedFindings(scope, version, deps)), ...purgedFindings(version)];
  return { ...report, findings: [...since, ...report.findings] };
}

/** Walks through the rows twice. Sizes of images stand in the inputs, and are not looked up. */
async function reportOfRows(
  scope: Scope,
  version: DatasetVersion,
  deps: Uses,
): Promise<DataReport> {
  const report = new ReportCounter(deps.sha256);
  const counts = new FrozenCounts(deps.sha256);
  for await (const row of eachManifestRow(scope, version, deps)) report.see(row);
  for await (const row of eachManifestRow(scope, version, deps)) {
    counts.add({ row, size: 0 });
    report.add({ row, size: 0 });
  }
  const names = new Map(version.concepts.map(({ id, name }) => [id, name]));
  return report.result(counts.result((id) => names.get(id) ?? id));
}

async function deletedFindings(
  scope: Scope,
  version: DatasetVersion,
  deps: Uses,
): Promise<DataFinding[]> {
  const isDeleted = await deletedTest(scope, deps);
  const deleted = new Examples();
  if (isDeleted.isNeeded)
    for await (const row of eachManifestRow(scope, version, deps))
      if (await isDeleted(row)) deleted.add(row.id);
  const warnings = deletedInputs(deleted.count, version.inputCount);
  return warnings.map((warning) => ({ ...warning, examples: deleted.first }));
}

function purgedFindings({ purgedCount = 0, inputCount }: DatasetVersion): DataFinding[] {
  if (purgedCount === 0) return [];
  return [
    {
      code: 'purged-inputs',
      value: purgedCount,
      message: `${counted(purgedCount, 'input was', 'inputs were')} purged from this dataset version; ${inputCount} ${wordFor(inputCount, 'is', 'are')} left`,
      advice: 'What was trained on it before learnt from them: train anew to be rid of that',
      examples: [],
    },
  ];
}
