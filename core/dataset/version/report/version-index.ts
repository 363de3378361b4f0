import type { Dependencies } from '../../../ports/host.ts';
import { objectKeys } from '../../../records/object-keys.ts';
import type { Scope } from '../../../records/keys.ts';
import { eachInput } from '../../record/list-inputs.ts';
import { assertReady } from '../dataset-version-store.ts';
import type { DatasetVersion } from '../dataset-version.ts';
import { positivesOf } from '../dataset-version.ts';
import { FrozenCounts } from '../freezing/frozen-counts.ts';
import { eachManifestRow } from '../manifest.ts';
import type { DataFinding } from './data-report.ts';
import { ReportCounter } from './report-counter.ts';
import { readReport } from './stored-report.ts';

type Uses = Pick<Dependencies, 'table' | 'objects' | 'sha256' | 'newSha256'>;

/** One row in short: its id, 1 where it is held out, and its concepts by their places. */
export type IndexedRow = readonly [id: string, heldOut: 0 | 1, concepts: readonly number[]];

/**
 * What a list of a dataset version is chosen by. Like `Problems` it is made of the manifest when it
 * is first asked for, and kept beside it, where a purge and a deletion find it.
 */
export interface VersionIndex {
  /** Of the manifest that it is made of. */
  readonly digest: string;
  /** Ids of concepts. */
  readonly concepts: readonly string[];
  /** Ascending by id. */
  readonly rows: readonly IndexedRow[];
}

/** All inputs of the findings of a report. */
export interface Problems {
  readonly digest: string;
  /** Finding -> its groups of inputs, as the report's examples are. */
  readonly groups: Readonly<Record<string, readonly (readonly string[])[]>>;
}

/** Groups that are kept of one finding. */
export const maxGroups = 100_000;

/** Findings that are about inputs; the examples of others are concepts. */
const ofInputs: ReadonlySet<DataFinding['code']> = new Set([
  'label-conflicts',
  'invalid-inputs',
  'unlabelled-inputs',
  'copies',
  'held-out-copies',
  'near-copies',
  'held-out-near-copies',
  'tiny-images',
  'narrow-images',
  'short-texts',
] as const);

/** @throws DeeptuneError dataset-version-not-ready, dataset-version-failed */
export function readIndex(
  scope: Scope,
  version: DatasetVersion,
  deps: Uses,
): Promise<VersionIndex> {
  return readOrMake('index.json', scope, { version, make: makeIndex }, deps);
}

/** @throws DeeptuneError as `readIndex` */
export function readProblems(scope: Scope, version: DatasetVersion, deps: Uses): Promise<Problems> {
  return readOrMake('problems.json', scope, { version, make: makeProblems }, deps);
}

/** What was made of another manifest of the version is made anew. */
async function readOrMake<T extends { readonly digest: string }>(
  name: string,
  scope: Scope,
  {
    version,
    make,
  }: {
    readonly version: DatasetVersion;
    readonly make: (scope: Scope, version: DatasetVersion, deps: Uses) => Promise<T>;
  },
  deps: Uses,
): Promise<T> {
  assertReady(version);
  const key = objectKeys.datasetReport(scope, version.datasetId, version.id, name);
  const bytes = await deps.objects.get(key);
  const stored = bytes && (JSON.parse(new TextDecoder().decode(bytes)) as T);
  if (stored?.digest === version.digest) return stored;
  const made = await make(scope, version, deps);
  const text = new TextEncoder().encode(JSON.stringify(made));
  await deps.objects.put(key, text, { contentType: 'application/json' });
  return made;
}

async function makeIndex(scope: Scope, version: DatasetVersion, deps: Uses): Promise<VersionIndex> {
  const places = new Map<string, number>();
  const rows: IndexedRow[] = [];
  for await (const row of eachManifestRow(scope, version, deps)) {
    const concepts = positivesOf(row).map((concept) => {
      const place = places.get(concept) ?? places.size;
      places.set(concept, place);
      return place;
    });
    rows.push([row.id, row.split === 'test' ? 1 : 0, concepts]);
  }
  return { digest: version.digest, concepts: [...places.keys()], rows };
}

/** Walks through the rows twice, as the report does. */
async function makeProblems(scope: Scope, version: DatasetVersion, deps: Uses): Promise<Problems> {
  const counter = new ReportCounter(deps.sha256, maxGroups);
  const counts = new FrozenCounts(deps.sha256);
  for await (const row of eachManifestRow(scope, version, deps)) counter.see(row);
  const sizes = await sizesFor(scope, version, deps);
  for await (const row of eachManifestRow(scope, version, deps)) {
    const raw = { row, size: 0, ...sizes.get(row.id) };
    counts.add(raw);
    counter.add(raw);
  }
  const { findings } = counter.result(counts.result((concept) => concept));
  const groups = findings
    .filter(({ code }) => ofInputs.has(code))
    .map(({ code, examples }) => [code, examples.map(({ ids }) => ids)] as const);
  return { digest: version.digest, groups: Object.fromEntries(groups) };
}

interface Size {
  readonly width: number;
  readonly height: number;
}

/** Sizes of images stand in the inputs: they are looked up where a finding is about them. */
async function sizesFor(
  scope: Scope,
  version: DatasetVersion,
  deps: Uses,
): Promise<ReadonlyMap<string, Size>> {
  const sizes = new Map<string, Size>();
  const { findings } = await readReport(scope, version, deps);
  if (!findings.some(({ code }) => code === 'tiny-images' || code === 'narrow-images'))
    return sizes;
  for await (const { id, data } of eachInput(scope, deps)) {
    if (data.kind !== 'image' || data.width === undefined || data.height === undefined) continue;
    sizes.set(id, { width: data.width, height: data.height });
  }
  return sizes;
}
