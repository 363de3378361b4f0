import type { CompletenessManifest } from '../../model/checkpoints.ts';
import type { Dependencies } from '../../ports/host.ts';
import { deletePrefix } from '../../records/delete-prefix.ts';
import { eachObject } from '../../records/each-object.ts';
import { jobKeys, objectKeys } from '../../records/object-keys.ts';
import type { Scope } from '../../records/keys.ts';
import { countLines, removeLines } from './filter-lines.ts';
import { eraseFromTraining, eraseLine } from './training-rows.ts';

type Uses = Pick<Dependencies, 'objects' | 'sha256'>;

/**
 * Erases inputs from the files of every job of an app that has ended, those of deleted versions,
 * evaluations and predictions too: the rows it was given, what its line of versions knows, and the
 * answers it gave. Packed copies of
 * answers (`predictions.csv`, the archive) go whole. The rows go last: until then the folder is
 * found again.
 */
export async function eraseFromJobs(
  scope: Scope,
  ids: ReadonlySet<string>,
  deps: Uses,
): Promise<void> {
  const folders = await foldersWith(scope, ids, deps);
  for (const { folder, isInference } of folders) {
    if (isInference) await eraseAnswers(folder, ids, deps);
    else await eraseFromTraining(folder, ids, deps);
    await removeLines(jobKeys.manifest(folder), ids, deps);
    if (!isInference) await eraseLine(folder, ids, deps);
  }
}

interface JobFolder {
  readonly folder: string;
  /** An evaluation's or a batch prediction's. */
  readonly isInference: boolean;
}

async function foldersWith(
  scope: Scope,
  ids: ReadonlySet<string>,
  deps: Uses,
): Promise<JobFolder[]> {
  const prefix = objectKeys.appPrefix(scope);
  const pattern = /^(?:jobs|versions)\/[^/]+\//;
  const found: JobFolder[] = [];
  for await (const { key } of eachObject(deps.objects, prefix)) {
    const [name] = pattern.exec(key.slice(prefix.length)) ?? [];
    if (!name || key !== jobKeys.manifest(prefix + name)) continue;
    const rows = await countLines(key, ids, deps);
    // What its line knows of them need not be among the rows that it was given.
    const known = await countLines(jobKeys.line(prefix + name), ids, deps);
    if (rows + known === 0) continue;
    found.push({ folder: prefix + name, isInference: name.startsWith('jobs/') });
  }
  return found;
}

async function eraseAnswers(folder: string, ids: ReadonlySet<string>, deps: Uses): Promise<void> {
  const exported = jobKeys.exportPrefix(folder);
  await deletePrefix(jobKeys.outputPrefix(folder), Infinity, deps);
  await deps.objects.delete(`${exported}predictions.csv`);
  const key = `${exported}predictions.jsonl`;
  if (!(await deps.objects.head(key))) return;
  await removeLines(key, ids, deps);
  await correctManifest(exported, deps);
}

/** The export's list of files says what is there now, so that it still counts as whole. */
async function correctManifest(exported: string, deps: Uses): Promise<void> {
  const key = `${exported}manifest.json`;
  const bytes = await deps.objects.get(key);
  if (!bytes) return;
  const manifest = JSON.parse(new TextDecoder().decode(bytes)) as CompletenessManifest;
  const answers = await deps.objects.get(`${exported}predictions.jsonl`);
  if (!answers) return;
  const now = { bytes: answers.length, sha256: deps.sha256(answers) };
  const files = manifest.files
    .filter(({ name }) => name !== 'predictions.csv')
    .map((file) => (file.name === 'predictions.jsonl' ? { ...file, ...now } : file));
  const text = JSON.stringify({ ...manifest, files });
  await deps.objects.put(key, new TextEncoder().encode(text));
}
