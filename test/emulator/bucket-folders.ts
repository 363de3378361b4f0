import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import type { S3Client } from '@aws-sdk/client-s3';
import { eachObject } from '../../core/records/each-object.ts';
import { S3Objects } from '../../lambda/objects/s3-objects.ts';
import { codeOf } from '../../local/file-system.ts';

/** `s3://bucket/key`, taken apart. */
export function placeOf(uri: string): { bucket: string; key: string } {
  const [, bucket, key] = /^s3:\/\/([^/]+)\/(.*)$/.exec(uri) ?? [];
  if (bucket === undefined || key === undefined) throw new Error(`${uri} is no s3:// address`);
  return { bucket, key };
}

/** Copies folders between S3 and the disk, as SageMaker does around a container. */
export class BucketFolders {
  readonly #client: S3Client;

  constructor(client: S3Client) {
    this.#client = client;
  }

  /** Everything under a prefix, into a folder. */
  async download(uri: string, folder: string): Promise<void> {
    const { bucket, key: prefix } = placeOf(uri);
    const names: string[] = [];
    const objects = new S3Objects({ client: this.#client, bucket });
    for await (const { key } of eachObject(objects, prefix)) names.push(key.slice(prefix.length));
    await this.#downloadAll({ bucket, prefix, names }, folder);
  }

  /** The objects that a manifest of SageMaker's format lists, into a folder. */
  async downloadListed(uri: string, folder: string): Promise<void> {
    const [head, ...names] = JSON.parse(String(await this.read(uri))) as [
      { prefix: string },
      ...string[],
    ];
    const { bucket, key: prefix } = placeOf(head.prefix);
    await this.#downloadAll({ bucket, prefix, names }, folder);
  }

  /**
   * Files, under a prefix by their path in the folder. One that vanishes meanwhile is left out: the
   * trainer renames and deletes.
   */
  async upload(folder: string, paths: readonly string[], uri: string): Promise<void> {
    for (const path of paths) {
      const body = await readFile(path).catch(unlessGone);
      if (body) await this.write(uri + relative(folder, path), body);
    }
  }

  /** @throws Error where there is no such object */
  async read(uri: string): Promise<Buffer> {
    const { bucket, key } = placeOf(uri);
    const body = await new S3Objects({ client: this.#client, bucket }).get(key);
    if (!body) throw new Error(`${uri} does not exist`);
    return Buffer.from(body);
  }

  async write(uri: string, body: Uint8Array): Promise<void> {
    const { bucket, key } = placeOf(uri);
    await new S3Objects({ client: this.#client, bucket }).put(key, body);
  }

  async #downloadAll(
    from: { bucket: string; prefix: string; names: readonly string[] },
    folder: string,
  ): Promise<void> {
    await mkdir(folder, { recursive: true });
    for (const name of from.names) {
      const path = join(folder, name);
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, await this.read(`s3://${from.bucket}/${from.prefix}${name}`));
    }
  }
}

/** All files below a folder. */
export async function filesBelow(folder: string): Promise<string[]> {
  const entries = (await readdir(folder, { withFileTypes: true }).catch(unlessGone)) ?? [];
  const found = entries.map((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesBelow(path) : [path];
  });
  return (await Promise.all(found)).flat();
}

/** The files that are new or changed since they were asked for last. */
export async function changedFiles(folder: string, seen: Map<string, number>): Promise<string[]> {
  const changed: string[] = [];
  for (const path of await filesBelow(folder)) {
    const time = (await stat(path).catch(unlessGone))?.mtimeMs;
    if (time === undefined || seen.get(path) === time) continue;
    seen.set(path, time);
    changed.push(path);
  }
  return changed;
}

function unlessGone(error: unknown): undefined {
  if (codeOf(error) !== 'ENOENT') throw error;
}
