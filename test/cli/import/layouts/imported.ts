import { existsSync, readFileSync } from 'node:fs';
import { unzipSync } from 'fflate';
import { Client } from '../../../../client/client.ts';
import { localOrigin } from '../../../../cli/import/folder-files.ts';
import { importInputs } from '../../../../cli/import/import.ts';
import type { Counts } from '../../../../cli/import/counts.ts';
import { pngOf } from '../../../../cli/import/layouts/mask.ts';
import type { JsonObject } from '../../../../core/json.ts';
import type { Body } from '../../../core/api/app-under-test.ts';
import { Folder, Service } from '../service.ts';

export type ExportFormat = 'CLARIFAI_DATA_JSON' | 'CLARIFAI_DATA_PROTOBUF' | 'COCO';

/** What an import did. */
export interface Imported {
  readonly counts: Counts;
  /** Lines of the file of errors. */
  readonly problems: readonly Body[];
  /** What a dataset version holds of it: inputs in the order of their ids, masks included. */
  readonly inputs: readonly Body[];
}

/** A service with an app for each import, and folders to import. */
export class Importing {
  readonly service: Service;
  readonly #folders: Folder[] = [];
  #apps = 0;

  private constructor(service: Service) {
    this.service = service;
  }

  static async start(): Promise<Importing> {
    return new Importing(await Service.start());
  }

  async close(): Promise<void> {
    for (const folder of this.#folders) folder.remove();
    await this.service.close();
  }

  folder(files: Readonly<Record<string, string | Uint8Array>>): Folder {
    const folder = new Folder(files);
    this.#folders.push(folder);
    return folder;
  }

  /** A client of an app of its own. */
  async app(): Promise<Client> {
    this.#apps += 1;
    const id = `app${this.#apps}`;
    await this.service.client.call('PostApps', {}, { apps: [{ id }] });
    const { url, key } = this.service;
    return new Client({ url, key, userId: 'tester', appId: id });
  }

  /** @param from a path below the folder; absent: all of it */
  async import(
    files: Readonly<Record<string, string | Uint8Array>>,
    from = '',
    client?: Client,
  ): Promise<Imported> {
    const folder = this.folder(files);
    const state = this.folder({});
    const into = client ?? (await this.app());
    const counts = await importInputs(into, {
      datasetId: 'set',
      origin: localOrigin(folder.at(from)),
      byUrl: false,
      journalPath: state.at('journal.json'),
      errorsPath: state.at('errors.jsonl'),
      wait: () => Promise.resolve(),
      onProgress: () => undefined,
    });
    const errors = state.at('errors.jsonl');
    const lines = existsSync(errors) ? readFileSync(errors, 'utf8').trim().split('\n') : [];
    const problems = lines.map((line) => JSON.parse(line) as Body);
    return { counts, problems, inputs: await frozenInputs(into) };
  }
}

/** The archive of a new dataset version. */
export async function exported(client: Client, format: ExportFormat): Promise<Uint8Array> {
  const at = { dataset_id: 'set' };
  const made = await client.call('PostDatasetVersions', at, { dataset_versions: [{}] });
  const version = { ...at, dataset_version_id: made.dataset_versions[0]?.id ?? '' };
  await client.call('PutDatasetVersionExports', version, { exports: [{ format }] });
  const again = await client.call('PutDatasetVersionExports', version, { exports: [{ format }] });
  const response = await fetch(again.exports[0]?.url ?? '');
  if (!response.ok) throw new Error(`HTTP ${response.status} ${await response.text()}`);
  return new Uint8Array(await response.arrayBuffer());
}

async function frozenInputs(client: Client): Promise<Body[]> {
  const files = unzipSync(await exported(client, 'CLARIFAI_DATA_JSON'));
  return Object.entries(files)
    .filter(([name]) => name !== 'mimetype')
    .flatMap(([, bytes]) => JSON.parse(Buffer.from(bytes).toString('utf8')).inputs as Body[])
    .map(({ id, data }) => ({ id, ...(withoutAddress(data) as object) }));
}

/** Addresses differ from app to app. */
function withoutAddress(data: JsonObject): unknown {
  return JSON.parse(JSON.stringify(data, (name, value) => (name === 'hosted' ? undefined : value)));
}

/** A grey PNG of this size; pictures of different shades have different content. */
export function picture(width: number, height: number, shade = 128): Buffer {
  return Buffer.from(pngOf({ width, height, pixels: new Uint8Array(width * height).fill(shade) }));
}

/**
 * A photo as a phone stores it held upright: 64 x 48 pixels and EXIF's orientation 6; people and
 * labelling tools see 48 x 64.
 */
export const turnedPhoto = Buffer.from(
  '/9j/4AAQSkZJRgABAQAAAQABAAD/4QAiRXhpZgAATU0AKgAAAAgAAQESAAMAAAABAAYAAAAAAAD/2wBDABQODxIPDRQSEBIXFRQYHjIhHhwcHj0sLiQySUBMS0dARkVQWnNiUFVtVkVGZIhlbXd7gYKBTmCNl4x9lnN+gXz/wAALCAAwAEABAREA/8QAHwAAAQUBAQEBAQEAAAAAAAAAAAECAwQFBgcICQoL/8QAtRAAAgEDAwIEAwUFBAQAAAF9AQIDAAQRBRIhMUEGE1FhByJxFDKBkaEII0KxwRVS0fAkM2JyggkKFhcYGRolJicoKSo0NTY3ODk6Q0RFRkdISUpTVFVWV1hZWmNkZWZnaGlqc3R1dnd4eXqDhIWGh4iJipKTlJWWl5iZmqKjpKWmp6ipqrKztLW2t7i5usLDxMXGx8jJytLT1NXW19jZ2uHi4+Tl5ufo6erx8vP09fb3+Pn6/9oACAEBAAA/AOroooooooooooooooooooorlP8AhNP+nD/yN/8AY0f8Jp/04f8Akb/7GurooooorymivVqKKKKK8por1aiiiiiiiiv/2Q==',
  'base64',
);
