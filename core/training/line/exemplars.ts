import type { ModelVersion } from '../../model/model-version.ts';
import type { Dependencies } from '../../ports/host.ts';
import { jobKeys, objectKeys } from '../../records/object-keys.ts';
import { ancestorsOf } from './ancestors.ts';

/** Concept -> ids of inputs that stand for it, the best first. */
export type Exemplars = ReadonlyMap<string, readonly string[]>;

/** Versions whose exemplars are looked at: a version's own and its nearest ancestors'. */
const versionsRead = 10;

/** `exemplars.json`, as the trainer writes it beside its export. */
export interface ExemplarsFile {
  readonly schemaVersion: 1;
  /** Concept -> ids of rows that stand for it best, the best first. */
  readonly concepts: Readonly<Record<string, readonly string[]>>;
}

/**
 * The exemplars of a version, followed by those of its ancestors: a version has seen only some of
 * what they learnt. None where no trainer chose any, as of earlier releases.
 */
export async function exemplarsOf(
  version: ModelVersion,
  deps: Pick<Dependencies, 'table' | 'objects'>,
): Promise<Exemplars> {
  const all = new Map<string, Set<string>>();
  for await (const versionId of nearest(version, deps)) {
    const folder = objectKeys.versionPrefix(version.scope, versionId);
    for (const [concept, ids] of Object.entries((await readExemplars(folder, deps)).concepts)) {
      const known = all.get(concept) ?? new Set();
      for (const id of ids) known.add(id);
      all.set(concept, known);
    }
  }
  return new Map([...all].map(([concept, ids]) => [concept, [...ids]]));
}

async function* nearest(version: ModelVersion, deps: Pick<Dependencies, 'table'>) {
  yield version.id;
  let read = 1;
  for await (const { versionId } of ancestorsOf(version, deps)) {
    if (read === versionsRead) return;
    read += 1;
    yield versionId;
  }
}

/** Without concepts where there is no such file. */
export async function readExemplars(
  folder: string,
  { objects }: Pick<Dependencies, 'objects'>,
): Promise<ExemplarsFile> {
  const bytes = await objects.get(jobKeys.exemplars(folder));
  if (!bytes) return { schemaVersion: 1, concepts: {} };
  return JSON.parse(new TextDecoder().decode(bytes)) as ExemplarsFile;
}
