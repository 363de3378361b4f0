import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fail } from '../../core/errors.ts';

/**
 * Opens a database file, and its folder, for the laptop host; `:memory:` works too. What is
 * committed survives a power cut (synchronous=FULL); a second connection waits up to 5 s for its
 * turn to write. What is deleted is overwritten with zeros.
 */
export function openDatabase(path: string): DatabaseSync {
  if (path !== ':memory:') mkdirSync(dirname(path), { recursive: true });
  const database = new DatabaseSync(path, { timeout: 5_000 });
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;');
  return database;
}

/**
 * What was deleted is zero in the database, but the log of writes still has its pages: they are
 * taken over, and the log is emptied.
 * @throws Error where somebody reads from the log for longer than the busy timeout
 */
export function emptyLog(database: DatabaseSync): void {
  const result = database.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get();
  if (result?.['busy'] !== 0)
    throw new Error('The log of the database is being read, and could not be emptied');
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
    rollBack(database);
    throw error;
  }
}

/**
 * Where the disk is full SQLite has undone the transaction by itself, and there is nothing left to
 * undo: what is thrown must stay the reason.
 */
function rollBack(database: DatabaseSync): void {
  try {
    database.exec('ROLLBACK');
  } catch {
    // The transaction is over, which is all that was wanted.
  }
}

/** SQLite's result codes (sqlite.org/rescode.html); the low byte is the primary one. */
const sqliteBusy = 5;
const sqliteFull = 13;
/** A write that the file system refused for another reason than ENOSPC: a quota, a size limit. */
const ioErrorWrite = 778;
const ioErrorShmSize = 4874;

/** True where another connection had the database for longer than the timeout. */
export function isBusy(error: unknown): boolean {
  return (codeOf(error) & 0xff) === sqliteBusy;
}

/** An error of SQLite as the caller should see it: a full disk is one of ours. */
export function storageError(error: unknown): unknown {
  if (![sqliteFull, ioErrorWrite, ioErrorShmSize].includes(codeOf(error))) return error;
  return fail(
    'storageFull',
    'The disk of this host is full, or its quota is used up: nothing of this was stored; make room and send the request again',
    error,
  );
}

function codeOf(error: unknown): number {
  const code = (error as { errcode?: unknown } | undefined)?.errcode;
  return typeof code === 'number' ? code : 0;
}
