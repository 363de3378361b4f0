import { closeSync, openSync, readSync } from 'node:fs';
import { resolve } from 'node:path';
import { notFoundFailure, usageFailure } from '../failure.ts';

/** Where a file is named, and what it is expected to be. */
export interface GivenFile {
  /** As the person wrote it. */
  readonly path: string;
  /** Where he stands. */
  readonly folder: string;
  /** Begins the sentence of a refusal: `--key-file 'a'`. */
  readonly name: string;
  /** Bytes; more are not read: a device gives without end. */
  readonly maxBytes: number;
  /** Where it is not there: the command that would work. */
  readonly next?: string;
}

/**
 * A small text that a person names; also a pipe, as of `<(pass show deeptune)`.
 * @throws CommandFailure: not there (3); no file, not to be read, or too large (2)
 */
export function readGivenFile(given: GivenFile): string {
  const { name, maxBytes } = given;
  const bytes = wholeOf(given);
  if (bytes.length <= maxBytes) return bytes.toString('utf8');
  throw usageFailure(
    `${name} has more than ${maxBytes.toLocaleString('en-US')} bytes: is it the right file?`,
  );
}

/** All of it, or one byte too many. */
function wholeOf({ path, folder, name, maxBytes, next }: GivenFile): Buffer {
  try {
    const file = openSync(resolve(folder, path), 'r');
    try {
      return firstBytes(file, maxBytes + 1);
    } finally {
      closeSync(file);
    }
  } catch (error) {
    const { code = 'unknown' } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT')
      throw notFoundFailure(`${name} does not exist`, ...(next === undefined ? [] : [next]));
    throw usageFailure(`${name} ${code === 'EISDIR' ? 'is a folder' : `cannot be read (${code})`}`);
  }
}

function firstBytes(file: number, most: number): Buffer {
  const bytes = Buffer.alloc(most);
  let size = 0;
  for (let read = -1; read !== 0 && size < most; size += read)
    read = readSync(file, bytes, size, most - size, null);
  return bytes.subarray(0, size);
}
