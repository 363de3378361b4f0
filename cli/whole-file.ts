import { createHash } from 'node:crypto';
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Writes a value as JSON, whole or not at all; its folder is made where it is missing. */
export function writeWholeJson(path: string, value: unknown): void {
  mkdirSync(dirname(path), { recursive: true });
  const temporary = `${path}.new`;
  writeFileSync(temporary, JSON.stringify(value));
  renameSync(temporary, path);
}

/** The journal of one piece of work: what distinguishes it from others gives its name. */
export function journalPath(folder: string, what: readonly unknown[]): string {
  const name = createHash('sha256').update(JSON.stringify(what)).digest('hex').slice(0, 16);
  return join(folder, `${name}.json`);
}
