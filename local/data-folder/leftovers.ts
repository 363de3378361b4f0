import { readdir, readlink, rm, rmdir, stat } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Dependencies } from '../../core/ports/host.ts';
import { keptPrefixes } from '../../core/deletion/kept-prefixes.ts';
import { codeOf, foldersUnder } from '../file-system.ts';
import { JobFiles } from '../jobs/job-files.ts';

/** Where a host keeps things, and what it knows of them. */
export interface DataFolders {
  /** Of the objects. */
  readonly objects: string;
  /** Of the training jobs. */
  readonly jobs: string;
  readonly table: Dependencies['table'];
}

export interface Leftovers {
  /** Milliseconds since 1970. */
  readonly now: number;
  /** What was changed less than so many milliseconds ago may be on its way to a record. */
  readonly grace: number;
}

/** Levels below an app's folder at which one thing of a kind lies. */
const depths: Readonly<Record<string, number>> = {
  versions: 1,
  jobs: 1,
  evaluations: 1,
  files: 1,
  datasets: 3,
};

/**
 * Deletes the files of models, versions, evaluations, dataset versions, files and apps that are
 * gone, the folders of their training jobs, and folders that are empty. The bytes of inputs are not
 * looked at: they are shared by a user's apps.
 * @returns how many things were deleted
 */
export async function deleteLeftovers(folders: DataFolders, how: Leftovers): Promise<number> {
  let deleted = 0;
  const users = join(folders.objects, 'users');
  for (const userId of await namesIn(users))
    for (const appId of await namesIn(join(users, userId, 'apps')))
      deleted += await ofApp({ userId, appId }, folders, how);
  deleted += await ofJobs(folders, how);
  await removeEmptyFolders(folders.objects, how);
  return deleted;
}

async function ofApp(
  scope: { readonly userId: string; readonly appId: string },
  { objects, table }: DataFolders,
  how: Leftovers,
): Promise<number> {
  const prefix = `users/${scope.userId}/apps/${scope.appId}`;
  // Listed before the records are read: what is made meanwhile is not looked at.
  const found = await thingsIn(objects, prefix);
  const kept = await keptPrefixes(scope, { table });
  let deleted = 0;
  for (const path of found) {
    if (kept?.has(path) || kept?.has(`${path}/`)) continue;
    if (!(await isOld(join(objects, path), how))) continue;
    await rm(join(objects, path), { recursive: true, force: true });
    deleted += 1;
  }
  return deleted;
}

/** Paths of the single things of every kind, below the objects' folder. */
async function thingsIn(objects: string, prefix: string): Promise<string[]> {
  const below = async (path: string, depth: number): Promise<string[]> => {
    const names = (await namesIn(join(objects, path))).map((name) => `${path}/${name}`);
    if (depth === 1) return names;
    return (await Promise.all(names.map((name) => below(name, depth - 1)))).flat();
  };
  const kinds = Object.entries(depths);
  return (
    await Promise.all(kinds.map(([kind, depth]) => below(`${prefix}/${kind}`, depth)))
  ).flat();
}

/** A job that has ended, and whose results are gone, goes after them. */
async function ofJobs({ objects, jobs }: DataFolders, how: Leftovers): Promise<number> {
  let deleted = 0;
  for (const name of await namesIn(jobs)) {
    const files = new JobFiles(join(jobs, name));
    const place = await placeOf(files);
    const isOver = files.isTold && (await isOld(files.folder, how));
    if (!isOver || place === undefined || existsSync(join(objects, place))) continue;
    await rm(files.folder, { recursive: true, force: true });
    deleted += 1;
  }
  return deleted;
}

/** The folder below the objects' that a job's checkpoints lie in, wherever that was once. */
async function placeOf(files: JobFiles): Promise<string | undefined> {
  const target = await readlink(files.path('checkpoints')).catch(() => undefined);
  return /[\\/]objects[\\/](users[\\/].*)[\\/]checkpoints[\\/]?$/.exec(target ?? '')?.[1];
}

async function removeEmptyFolders(objects: string, how: Leftovers): Promise<void> {
  for (const name of await foldersUnder(objects)) {
    const path = join(objects, name);
    if (!(await isOld(path, how))) continue;
    // The file system refuses where something is in it, also what came just now.
    await rmdir(path).catch(() => undefined);
  }
}

async function isOld(path: string, { now, grace }: Leftovers): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  return found !== undefined && now - found.mtimeMs >= grace;
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(codeOf(error))) return [];
    throw error;
  }
}
