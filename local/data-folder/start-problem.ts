import { join } from 'node:path';
import { codeOf } from '../file-system.ts';
import type { LocalSettings } from '../settings.ts';
import { DamagedDatabaseError } from './data-format.ts';
import { databaseName } from './privacy.ts';

/** SQLite's primary result codes (sqlite.org/rescode.html). */
const sqlite = {
  busy: 5,
  readOnly: 8,
  ioError: 10,
  corrupt: 11,
  full: 13,
  cannotOpen: 14,
  notADatabase: 26,
};

/** Extended codes: a write, or the growth of the -shm, that the file system had no room for. */
const fullKinds = [778, 4874];

/**
 * Why a host could not start, and what to do about it, for the person who started it. An error that
 * is known to say so itself is left as it is.
 */
export function explainStart(error: unknown, local: LocalSettings): Error {
  const known = knownProblem(error, local);
  if (known === undefined) return error instanceof Error ? error : new Error(String(error));
  return new Error(`${known} (${(error as Error).message})`, { cause: error });
}

function knownProblem(error: unknown, local: LocalSettings): string | undefined {
  const { folder } = local;
  const database = join(folder, databaseName);
  const another = 'or choose another folder with DEEPTUNE_FOLDER';
  if (error instanceof DamagedDatabaseError || isSqlite(error, sqlite.corrupt, sqlite.notADatabase))
    return `${database} is damaged: keep a copy of ${folder}, then bring it back from a backup, or save what can be read with: sqlite3 ${databaseName} .recover; ${another}`;
  if (isSqlite(error, sqlite.busy))
    return `${database} is in use by another program (a backup, a database browser): close that one, and start again`;
  if (
    isSqlite(error, sqlite.full) ||
    fullKinds.includes(errcodeOf(error)) ||
    ['ENOSPC', 'EDQUOT'].includes(codeOf(error))
  )
    return `the disk of ${folder} is full, or its quota is used up: make room, and start again; nothing was lost`;
  if (isSqlite(error, sqlite.readOnly, sqlite.cannotOpen) || isRefused(error))
    return `${folder} cannot be written: make it writable for this user (its owner and mode, a file system that is mounted read-only), ${another}`;
  if (['ENOTDIR', 'EEXIST'].includes(codeOf(error)))
    return `${folder} is a file, or lies below one: ${another}`;
  if (isSqlite(error, sqlite.ioError))
    return `${database} cannot be read or written: look at the disk, then start again`;
  return undefined;
}

function isRefused(error: unknown): boolean {
  return ['EACCES', 'EPERM', 'EROFS'].includes(codeOf(error));
}

function isSqlite(error: unknown, ...codes: number[]): boolean {
  return codes.includes(errcodeOf(error) & 0xff);
}

function errcodeOf(error: unknown): number {
  const code = (error as { errcode?: unknown } | undefined)?.errcode;
  return typeof code === 'number' ? code : 0;
}

/** A port that could not be taken, by the variable that names it. */
export function portProblem(error: unknown, variable: string, port: number): Error {
  const { message } = error as Error;
  const taken = /EADDRINUSE/.test(`${codeOf(error)} ${message}`);
  const why = taken ? 'is in use by another program (another deeptune host?)' : 'cannot be used';
  return new Error(
    `port ${port} of 127.0.0.1 ${why}: stop that one, or choose another with ${variable} (0: any free one) (${message})`,
    { cause: error },
  );
}
