import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';

/** The JSON lines that a Python script prints: of this folder, or of a whole path. */
export async function rowsOf<Row>(
  python: string,
  [file = '', ...rest]: readonly string[],
): Promise<Row[]> {
  const options = { maxBuffer: 256 * 1024 * 1024 };
  const command = [resolve(import.meta.dirname, file), ...rest];
  const { stdout } = await promisify(execFile)(python, command, options);
  const lines = stdout.split('\n').filter((line) => line !== '');
  return lines.map((line) => JSON.parse(line) as Row);
}

/**
 * Keeps the first few rows of each label back: the service never sees them until it is asked to
 * predict them.
 */
export function keepBack<Row extends { readonly label: string }>(
  rows: readonly Row[],
  perLabel: number,
): { readonly kept: Row[]; readonly rest: Row[] } {
  const counts = new Map<string, number>();
  const groups = Object.groupBy(rows, ({ label }) => {
    const count = (counts.get(label) ?? 0) + 1;
    counts.set(label, count);
    return count <= perLabel ? 'kept' : 'rest';
  });
  return { kept: groups.kept ?? [], rest: groups.rest ?? [] };
}
