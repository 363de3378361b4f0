import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import type { S3Client } from '@aws-sdk/client-s3';
import { S3Objects } from '../../lambda/adapters/s3-objects.ts';

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
    let after: string | undefined;
    do {
      const page = await objects.list(prefix, after);
      names.push(...page.objects.map(({ key }) => key.slice(prefix.length)));
      after = page.next;
    } while (after !== undefined);
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

  /** The files that `isWanted`, under a prefix. */
  async upload(folder: string, uri: string, isWanted: (path: string) => boolean): Promise<void> {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    for (const entry of entries.filter((one) => one.isFile())) {
      const path = join(entry.parentPath, entry.name);
      if (isWanted(path)) await this.write(uri + relative(folder, path), await readFile(path));
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

/** True for a file that is new or changed since it was asked about last. */
export async function changedFiles(
  folder: string,
  seen: Map<string, number>,
): Promise<(path: string) => boolean> {
  const changed = new Set<string>();
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  for (const entry of entries.filter((one) => one.isFile())) {
    const path = join(entry.parentPath, entry.name);
    const time = (await stat(path).catch(() => undefined))?.mtimeMs;
    if (time === undefined || seen.get(path) === time) continue;
    seen.set(path, time);
    changed.add(path);
  }
  return (path) => changed.has(path);
}
