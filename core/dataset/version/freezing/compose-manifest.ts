import { fail } from '../../../errors.ts';
import type { Scope } from '../../../records/keys.ts';
import { objectKeys } from '../../../records/object-keys.ts';
import type { Dependencies } from '../../../ports/host.ts';
import { listConcepts } from '../../concept/concept.ts';
import type { ManifestRow } from '../dataset-version.ts';
import { manifestKey, writeManifest } from '../manifest.ts';
import { putReport, reportKey } from '../report/stored-report.ts';
import { ReportCounter } from '../report/report-counter.ts';
import { TrainedConcepts } from '../split.ts';
import { FrozenCounts } from './frozen-counts.ts';
import type { FrozenPart } from './frozen-part.ts';
import { decodePart } from './frozen-part.ts';
import type { FrozenContent, OwnedVersion } from './ownership.ts';

type Uses = Pick<Dependencies, 'table' | 'objects' | 'sha256' | 'newSha256'>;

/**
 * Makes the manifest of the parts, in the memory of one part and of the counts. The parts are read
 * twice: which rows are held out depends on all of them. Begun anew where it was interrupted:
 * beside the inputs, the parts are read in no time.
 * @param alive called with each part
 */
export async function composeManifest(
  scope: Scope,
  { version, freezing, owner }: OwnedVersion,
  alive: () => Promise<void>,
  deps: Uses,
): Promise<FrozenContent> {
  const report = new ReportCounter(deps.sha256);
  const trained = new TrainedConcepts();
  const names = new Map<string, string>();
  const keysOfParts = freezing.parts.map((name) =>
    objectKeys.frozenPart(scope, version.datasetId, version.id, name),
  );
  const parts = () => eachPart(keysOfParts, alive, deps);
  for await (const part of parts()) {
    for (const [id, name] of Object.entries(part.names)) names.set(id, name);
    for (const { row } of part.rows) {
      trained.add(row);
      report.see(row);
    }
  }
  for (const { id, name } of await listConcepts(scope, deps)) names.set(id, name);
  const counts = new FrozenCounts(deps.sha256);
  const manifestName = `manifest-${owner}.jsonl`;
  async function* rows(): AsyncGenerator<ManifestRow> {
    for await (const part of parts())
      for (const raw of part.rows) {
        const row = trained.withSplit(raw.row);
        counts.add({ ...raw, row });
        report.add({ ...raw, row });
        yield row;
      }
  }
  const digest = await writeManifest(
    manifestKey(scope, { ...version, manifestName }),
    rows(),
    deps,
  );
  const counted = counts.result((id) => names.get(id) ?? id);
  const reportName = `report-${owner}.json`;
  await putReport(reportKey(scope, { ...version, reportName }), report.result(counted), deps);
  return { ...counted, digest, manifestName, reportName };
}

async function* eachPart(
  partKeys: readonly string[],
  alive: () => Promise<void>,
  { objects }: Pick<Dependencies, 'objects'>,
): AsyncGenerator<FrozenPart> {
  for (const key of partKeys) {
    await alive();
    const bytes = await objects.get(key);
    if (!bytes) throw fail('internal', `The part '${key}' of a dataset version is missing`);
    yield decodePart(bytes);
  }
}
