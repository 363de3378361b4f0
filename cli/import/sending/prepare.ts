import { createHash } from 'node:crypto';
import type { NewData, NewInput } from '../../../client/parts.ts';
import { isRefusal, readImageFacts } from '../../../core/dataset/image/image-facts.ts';
import { textProblem } from '../../../core/dataset/text/text-problem.ts';
import { maxContentBytes } from '../../../core/ports/fetcher.ts';
import { failed } from '../entry.ts';
import type { Entry, EntryContent, Problem } from '../entry.ts';
import { conceptToWire, placeRegions } from '../layouts/region.ts';
import type { SourceFiles } from '../source-files.ts';

/** An input as the API takes it. */
export interface PreparedInput {
  readonly where: string;
  readonly id: string;
  readonly body: NewInput;
  /**
   * Present: the image is still missing in the body. It goes up first, and its link takes its
   * place.
   */
  readonly image?: Uint8Array;
}

export interface PrepareOptions {
  readonly datasetId: string;
  readonly files: SourceFiles;
  /** True: files are named by their URL, for the service to read. */
  readonly byUrl: boolean;
}

/**
 * Images up to here travel inside the request. A request of 4 MB holds 11 of them: with larger
 * ones, asking for links and putting the bytes costs less than base64, which makes them a third
 * larger.
 */
const maxInlineBytes = 256 * 1024;

/**
 * Reads an entry's image and makes its input. An id is made from the dataset and what makes the
 * entry that entry: name and bytes of an image, the whole row of a text or a URL. The same source
 * again gives the same ids, wherever it lies.
 */
export async function prepareInput(
  { content, ...entry }: Entry,
  { datasetId, files, byUrl }: PrepareOptions,
): Promise<PreparedInput | Problem> {
  const { where, concepts, regions = [] } = entry;
  const named = byUrl ? namedByUrl(content, files) : content;
  const isRead = content.kind === 'file' && (named === content || regions.length > 0);
  const read = isRead ? await files.read(content.name, maxContentBytes) : undefined;
  if (read && 'reason' in read) return failed(where, read.reason);
  const bytes = content.kind === 'bytes' ? Buffer.from(content.base64, 'base64') : read?.bytes;
  const problem = contentProblem(content, bytes);
  if (problem !== undefined) return failed(where, problem);
  const placed = placedRegions(entry, bytes);
  if (typeof placed === 'string') return failed(where, placed);
  const id = entry.id ?? idOf({ ...entry, content: named }, datasetId, bytes);
  const { data: brought, image } = dataOf(named, bytes);
  const data = {
    ...brought,
    ...(concepts.length > 0 ? { concepts: concepts.map(conceptToWire) } : {}),
    ...(placed.length > 0 ? { regions: placed } : {}),
    ...(entry.geo ? { geo: { geo_point: entry.geo } } : {}),
    metadata: entry.split ? { split: entry.split, ...entry.metadata } : entry.metadata,
  };
  return { where, id, body: { id, data, dataset_ids: [datasetId] }, ...(image ? { image } : {}) };
}

/** Why the API would refuse what is to be sent, before it is sent. */
function contentProblem(content: EntryContent, bytes?: Uint8Array): string | undefined {
  if (content.kind === 'text') return textProblem(content.text)?.reason;
  const facts = bytes && readImageFacts(bytes);
  return facts && isRefusal(facts) ? `${facts.code}: ${facts.reason}` : undefined;
}

/** The entry's regions on its picture; or why not. */
function placedRegions(
  { regions = [], size }: Omit<Entry, 'content'>,
  bytes: Uint8Array | undefined,
) {
  if (regions.length === 0 && (!size || !bytes)) return [];
  const facts = bytes && readImageFacts(bytes);
  if (!facts) return 'Regions need an image, and this is none';
  if (isRefusal(facts)) return `${facts.code}: ${facts.reason}`;
  const found = placeRegions(regions, facts, size);
  return typeof found === 'string' ? found : found.regions;
}

function namedByUrl(content: EntryContent, { urlOf }: SourceFiles): EntryContent {
  return content.kind === 'file' && urlOf ? { kind: 'url', url: urlOf(content.name) } : content;
}

function idOf(entry: Entry, datasetId: string, bytes: Uint8Array | undefined): string {
  const { content, concepts, metadata } = entry;
  const what =
    content.kind === 'file' || content.kind === 'bytes'
      ? [content.kind === 'file' ? content.name : '', sha256(bytes ?? '')]
      : [content, concepts, metadata, entry.regions ?? []];
  return sha256(JSON.stringify([datasetId, ...what])).slice(0, 32);
}

const sha256 = (data: Uint8Array | string) => createHash('sha256').update(data).digest('hex');

function dataOf(
  content: EntryContent,
  bytes: Uint8Array = new Uint8Array(),
): { data: NewData; image?: Uint8Array } {
  if (content.kind === 'text') return { data: { text: { raw: content.text } } };
  if (content.kind === 'url') return { data: { [content.of ?? 'image']: { url: content.url } } };
  if (bytes.length > maxInlineBytes) return { data: {}, image: bytes };
  return { data: { image: { base64: Buffer.from(bytes).toString('base64') } } };
}
