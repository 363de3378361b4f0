import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/**
 * Opens a database file, and its folder, for the laptop host; `:memory:` works too. What is
 * committed survives a power cut (synchronous=FULL); a second process waits up to 5 s for its turn
 * to write. What is deleted is overwritten with zeros.
 */
export function openDatabase(path: string): DatabaseSync {
  if (path !== ':memory:') mkdirSync(dirname(path), { recursive: true });
  const database = new DatabaseSync(path, { timeout: 5_000 });
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;');
  return database;
}

/**
 * Takes an open database as it is; opens the file of a path. `owned`: opened here, so to be closed
 * by who asked.
 */
export function databaseOf(source: string | DatabaseSync): {
  database: DatabaseSync;
  owned: boolean;
} {
  if (typeof source !== 'string') return { database: source, owned: false };
  return { database: openDatabase(source), owned: true };
}

/**
 * Runs `work` as one transaction: committed when it returns, undone when it throws. `work` must not
 * wait for anything.
 */
export function inTransaction<T>(database: DatabaseSync, work: () => T): T {
  database.exec('BEGIN IMMEDIATE');
  try {
    const result = work();
    database.exec('COMMIT');
    return result;
  } catch (error) {
    database.exec('ROLLBACK');
    throw error;
  }
}
