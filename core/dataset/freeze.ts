import { fail } from '../errors.ts';
import { keys, objectKeys } from '../ports/keys.ts';
import type { Scope } from '../ports/keys.ts';
import { eachRecord } from '../ports/records.ts';
import type { Dependencies } from '../training/dependencies.ts';
import type { ConceptCount, DatasetVersion, ManifestRow } from './dataset-version.ts';
import { manifestText, parseManifest } from './dataset-version.ts';
import { allConcepts } from './input.ts';
import type { ConceptValue, Input } from './input.ts';
import { splitOf, withTrainedConcepts } from './split.ts';

/** Dataset id of versions that freeze every input of an app: what Clarifai trains on where no dataset is named. */
export const wholeAppDatasetId = 'all-inputs';

/** A dataset version that is not stored yet. */
export interface FrozenDataset {
  readonly version: DatasetVersion;
  readonly manifest: string;
}

/**
 * Reads the inputs of a dataset (all of the app's with `wholeAppDatasetId`) into the content of a new dataset version. Nothing is written.
 * @throws DeeptuneError dataset-empty
 */
export async function freezeDataset(
  scope: Scope,
  request: { datasetId: string; versionId: string; description?: string },
  deps: Pick<Dependencies, 'table' | 'now' | 'sha256'>,
): Promise<FrozenDataset> {
  const inputs: Input[] = [];
  for await (const { value } of eachRecord<Input>(deps.table, keys.inputsOf(scope))) {
    const isMember = value.datasetIds.includes(request.datasetId);
    if (isMember || request.datasetId === wholeAppDatasetId) inputs.push(value);
  }
  if (inputs.length === 0) {
    throw fail(
      'datasetEmpty',
      `Dataset '${request.datasetId}' has no inputs; upload inputs with this dataset id first`,
    );
  }
  const manifest = manifestText(withTrainedConcepts(inputs.map(toRow)));
  const counts = countInputs(inputs);
  const version = {
    id: request.versionId,
    datasetId: request.datasetId,
    description: request.description ?? '',
    createdAt: deps.now(),
    ...counts,
    digest: deps.sha256(manifest),
  };
  return { version, manifest };
}

function toRow(input: Input): ManifestRow {
  const completion = input.metadata['completion'];
  return {
    id: input.id,
    object: input.data.kind === 'image' ? input.data.sha256 : null,
    text: input.data.kind === 'text' ? input.data.text : null,
    concepts: idsAndValues(input.concepts),
    ...(input.regions
      ? {
          regions: input.regions.map((region) => ({
            ...region,
            concepts: idsAndValues(region.concepts),
          })),
        }
      : {}),
    ...(typeof completion === 'string' ? { target: completion } : {}),
    split: splitOf(input.id),
    origin: 'new',
  };
}

function idsAndValues(concepts: readonly ConceptValue[]) {
  return concepts.map(({ id, value }) => ({ id, value }));
}

/** Concepts of an input and of its regions, each once: it counts once for a concept, however often the concept is in it. */
function conceptsIn(input: Input): ConceptValue[] {
  return [...new Map(allConcepts(input).map((concept) => [concept.id, concept])).values()];
}

function countInputs(
  inputs: readonly Input[],
): Pick<DatasetVersion, 'inputCount' | 'invalidCount' | 'unlabelledCount' | 'concepts'> {
  const concepts = new Map<string, ConceptCount>();
  for (const { id, name, value } of inputs.flatMap(conceptsIn)) {
    const positives = (concepts.get(id)?.positives ?? 0) + (value > 0 ? 1 : 0);
    concepts.set(id, { id, name, positives });
  }
  return {
    inputCount: inputs.length,
    invalidCount: inputs.filter((input) => input.data.kind === 'invalid').length,
    unlabelledCount: inputs.filter((input) => conceptsIn(input).length === 0).length,
    concepts: [...concepts.values()].sort((a, b) => (a.id < b.id ? -1 : 1)),
  };
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
