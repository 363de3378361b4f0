import { open } from 'node:fs/promises';
import { fail } from '../../core/errors.ts';
import type { LogPage } from '../../core/ports/jobs.ts';
import { codeOf } from '../file-system.ts';

const pageBytes = 1024 * 1024;
const newline = 0x0a;

/**
 * The whole lines of a log from a position on, at most 1 MiB. `next` is there where lines came: ask
 * on with it, and with the same one again while the page is empty and the job runs.
 * @param isOver nothing more will be written: an unfinished last line counts too
 * @throws DeeptuneError invalid-request for an `after` that no page gave
 */
export async function readLog(
  path: string,
  after: string | undefined,
  isOver: boolean,
): Promise<LogPage> {
  const start = positionOf(after);
  const bytes = await readFrom(path, start);
  const end = endOfLines(bytes, isOver);
  if (end === 0) return { lines: [] };
  const text = bytes.subarray(0, end).toString();
  const lines = text.replace(/\n$/, '').split('\n').map(lastOverwrite);
  return { lines, next: String(start + end) };
}

function positionOf(after: string | undefined): number {
  if (after === undefined) return 0;
  if (/^\d{1,15}$/.test(after)) return Number(after);
  throw fail('invalidRequest', `no page of a log ends at ${JSON.stringify(after)}: give its next`);
}

async function readFrom(path: string, start: number): Promise<Buffer> {
  try {
    const file = await open(path);
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(pageBytes), { position: start });
      return buffer.subarray(0, bytesRead);
    } finally {
      await file.close();
    }
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return Buffer.alloc(0);
    throw error;
  }
}

function endOfLines(bytes: Buffer, isOver: boolean): number {
  const end = bytes.lastIndexOf(newline) + 1;
  // A line longer than a page is cut, and the last line of a dead process is all there will be of
  // it.
  const takesRest = bytes.length === pageBytes ? end === 0 : isOver;
  return takesRest ? bytes.length : end;
}

/** Progress bars write over their line: what is left of one is what a terminal would show. */
function lastOverwrite(line: string): string {
  const parts = line.split('\r').filter((part) => part !== '');
  return parts.at(-1) ?? '';
}
