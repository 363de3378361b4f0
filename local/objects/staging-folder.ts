import { createHash, randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fail } from '../../core/errors.ts';
import type { StagedFile, StagingStore } from '../../core/ports/staging-store.ts';
import { FileObjects } from './file-objects.ts';

/**
 * `StagingStore` on the laptop host's objects: the same keys as in a bucket. A host may run beside
 * it.
 */
export class StagingFolder implements StagingStore {
  readonly place: string;
  readonly #objects: FileObjects;

  constructor(objects: FileObjects, place: string) {
    this.#objects = objects;
    this.place = place;
  }

  async has(key: string, file: StagedFile): Promise<boolean> {
    const head = await this.#objects.head(key);
    if (head?.size !== file.size) return false;
    return (await sha256Of(this.#objects.pathOf(key))) === file.sha256;
  }

  async upload(key: string, { path, size, sha256 }: StagedFile): Promise<void> {
    const hash = createHash('sha256');
    const isWhole = await this.#objects.putStream({ key, size }, hashed(path, hash));
    if (isWhole && hash.digest('hex') === sha256) return;
    await this.#objects.delete(key);
    throw fail('conflict', `${path} changed while it was copied; run this again`);
  }
}

/**
 * Where base models lie in the data folder of a laptop host. No link is ever made of these objects:
 * a host makes its own, with its own key.
 */
export function openStagingFolder(folder: string): {
  readonly objects: FileObjects;
  readonly store: StagingFolder;
} {
  const objects = new FileObjects({
    root: join(folder, 'objects'),
    baseUrl: 'http://127.0.0.1',
    signingKey: randomBytes(32),
    now: () => new Date().toISOString(),
  });
  return { objects, store: new StagingFolder(objects, folder) };
}

async function* hashed(path: string, hash: ReturnType<typeof createHash>) {
  for await (const chunk of createReadStream(path) as AsyncIterable<Uint8Array>) {
    hash.update(chunk);
    yield chunk;
  }
}

async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}
