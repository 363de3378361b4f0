import { createWriteStream, existsSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { CommandFailure, exitStatus } from '../frame/failure.ts';

/** What is fetched to where. */
export interface Download {
  /** A link that works without a key. */
  readonly url: string;
  /** Absolute. */
  readonly path: string;
  /** Bytes that it must have in the end; undefined: not known. */
  readonly size: number | undefined;
  /** Told how many bytes are there, as they come. */
  readonly onBytes?: (bytes: number) => void;
}

/**
 * Fetches a file, whole or not at all: it is written as `<path>.part` and renamed when it is
 * complete. What an interrupted download left there is gone on with where the server can; where
 * it cannot, it begins anew.
 * @returns bytes of the file
 * @throws CommandFailure (1) where the link is refused or fewer or more bytes came than it has
 */
export async function download({ url, path, size, onBytes }: Download): Promise<number> {
  const part = `${path}.part`;
  mkdirSync(dirname(path), { recursive: true });
  const there = existsSync(part) ? statSync(part).size : 0;
  const from = size !== undefined && there < size ? there : 0;
  const response = await fetch(url, from > 0 ? { headers: { range: `bytes=${from}-` } } : {});
  if (!response.ok || !response.body) throw refused(response);
  const isContinued = from > 0 && response.status === 206;
  let bytes = isContinued ? from : 0;
  const counter = new Transform({
    transform(chunk: Uint8Array, _encoding, done) {
      bytes += chunk.length;
      // What never ends must not fill the disk.
      if (size !== undefined && bytes > size) return done(tooLong(size));
      onBytes?.(bytes);
      done(null, chunk);
    },
  });
  const file = createWriteStream(part, { flags: isContinued ? 'a' : 'w' });
  try {
    await pipeline(Readable.fromWeb(response.body as never), counter, file);
  } catch (error) {
    // What has too many bytes is of no use to go on with.
    if (size !== undefined && bytes > size) rmSync(part, { force: true });
    throw error;
  }
  assertWhole(bytes, size);
  renameSync(part, path);
  return bytes;
}

function tooLong(size: number): CommandFailure {
  return new CommandFailure(
    `The download was ended: more than its ${size} bytes came; the same command begins anew`,
    { exitStatus: exitStatus.refused, code: 'download-incomplete' },
  );
}

function assertWhole(bytes: number, size: number | undefined): void {
  if (size === undefined || bytes === size) return;
  throw new CommandFailure(
    `The download broke off: ${bytes} of ${size} bytes came; the same command goes on`,
    { exitStatus: exitStatus.refused, code: 'download-incomplete' },
  );
}

function refused({ status, statusText }: Response): CommandFailure {
  return new CommandFailure(
    `The file's link was refused (HTTP ${status} ${statusText}); the same command asks for a new link`,
    { exitStatus: exitStatus.refused, code: 'download-refused' },
  );
}
