import { chmodSync, existsSync, readdirSync, statSync } from 'node:fs';
import { chmod, lstat } from 'node:fs/promises';
import { join } from 'node:path';
import { filesUnder, foldersUnder } from '../file-system.ts';
import { lockName } from './folder-lock.ts';
import { keyFile, signingKeyFile } from './secrets.ts';

export const databaseName = 'deeptune.sqlite';

/** Bits of a mode that let others than the owner in. */
const others = 0o077;
const ownFiles = [
  ...['', '-wal', '-shm', '-journal'].map((ending) => databaseName + ending),
  lockName,
  keyFile.name,
  signingKeyFile.name,
];
const ownFolders = ['objects', 'jobs'];

/**
 * Takes a data folder away from everybody but its owner: 0700, and 0600 for the files in it. What a
 * host writes from now on is so by itself (`process.umask`); what an earlier release wrote is
 * tightened once, while the folder is still open to others.
 * @param say is told what was changed, or why it was not
 */
export async function makePrivate(folder: string, say: (line: string) => void): Promise<void> {
  if (process.platform === 'win32' || (statSync(folder).mode & others) === 0) return;
  const foreign = readdirSync(folder).filter((name) => !isOwn(name));
  const tightened = await tightenContents(folder);
  if (foreign.length > 0) {
    say(
      `${folder} is left open to others, as it holds '${foreign[0]}', which is not deeptune's: give deeptune a folder of its own with DEEPTUNE_FOLDER`,
    );
    if (tightened > 0)
      say(
        `${tightened} files and folders of deeptune's in ${folder} could be read by others: closed`,
      );
    return;
  }
  chmodSync(folder, 0o700);
  say(`${folder} could be read by others: closed, with ${tightened} files and folders in it`);
}

function isOwn(name: string): boolean {
  return [...ownFiles, ...ownFolders].includes(name) || /^(key|signing-key)\..*\.tmp$/.test(name);
}

async function tightenContents(folder: string): Promise<number> {
  let tightened = 0;
  const tighten = async (path: string) => {
    const { mode } = await lstat(path);
    if ((mode & others) === 0) return;
    await chmod(path, mode & 0o700);
    tightened += 1;
  };
  for (const name of ownFiles) {
    const path = join(folder, name);
    if (existsSync(path)) await tighten(path);
  }
  for (const name of ownFolders) {
    const path = join(folder, name);
    if (!existsSync(path)) continue;
    for (const file of await filesUnder(path)) await tighten(join(path, file));
    for (const below of await foldersUnder(path)) await tighten(join(path, below));
    await tighten(path);
  }
  return tightened;
}
