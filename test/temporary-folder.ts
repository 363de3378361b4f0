import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A temporary folder that is there until its owner removes it. */
export interface TemporaryFolder {
  readonly path: string;
  /** Removes it, whatever is still being written into it. */
  remove(): void;
}

/** An empty folder in the temporary folder of the machine, or in one of our own. */
export function makeFolder(name: string, parent = tmpdir()): TemporaryFolder {
  const path = mkdtempSync(join(parent, `deeptune-${name}-`));
  return {
    path,
    remove: () => rmSync(path, { recursive: true, force: true, maxRetries: 20 }),
  };
}

/**
 * From now on the temporary folder of this process, and of every process that it starts, is one of
 * its own, which goes when this process ends: by success, by failure, or by Ctrl-C. What libraries
 * leave there (the CDK, a browser, Python) goes with it.
 */
export function ownTemporaryFolder(name: string): TemporaryFolder {
  const folder = makeFolder(name);
  process.env['TMPDIR'] = folder.path;
  process.on('exit', folder.remove);
  for (const [signal, code] of endings) process.once(signal, () => process.exit(code));
  return folder;
}

/** As shells have it: 128 and the signal's number. */
const endings = [
  ['SIGHUP', 129],
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const;
