import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { objectKeys } from '../core/ports/keys.ts';

const script = join(import.meta.dirname, '..', 'container', 'stage_packaged.py');

/**
 * Stages a base model that comes in a Python package into a laptop host's data folder, where its jobs look for it; the manifest is written last.
 * @param name `minilm`
 * @param place `folder`: the host's data folder; `python`: an interpreter that has the package
 * @returns the base model's id, `packaged/minilm`
 * @throws Error with the converter's reason
 */
export async function stagePackaged(
  name: string,
  place: { readonly folder: string; readonly python: string },
): Promise<string> {
  const id = `packaged/${name}`;
  const objects = join(place.folder, 'objects');
  const target = join(objects, objectKeys.baseModelPrefix(id));
  await mkdir(dirname(target), { recursive: true });
  const written = await mkdtemp(join(place.folder, 'staging-'));
  try {
    await promisify(execFile)(place.python, [script, name, written]);
    const manifest = await manifestOf(id, written);
    await rm(target, { recursive: true, force: true });
    await rename(written, target);
    await writeFile(join(objects, objectKeys.baseModelManifest(id)), manifest);
  } finally {
    await rm(written, { recursive: true, force: true });
  }
  return id;
}

/** As `operator/staging` writes it: id, and each file with its size and digest. */
async function manifestOf(id: string, folder: string): Promise<string> {
  const names = (await readdir(folder)).sort();
  const files = await Promise.all(
    names.map(async (name) => {
      const data = await readFile(join(folder, name));
      return { name, size: data.length, sha256: createHash('sha256').update(data).digest('hex') };
    }),
  );
  return JSON.stringify({ schemaVersion: 1, hubId: id, files }, null, 2);
}
