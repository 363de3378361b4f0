import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import type { Dirent } from 'node:fs';
import { open, readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Json } from '../core/json.ts';

/** `ENOENT` and the like; empty where the error carries none. */
export function codeOf(error: unknown): string {
  const code = (error as { code?: unknown } | undefined)?.code;
  return typeof code === 'string' ? code : '';
}

/** Makes what a file holds survive a power cut. */
export async function syncFile(path: string): Promise<void> {
  const file = await open(path, 'r');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Makes the names in a folder survive a power cut. */
export async function syncFolder(folder: string): Promise<void> {
  // Windows cannot open a folder; NTFS journals its names by itself.
  if (process.platform !== 'win32') await syncFile(folder);
}

/**
 * Names of all regular files below a folder, `/` between segments, in no order. What is absent, or
 * vanishes meanwhile (a trainer rotates its checkpoints), has none; links are not followed.
 */
export async function filesUnder(folder: string): Promise<string[]> {
  const names = (await entriesOf(folder)).map(async (entry) => {
    if (entry.isFile()) return [entry.name];
    if (!entry.isDirectory()) return [];
    return (await filesUnder(join(folder, entry.name))).map((name) => `${entry.name}/${name}`);
  });
  return (await Promise.all(names)).flat();
}

/** Names of all folders below a folder, the deeper ones first; links are not followed. */
export async function foldersUnder(folder: string): Promise<string[]> {
  const names = (await entriesOf(folder))
    .filter((entry) => entry.isDirectory())
    .map(async ({ name }) => {
      const below = await foldersUnder(join(folder, name));
      return [...below.map((each) => `${name}/${each}`), name];
    });
  return (await Promise.all(names)).flat();
}

async function entriesOf(folder: string): Promise<Dirent[]> {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(codeOf(error))) return [];
    throw error;
  }
}

/** Content of a small JSON file; undefined where there is none. */
export function readJson(path: string): Json | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Json;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** Writes a small JSON file whole or not at all, safe from a power cut. */
export function writeJson(path: string, value: unknown): void {
  const temporary = `${path}.${process.pid}.tmp`;
  const file = openSync(temporary, 'w');
  try {
    writeFileSync(file, JSON.stringify(value));
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(temporary, path);
  syncFolderNow(dirname(path));
}

/** `syncFolder`, while the caller waits. */
export function syncFolderNow(path: string): void {
  if (process.platform === 'win32') return;
  const folder = openSync(path, 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}
