import type { DatasetVersion } from '../dataset/version/dataset-version.ts';
import type {
  DataExample,
  DataFinding,
  DataReport,
} from '../dataset/version/report/data-report.ts';
import { pixelsNotLookedAt } from '../dataset/version/report/image-facts.ts';
import { decodedPictures } from '../dataset/version/warnings/decoded-pictures.ts';
import type { JsonObject } from '../json.ts';
import type { LoadableVersion, ModelVersion } from '../model/model-version.ts';
import { isLoadable } from '../model/model-version.ts';
import type { Model } from '../model/model.ts';
import type { Dependencies } from '../ports/host.ts';
import { keys } from '../records/keys.ts';
import type { Scope } from '../records/keys.ts';
import { eachRecord, readAll } from '../records/records.ts';

/**
 * A data report with what the newest training on the version saw when it decoded its pictures. A
 * child's training does not count: it saw its parent's pictures too.
 */
export async function withDecodedPictures(
  scope: Scope,
  version: DatasetVersion,
  report: DataReport,
  deps: Pick<Dependencies, 'table'>,
): Promise<DataReport> {
  if (report.counts.images === 0) return report;
  const trained = await newestTrainedOn(scope, version, deps);
  const seen = trained ? findingsOf(trained.metrics) : [];
  if (seen.length === 0) return report;
  return {
    ...report,
    findings: [...report.findings, ...seen],
    notLookedAt: report.notLookedAt.filter((text) => text !== pixelsNotLookedAt),
  };
}

async function newestTrainedOn(
  scope: Scope,
  { id, datasetId }: DatasetVersion,
  deps: Pick<Dependencies, 'table'>,
): Promise<LoadableVersion | undefined> {
  let newest: LoadableVersion | undefined;
  for (const model of await readAll<Model>(deps.table, keys.modelsOf(scope))) {
    const versions = eachRecord<ModelVersion>(deps.table, keys.versionsOf(scope, model.id));
    for await (const { value } of versions) {
      if (!isLoadable(value) || value.training.parent) continue;
      const { training, createdAt } = value;
      const isOfIt = training.datasetId === datasetId && training.datasetVersionId === id;
      if (isOfIt && (!newest || newest.createdAt < createdAt)) newest = value;
    }
  }
  return newest;
}

function findingsOf(metrics: JsonObject): DataFinding[] {
  const counts = metrics['counts'] as { nearPictures?: { examples?: string[][] } } | undefined;
  const near: DataExample[] = (counts?.nearPictures?.examples ?? []).map((ids) => ({ ids }));
  return decodedPictures(metrics).map((warning) => ({
    ...warning,
    examples: warning.code === 'near-copies' ? near : [],
  }));
}
