import { statSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';

/**
 * How this release keeps its data; counted up by a release after which an earlier one could not
 * read it. 0: releases that wrote no number; what they kept is read as it is.
 */
export const dataFormat = 1;

/** Larger ones are not read through at each start: a second for each GiB, or more. */
const maxCheckedBytes = 1024 ** 3;

/**
 * Looks whether a database can be worked with, before anything is started on it, and marks it with
 * this release's format.
 * @throws Error for a format of a later release, and for a damaged file
 */
export function checkDatabase(database: DatabaseSync, path: string): void {
  const format = Number(database.prepare('PRAGMA user_version').get()?.['user_version']);
  if (format > dataFormat)
    throw new Error(
      `${path} was written by a later release (data format ${format}; this one reads up to ${dataFormat}): update deeptune, or choose another folder with DEEPTUNE_FOLDER`,
    );
  if (statSync(path).size <= maxCheckedBytes) assertWhole(database);
  if (format < dataFormat) database.exec(`PRAGMA user_version = ${dataFormat}`);
}

/** @throws DamagedDatabaseError */
function assertWhole(database: DatabaseSync): void {
  const problem = database.prepare('PRAGMA quick_check(1)').get()?.['quick_check'];
  if (problem !== 'ok') throw new DamagedDatabaseError(String(problem));
}

/** What SQLite says of a file whose pages do not fit together. */
export class DamagedDatabaseError extends Error {}
