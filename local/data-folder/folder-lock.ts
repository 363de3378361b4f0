import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** Its content does not matter; the lock on it is the operating system's. */
export const lockName = 'host.lock';

/**
 * Takes a data folder for one host. The lock goes with the process, however that ends: nothing is
 * left behind that a next start would have to judge.
 * @returns gives the folder back
 * @throws Error where another host has it, or the folder cannot be written
 */
export function lockFolder(folder: string): () => void {
  const database = new DatabaseSync(join(folder, lockName), { timeout: 0 });
  try {
    // An exclusive transaction that writes nothing: SQLite's own lock, on every platform.
    database.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
  } catch (error) {
    database.close();
    if (!isBusy(error)) throw error;
    throw new Error(
      `another deeptune host works on ${folder}: stop that one first, or give this one a folder of its own with DEEPTUNE_FOLDER`,
      { cause: error },
    );
  }
  return () => database.close();
}

/** SQLITE_BUSY and its extended kinds. */
function isBusy(error: unknown): boolean {
  const code = (error as { errcode?: unknown }).errcode;
  return typeof code === 'number' && (code & 0xff) === 5;
}
