import type { Ancestor } from '../../model/lineage.ts';
import type { ModelVersion } from '../../model/model-version.ts';
import type { Dependencies } from '../../ports/host.ts';
import { keys } from '../../records/keys.ts';
import type { Scope } from '../../records/keys.ts';
import { readRecord } from '../../records/records.ts';

/** A version that another goes back to, as far as it is still known. */
export interface FoundAncestor {
  readonly modelId: string;
  readonly versionId: string;
  /** Absent: it was deleted. */
  readonly version?: ModelVersion;
  /** What a descendant remembers of it; absent: it is there, or nobody does. */
  readonly remembered?: Ancestor;
}

/** Descendants remember so many of a line: the nearest, and the root. */
export const rememberedAncestors = 20;

/**
 * The ancestors of a version, its parent first, up to the root: behind a deleted one goes on with
 * what its descendants remember.
 */
export async function* ancestorsOf(
  version: ModelVersion,
  deps: Pick<Dependencies, 'table'>,
): AsyncGenerator<FoundAncestor> {
  const { scope } = version;
  let next = parentRefOf(version);
  let memory = memoryOf(version);
  while (next) {
    const found = await findVersion(scope, next, deps);
    const remembered = memory.findLast(({ versionId }) => versionId === next?.versionId);
    yield {
      modelId: next.modelId,
      versionId: next.versionId,
      ...(found ? { version: found } : remembered ? { remembered } : {}),
    };
    if (found) [next, memory] = [parentRefOf(found), memoryOf(found)];
    else {
      memory = memory.slice(0, remembered ? memory.indexOf(remembered) : 0);
      next = memory.at(-1);
    }
  }
}

/** What a child of a version remembers: from the root of the line to this version. */
export function rememberedBy(parent: ModelVersion): readonly Ancestor[] {
  if (!('training' in parent)) return [];
  const { datasetId, datasetVersionId } = parent.training;
  const own: Ancestor = {
    modelId: parent.modelId,
    versionId: parent.id,
    ...(parent.sequence === undefined ? {} : { sequence: parent.sequence }),
    createdAt: parent.createdAt,
    datasetId,
    datasetVersionId,
  };
  const [root, ...others] = [...memoryOf(parent), own];
  return root ? [root, ...others.slice(-rememberedAncestors)] : [];
}

function parentRefOf(version: ModelVersion) {
  return 'training' in version ? version.training.parent : undefined;
}

function memoryOf(version: ModelVersion): readonly Ancestor[] {
  return 'training' in version ? (version.lineage?.ancestors ?? []) : [];
}

async function findVersion(
  scope: Scope,
  { modelId, versionId }: { readonly modelId: string; readonly versionId: string },
  { table }: Pick<Dependencies, 'table'>,
): Promise<ModelVersion | undefined> {
  return (await readRecord<ModelVersion>(table, keys.version(scope, modelId, versionId)))?.value;
}
