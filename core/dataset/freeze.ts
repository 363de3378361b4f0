import type { JsonObject } from '../catalog/model-type.ts';
import { fail } from '../errors.ts';
import { keys, objectKeys } from '../ports/keys.ts';
import type { Scope } from '../ports/keys.ts';
import { eachRecord } from '../ports/records.ts';
import type { Dependencies } from '../training/dependencies.ts';
import type {
  ConceptCount,
  DatasetVersion,
  ManifestRegion,
  ManifestRow,
} from './dataset-version.ts';
import { manifestText, parseManifest } from './dataset-version.ts';
import { listConcepts } from './concept.ts';
import { allConcepts } from './input.ts';
import type { ConceptValue, Input, Labels, Region } from './input.ts';
import type { InputFilter } from './input-query.ts';
import { matchesAnnotation, matchesInput } from './input-query.ts';
import { statusOfInput } from './input-status.ts';
import { annotationSuccess, annotationsOf, mergeLabels } from './labels.ts';
import { measureRows } from './measure.ts';
import { splitOf, withTrainedConcepts } from './split.ts';

/** Dataset id of versions that freeze every input of an app: what Clarifai trains on where no dataset is named. */
export const wholeAppDatasetId = 'all-inputs';

/** A dataset version that is not stored yet. */
export interface FrozenDataset {
  readonly version: DatasetVersion;
  readonly manifest: string;
}

/** Which inputs and annotations are frozen. */
export interface FreezeFilter {
  readonly filters: readonly InputFilter[];
  /** True: inputs left without labels are left out. */
  readonly ignoresEmpty: boolean;
  /** As it was sent. */
  readonly request: JsonObject;
}

/** An input with the labels that count. */
type Labelled = Input & { readonly labels: Labels };

/**
 * Reads the inputs of a dataset (all of the app's with `wholeAppDatasetId`) into the content of a new dataset version. Nothing is written.
 * @throws DeeptuneError dataset-empty
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
  deps: Pick<Dependencies, 'table' | 'now' | 'sha256'>,
): Promise<FrozenDataset> {
  const { datasetId, filter, metadata } = request;
  const inputs = await chooseInputs(scope, datasetId, filter, deps);
  if (inputs.length === 0) {
    throw fail(
      'datasetEmpty',
      filter
        ? `No input of dataset '${datasetId}' passes the annotation filter; nothing would be frozen`
        : `Dataset '${datasetId}' has no inputs; upload inputs with this dataset id first`,
    );
  }
  const rows = withTrainedConcepts(inputs.map(toRow));
  const manifest = manifestText(rows);
  const names = new Map((await listConcepts(scope, deps)).map(({ id, name }) => [id, name]));
  const version: DatasetVersion = {
    id: request.versionId,
    datasetId,
    description: request.description ?? '',
    createdAt: deps.now(),
    ...countInputs(inputs, names),
    digest: deps.sha256(manifest),
    measures: measureRows(rows),
    ...(metadata ? { metadata } : {}),
    ...(filter ? { annotationFilterConfig: filter.request } : {}),
  };
  return { version, manifest };
}

async function chooseInputs(
  scope: Scope,
  datasetId: string,
  filter: FreezeFilter | undefined,
  deps: Pick<Dependencies, 'table'>,
): Promise<Labelled[]> {
  const filters = filter?.filters ?? [];
  const ofInputs = filters.filter((each) => each.input !== undefined);
  const chosen: Labelled[] = [];
  for await (const { value } of eachRecord<Input>(deps.table, keys.inputsOf(scope))) {
    const isMember = value.datasetIds.includes(datasetId) || datasetId === wholeAppDatasetId;
    if (!isMember || !matchesInput(value, ofInputs, statusOfInput)) continue;
    const labels = countedLabels(value, filters);
    if (!filter?.ignoresEmpty || allConcepts(labels).length > 0) chosen.push({ ...value, labels });
  }
  return chosen;
}

/** Labels that are not waiting for review or refused, and that the filter keeps. */
function countedLabels(input: Input, filters: readonly InputFilter[]): Labels {
  const counted = annotationsOf(input, '').filter(
    (each) => each.status === annotationSuccess && matchesAnnotation(each, filters),
  );
  return mergeLabels(counted);
}

function toRow(input: Labelled): ManifestRow {
  const completion = input.metadata['completion'];
  const { concepts, regions } = input.labels;
  return {
    id: input.id,
    object: input.data.kind === 'image' ? input.data.sha256 : null,
    text: input.data.kind === 'text' ? input.data.text : null,
    concepts: idsAndValues(concepts),
    ...(regions.length > 0 ? { regions: regions.map(toManifestRegion) } : {}),
    ...(typeof completion === 'string' ? { target: completion } : {}),
    split: splitOf(input.id),
    origin: 'new',
  };
}

/** Without its id: who named a region how is nothing to train on. */
function toManifestRegion({ concepts, box, polygon, mask }: Region): ManifestRegion {
  return { concepts: idsAndValues(concepts), box, polygon, mask };
}

function idsAndValues(concepts: readonly ConceptValue[]) {
  return concepts.map(({ id, value }) => ({ id, value }));
}

/** Concepts of an input and of its regions, each once: it counts once for a concept, however often the concept is in it. */
function conceptsIn({ labels }: Labelled): ConceptValue[] {
  return [...new Map(allConcepts(labels).map((concept) => [concept.id, concept])).values()];
}

function countInputs(
  inputs: readonly Labelled[],
  names: ReadonlyMap<string, string>,
): Pick<DatasetVersion, 'inputCount' | 'invalidCount' | 'unlabelledCount' | 'concepts'> {
  const concepts = new Map<string, ConceptCount>();
  for (const { id, name, value } of inputs.flatMap(conceptsIn)) {
    const positives = (concepts.get(id)?.positives ?? 0) + (value > 0 ? 1 : 0);
    concepts.set(id, { id, name: names.get(id) ?? name, positives });
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
