import { fail } from '../../../errors.ts';
import type { Scope } from '../../../records/keys.ts';
import { objectKeys } from '../../../records/object-keys.ts';
import type { Dependencies } from '../../../ports/host.ts';
import { listConcepts } from '../../concept/concept.ts';
import type { DatasetVersion, ManifestRow } from '../dataset-version.ts';
import { manifestKey, writeManifest } from '../manifest.ts';
import { TrainedConcepts } from '../split.ts';
import type { Counts } from './frozen-counts.ts';
import { FrozenCounts } from './frozen-counts.ts';
import type { FrozenPart } from './frozen-part.ts';
import { decodePart } from './frozen-part.ts';
import type { OwnedVersion } from './ownership.ts';

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
): Promise<Counts & Pick<DatasetVersion, 'digest' | 'manifestName'>> {
  const trained = new TrainedConcepts();
  const names = new Map<string, string>();
  const keysOfParts = freezing.parts.map((name) =>
    objectKeys.frozenPart(scope, version.datasetId, version.id, name),
  );
  const parts = () => eachPart(keysOfParts, alive, deps);
  for await (const part of parts()) {
    for (const [id, name] of Object.entries(part.names)) names.set(id, name);
    for (const { row } of part.rows) trained.add(row);
  }
  for (const { id, name } of await listConcepts(scope, deps)) names.set(id, name);
  const counts = new FrozenCounts(deps.sha256);
  const manifestName = `manifest-${owner}.jsonl`;
  async function* rows(): AsyncGenerator<ManifestRow> {
    for await (const part of parts())
      for (const { row: raw, size } of part.rows) {
        const row = trained.withSplit(raw);
        counts.add({ row, size });
        yield row;
      }
  }
  const digest = await writeManifest(
    manifestKey(scope, { ...version, manifestName }),
    rows(),
    deps,
  );
  return { ...counts.result((id) => names.get(id) ?? id), digest, manifestName };
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
