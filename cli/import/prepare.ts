import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import type { JsonObject } from '../../core/catalog/model-type.ts';
import { imageSize } from '../../core/dataset/image-size.ts';
import type { Entry, Problem } from './entry.ts';
import { regionToWire } from './region.ts';

/** An input as the API takes it. */
export interface PreparedInput {
  readonly where: string;
  readonly id: string;
  readonly body: JsonObject;
}

/** What fits into one request as base64, with room to spare. */
const mostImageBytes = 45_000_000;

/**
 * Reads an entry's image and makes its input. An id is made from the dataset and what makes the entry that entry: path and bytes of an image, the
 * whole row of a text. The same source again gives the same ids.
 */
export async function prepareInput(
  entry: Entry,
  datasetId: string,
): Promise<PreparedInput | Problem> {
  const { where, content, concepts, regions = [], metadata } = entry;
  const bytes = content.kind === 'file' ? await readImage(content.path) : undefined;
  if (typeof bytes === 'string') return { where, reason: bytes };
  const size = bytes && regions.length > 0 ? imageSize(bytes) : undefined;
  if (regions.length > 0 && !size)
    return { where, reason: 'Regions need an image, and this is none' };
  const id = entry.id ?? idOf(entry, datasetId, bytes);
  const data = {
    ...dataOf(content, bytes),
    ...(concepts.length > 0 ? { concepts: concepts.map((name) => ({ id: name })) } : {}),
    ...(size ? { regions: regions.map((region) => regionToWire(region, size)) } : {}),
    metadata,
  };
  return { where, id, body: { id, data, dataset_ids: [datasetId] } };
}

async function readImage(path: string): Promise<Buffer | string> {
  const found = await stat(path).catch(() => undefined);
  if (!found?.isFile()) return `The file ${path} does not exist`;
  if (found.size > mostImageBytes)
    return `The file has ${found.size} bytes; at most ${mostImageBytes} are sent`;
  return readFile(path);
}

function idOf(entry: Entry, datasetId: string, bytes: Buffer | undefined): string {
  const { content, concepts, metadata } = entry;
  const what =
    content.kind === 'file'
      ? [content.name, sha256(bytes ?? '')]
      : [content, concepts, metadata, entry.regions ?? []];
  return sha256(JSON.stringify([datasetId, ...what])).slice(0, 32);
}

const sha256 = (data: Buffer | string) => createHash('sha256').update(data).digest('hex');

function dataOf(content: Entry['content'], bytes: Buffer | undefined): JsonObject {
  if (content.kind === 'text') return { text: { raw: content.text } };
  if (content.kind === 'url') return { image: { url: content.url } };
  return { image: { base64: bytes?.toString('base64') ?? '' } };
}
