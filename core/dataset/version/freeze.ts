import type { JsonObject } from '../../json.ts';
import { fail } from '../../errors.ts';
import { objectKeys } from '../../records/object-keys.ts';
import type { Scope } from '../../records/keys.ts';
import type { Dependencies } from '../../ports/host.ts';
import { listConcepts } from '../concept.ts';
import type { DatasetVersion, ManifestRow } from './dataset-version.ts';
import { manifestText, parseManifest } from './dataset-version.ts';
import type { FreezeFilter } from './frozen-inputs.ts';
import { chooseInputs, countInputs, toRow } from './frozen-inputs.ts';
import { measureRows } from './row-measures.ts';
import { withTrainedConcepts } from './split.ts';
import { countForTraining, storedCounts } from './training-counts.ts';

/** A dataset version that is not stored yet. */
export interface FrozenDataset {
  readonly version: DatasetVersion;
  readonly manifest: string;
}

/**
 * Reads the inputs of a dataset (all of the app's with `wholeAppDatasetId`) into the content of a new dataset version, which may be empty.
 * Nothing is written.
 * @throws DeeptuneError dataset-too-large where a request cannot do it
 */
export async function freezeDataset(
  scope: Scope,
  request: {
    datasetId: string;
    versionId: string;
    description?: string;
    metadata?: JsonObject;
    filter?: FreezeFilter;
  },
  deps: Pick<Dependencies, 'table' | 'now' | 'sha256' | 'settings'>,
): Promise<FrozenDataset> {
  const { datasetId, filter, metadata } = request;
  const inputs = await chooseInputs(scope, datasetId, filter, deps);
  const rows = withTrainedConcepts(inputs.map(toRow));
  const manifest = manifestText(rows);
  const names = new Map((await listConcepts(scope, deps)).map(({ id, name }) => [id, name]));
  const counted = countInputs(inputs, names);
  const version: DatasetVersion = {
    id: request.versionId,
    datasetId,
    description: request.description ?? '',
    createdAt: deps.now(),
    ...counted,
    ...storedCounts(counted.concepts, countForTraining(rows)),
    digest: deps.sha256(manifest),
    measures: measureRows(rows),
    ...(metadata ? { metadata } : {}),
    ...(filter ? { annotationFilterConfig: filter.request } : {}),
  };
  return { version, manifest };
}

/** Stores the manifest, then the version that names it; a version is never there without its manifest. */
export async function storeManifest(
  scope: Scope,
  frozen: FrozenDataset,
  deps: Pick<Dependencies, 'objects'>,
): Promise<string> {
  const key = objectKeys.datasetManifest(scope, frozen.version.datasetId, frozen.version.id);
  await deps.objects.put(key, new TextEncoder().encode(frozen.manifest), {
    contentType: 'application/x-ndjson',
  });
  return key;
}

/** Rows of a stored dataset version. @throws DeeptuneError internal where the manifest is lost or altered */
export async function readManifest(
  scope: Scope,
  version: DatasetVersion,
  deps: Pick<Dependencies, 'objects' | 'sha256'>,
): Promise<ManifestRow[]> {
  const bytes = await deps.objects.get(
    objectKeys.datasetManifest(scope, version.datasetId, version.id),
  );
  if (!bytes || deps.sha256(bytes) !== version.digest) {
    throw fail(
      'internal',
      `The manifest of dataset version '${version.id}' is ${bytes ? 'altered' : 'missing'}`,
    );
  }
  return parseManifest(new TextDecoder().decode(bytes));
}
