import { randomBytes, randomUUID } from 'node:crypto';
import {
  closeSync,
  fsyncSync,
  linkSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { codeOf, syncFolderNow } from '../file-system.ts';

/** A file that holds nothing but a secret. */
export interface SecretFile {
  readonly name: string;
  readonly form: RegExp;
  /** The form in words, for a person who finds it broken. */
  readonly described: string;
  readonly make: () => string;
  /** What follows from deleting the file. */
  readonly ifDeleted: string;
}

/** What links to objects are signed with. */
export const signingKeyFile: SecretFile = {
  name: 'signing-key',
  form: /^[0-9a-f]{64}$/,
  described: '64 hexadecimal digits',
  make: newSecret,
  ifDeleted: 'a new one is made then, and links that were handed out do not work any more',
};

/** The laptop user's own key. */
export const keyFile: SecretFile = {
  name: 'key',
  form: /^dt_[0-9a-f]{64}$/,
  described: "'dt_' and 64 hexadecimal digits",
  make: () => `dt_${newSecret()}`,
  ifDeleted: 'a new one is made then, and programs that have the old one need it',
};

/**
 * The secret of a data folder: made on first use, read ever after.
 * @throws Error where the file has not its form (a torn write, a slip of the hand): what it holds
 *   is never taken for a secret
 */
export function readSecret(folder: string, file: SecretFile): string {
  const path = join(folder, file.name);
  const stored = readText(path) ?? makeSecret(path, file);
  // Editors end a file with a line break.
  const secret = stored.replace(/\r?\n$/, '');
  if (file.form.test(secret)) return secret;
  throw new Error(
    `${path} must be ${file.described}, and has ${secret.length} characters that are not that: bring it back from a backup, or delete it (${file.ifDeleted})`,
  );
}

/** Replaces a secret by a new one. @returns the new one */
export function renewSecret(folder: string, file: SecretFile): string {
  rmSync(join(folder, file.name), { force: true });
  return readSecret(folder, file);
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/**
 * Written whole under another name first; a link neither replaces what is there nor shows a half.
 * @returns what the file holds then: of two processes at once, one's
 */
function makeSecret(path: string, { make }: SecretFile): string {
  const temporary = `${path}.${randomUUID()}.tmp`;
  const file = openSync(temporary, 'wx', 0o600);
  try {
    writeFileSync(file, make());
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  try {
    linkSync(temporary, path);
    syncFolderNow(dirname(path));
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
  } finally {
    rmSync(temporary, { force: true });
  }
  return readFileSync(path, 'utf8');
}

/** 64 random hexadecimal digits. */
function newSecret(): string {
  return randomBytes(32).toString('hex');
}
